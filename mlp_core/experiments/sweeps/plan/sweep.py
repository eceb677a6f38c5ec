"""Sweep: what is to be trained, told in full: a base, axes, how they are gone along, seeds."""

import math
from dataclasses import dataclass, field
from typing import NamedTuple

from mlp_core._checks import check_type, check_whole
from mlp_core.config import TrainConfig
from mlp_core.experiments.sweeps.plan.axis import Axis
from mlp_core.experiments.sweeps.plan.draws import drawn
from mlp_core.experiments.sweeps.plan.objective import Objective
from mlp_core.experiments.sweeps.plan.together import together
from mlp_core.number_text import count

# Nobody can look at more, and no list of them is made before it is begun.
MOST_RUNS, MOST_AXES, MOST_REPEATS = 1_000_000, 12, 100


class Rung(NamedTuple):
    """A round of halving: how many combinations are in it, and the epochs they have by its end."""

    n_combinations: int
    n_epochs: int


@dataclass(frozen=True)
class Halving:
    """Successive halving: all begin with ``first_epochs``, then the best of each round go on.

    Of a round one in ``factor`` goes on, and has ``factor`` times as many epochs in all, until
    those of the base are reached (Jamieson and Talwalkar 2016, "Non-stochastic best arm
    identification and hyperparameter optimization").
    """

    first_epochs: int = 5
    factor: int = 3

    def __post_init__(self) -> None:
        check_whole("first_epochs", self.first_epochs, low=1)
        check_whole("factor", self.factor, low=2)

    def rungs(self, n_combinations: int, epochs: int) -> list[Rung]:
        """The rounds of so many combinations, until those that are left have all ``epochs``.

        Round k = 0, 1, … has ⌈n / factor^k⌉ of them, with first_epochs · factor^k epochs. The
        paper rounds down; rounding up drops no more than it says, leaves one at the least, and is
        what scikit-learn's HalvingGridSearchCV does, so that both drop as many.
        """
        found = [Rung(n_combinations, min(self.first_epochs, epochs))]
        while found[-1].n_epochs < epochs:
            share = self.factor ** len(found)
            found.append(Rung(-(-n_combinations // share), min(self.first_epochs * share, epochs)))
        return found


@dataclass(frozen=True)
class Sweep:
    """Trainings that differ from ``base`` along ``axes``, each with ``repeats`` seeds.

    The combinations are all there are, the last axis fastest; or, where ``draws`` is not 0, so
    many at random. Seeds are base.seed, +1, …. With ``halving`` the better get more epochs.
    ``objective`` judges them. Raises ``ValueError`` for axes that are named twice, for a seed or
    epochs that are varied in two ways, and for more than MOST_RUNS runs.
    """

    base: TrainConfig
    axes: tuple[Axis, ...]
    repeats: int = 1
    draws: int = 0
    halving: Halving | None = None
    objective: Objective = field(default_factory=Objective)

    def __post_init__(self) -> None:
        check_type("base", self.base, TrainConfig)
        object.__setattr__(self, "axes", together(self.base, self.axes))
        names = [axis.name for axis in self.axes]
        twice = [name for i, name in enumerate(names) if name in names[:i]]
        if twice:
            raise ValueError(f"each axis must be another setting; got {twice[0]} twice")
        if len(names) > MOST_AXES:
            raise ValueError(f"a sweep must have {MOST_AXES} axes or fewer; got {len(names)}")
        repeats = check_whole("repeats", self.repeats, low=1)
        check_whole("draws", self.draws, low=0)
        if repeats > MOST_REPEATS:
            raise ValueError(f"repeats must be {MOST_REPEATS} or fewer; got {repeats}")
        if repeats > 1 and "seed" in names:
            raise ValueError("repeats must be 1 where the seed is an axis: both vary the seed")
        if self.halving is not None and "epochs" in names:
            raise ValueError("epochs must not be an axis of halving, which varies them itself")
        if self.halving is not None and self.halving.first_epochs > self.base.epochs:
            raise ValueError(
                f"halving must begin with {self.base.epochs} epochs or fewer, those of the base; "
                f"got {self.halving.first_epochs}"
            )
        if self.n_runs > MOST_RUNS:
            raise ValueError(
                f"a sweep must have {count(MOST_RUNS)} runs or fewer; got {count(self.n_runs)}"
            )

    @property
    def n_combinations(self) -> int:
        """Without the seeds of each."""
        return self.draws or math.prod(len(axis.values) for axis in self.axes)

    @property
    def n_runs(self) -> int:
        """All that is trained, each counted once however many epochs it gets."""
        return self.n_combinations * self.repeats

    @property
    def n_trainings(self) -> int:
        """How often training is begun: with halving by each run in each round that it may be in."""
        if self.halving is None:
            return self.n_runs
        rungs = self.halving.rungs(self.n_combinations, self.base.epochs)
        return sum(rung.n_combinations for rung in rungs) * self.repeats

    @property
    def n_epochs(self) -> int:
        """The epochs of all runs together, if patience ends none before and none diverges."""
        if self.halving is not None:
            rungs = self.halving.rungs(self.n_combinations, self.base.epochs)
            before = [0, *(rung.n_epochs for rung in rungs)]
            each = (n * (epochs - done) for (n, epochs), done in zip(rungs, before, strict=False))
            return sum(each) * self.repeats
        names = [axis.name for axis in self.axes]
        if "epochs" not in names:
            return self.n_runs * self.base.epochs
        place = names.index("epochs")
        if self.draws:
            combinations = drawn(self.axes, self.draws, self.base.seed)
            return int(sum(at[place] for at in combinations)) * self.repeats
        values = self.axes[place].values
        return int(sum(values)) * (self.n_runs // len(values))

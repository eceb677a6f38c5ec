"""What a classifier reads in one observation: its answer, and how sure it is of it."""

from typing import NamedTuple

import numpy as np

from mlp_core.sgd_step import SGDStep


class Reading(NamedTuple):
    """Classes are indices of output units, from 0.

    best      the classes with the largest output: more than one where it cannot decide
    true      the class that the target says
    shares    what each class gets: its probability, or the output itself under a loss without
    certain   whether ``shares`` are probabilities
    """

    best: tuple[int, ...]
    true: int
    shares: tuple[float, ...]
    certain: bool

    @property
    def right(self) -> bool:
        """Whether the answer is the true class, and no other with it."""
        return self.best == (self.true,)

    @property
    def next_best(self) -> int:
        """The class that comes second; the first of several."""
        others = [k for k in range(len(self.shares)) if k != self.best[0]]
        return max(others, key=lambda k: self.shares[k])


def read_step(step: SGDStep) -> Reading:
    """What the network reads before the update; ``ValueError`` for a batch of rows."""
    if step.output.ndim != 1:
        raise ValueError(f"a reading is of one observation; got {len(step.output)} rows")
    probabilities = step.probabilities
    shares = step.output if probabilities is None else probabilities
    return Reading(
        best=tuple(int(k) for k in np.flatnonzero(shares == shares.max())),
        true=int(np.argmax(step.y)),
        shares=tuple(shares.tolist()),
        certain=probabilities is not None,
    )

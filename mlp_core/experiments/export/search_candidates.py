"""What the combinations of a sweep are to scikit-learn: arguments of its network, as source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from mlp_core._checks import look_up
from mlp_core.classifier_arguments import classifier_arguments, twin_class, why_no_parity
from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.data.scaling import SCALINGS, UNSCALED
from mlp_core.experiments.export.weights_code import is_weighted
from mlp_core.experiments.sweeps.plan.cell import cells
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from mlp_core.initialisers import INITIALISERS
from mlp_core.number_text import count
from mlp_core.settings import SETTINGS
from mlp_core.settings.stopping import NEVER

# A search that fits each of more in one call gives nobody anything before it ends.
MOST_CANDIDATES = 10_000
EPOCHS, SEED = "max_iter", "random_state"
# What every configuration has, and no network of scikit-learn.
NOT_ARGUED = ("init_scale",)
# The two steps of a pipeline, where rows are scaled.
SCALER, MODEL = "scaler", "model"

# By the name of an argument: source of its value.
Arguments = Mapping[str, str]


@dataclass(frozen=True)
class Candidates:
    """All that a search tries.

    network   MLPClassifier or MLPRegressor
    fixed     arguments that all have in common
    varied    the values of each other argument, in the order in which the sweep comes to them
    each      those of each combination, none twice
    seeds     the seeds that each combination has
    scaled    whether there is a pipeline: then names begin with those of its steps
    """

    network: str
    fixed: Arguments
    varied: Mapping[str, tuple[str, ...]]
    each: tuple[Arguments, ...]
    seeds: tuple[int, ...]
    scaled: bool

    def named(self, argument: str) -> str:
        """What an argument of the network is called here."""
        return _named(argument, self.scaled)

    @property
    def is_grid(self) -> bool:
        """Whether they are all combinations of the values."""
        n_all = 1
        for values in self.varied.values():
            n_all *= len(values)
        return n_all == len(self.each)


def candidates(sweep: Sweep, dataset: Dataset) -> Candidates:
    """Those of ``sweep``, whose base is trained on ``dataset``.

    Raises ``ValueError`` with a sentence where scikit-learn has no such network, or no search
    over what the sweep varies.
    """
    if sweep.n_combinations > MOST_CANDIDATES:
        raise ValueError(
            f"A search of scikit-learn has nothing to show before its end: it is written for "
            f"{count(MOST_CANDIDATES)} combinations or fewer, and these are "
            f"{count(sweep.n_combinations)}."
        )
    all_cells = list(cells(sweep))
    configs = [cell.config for cell in all_cells if not cell.repeat]
    reason = _why_none(sweep, configs, dataset)
    if reason:
        raise ValueError(reason)
    scaled = any(config.scaling != UNSCALED for config in configs)
    # Patience that is never over must not be a number that goes along with the epochs.
    longest = max(config.epochs for config in configs)
    found = [_arguments(config, dataset, scaled, longest) for config in configs]
    each = tuple({tuple(one.items()): one for one in found}.values())
    values = {name: tuple(dict.fromkeys(one[name] for one in each)) for name in each[0]}
    seeds = tuple(cell.config.seed for cell in islice(all_cells, sweep.repeats))
    fixed = {name: own[0] for name, own in values.items() if len(own) == 1}
    varied = {name: own for name, own in values.items() if len(own) > 1}
    if sweep.repeats > 1:
        del fixed[_named(SEED, scaled)]
    own = tuple({name: one[name] for name in varied} for one in each)
    return Candidates(twin_class(dataset).__name__, fixed, varied, own, seeds, scaled)


def _arguments(config: TrainConfig, dataset: Dataset, scaled: bool, longest: int) -> dict[str, str]:
    # A batch size above the number of rows would be clipped with a warning.
    own = classifier_arguments(config) | {
        "batch_size": min(config.batch_size, len(dataset.X_train))
    }
    if config.n_iter_no_change >= NEVER:
        own |= {"tol": 0, "n_iter_no_change": longest}
    named = {_named(name, scaled): _literal(value) for name, value in own.items()}
    scaler = look_up(SCALINGS, config.scaling, "scaling").__name__
    return ({SCALER: f"{scaler}()"} if scaled else {}) | named


def _named(argument: str, scaled: bool) -> str:
    return f"{MODEL}__{argument}" if scaled else argument


def _literal(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else repr(value)


def _why_none(sweep: Sweep, configs: Sequence[TrainConfig], dataset: Dataset) -> str:
    """Why there is no such search, or an empty text."""
    name = twin_class(dataset).__name__
    for axis in sweep.axes:
        # All that a sweep varies is a setting, or a field of one that decides on the rows.
        record = SETTINGS.get(axis.name)
        if record is None or any(config.source != sweep.base.source for config in configs):
            return (
                f"scikit-learn's searches try all on the same rows; {axis.label} would change them."
            )
        argued = record.is_required and axis.name not in NOT_ARGUED
        if len(axis.values) > 1 and not (argued or record.classifier):
            return f"{name} has nothing like {axis.label}."
    for config in configs:
        reason = why_no_parity(config, dataset) or _why_no_start(config, name)
        if reason:
            return reason
    return _why_not_held_out(configs, dataset, name)


def _why_no_start(config: TrainConfig, name: str) -> str:
    initialiser = INITIALISERS[config.init]
    if initialiser.is_random:
        return ""
    about = initialiser.about.format(scale=config.init_scale)
    return f"{about} at the start; {name} draws its own at random."


def _why_not_held_out(configs: Sequence[TrainConfig], dataset: Dataset, name: str) -> str:
    stopping = [config for config in configs if config.early_stopping]
    if stopping and dataset.X_validation is not None:
        return (
            f"{name} stops early by rows that it holds out itself; this sweep has a validation "
            "part for it."
        )
    if 0 < len(stopping) < len(configs):
        return "scikit-learn's searches judge all by the same rows, be there early stopping or not."
    if any(is_weighted(config) for config in stopping):
        return f"{name} weighs the rows that it holds out, too; this sweep does not."
    return ""

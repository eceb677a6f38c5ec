"""TrainConfig: what makes a run, field by field as the table of settings says; and as a record."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mlp_core._checks import check_fields, look_up
from mlp_core.data.catalogue import DATASETS
from mlp_core.data.digits import DIGITS
from mlp_core.data.parameters import check_parameters
from mlp_core.data.source import Source
from mlp_core.fields import NOTHING
from mlp_core.settings import SETTINGS
from mlp_core.settings.stopping import NEVER
from mlp_core.solvers import HasOptimizer


@dataclass(frozen=True)
class TrainConfig(HasOptimizer):
    """One training run, in plain values: equal configurations make equal runs.

    ``units`` are layer sizes, input first. ``batch_size`` 1 visits rows one at a time; a last
    batch may be smaller. With ``shuffle`` every epoch has an order of its own, otherwise rows
    come in the order of the data set. ``seed`` makes the starting parameters (init_scale ·
    N(0, 1), as in the practical, or as ``init`` says) and the orders. ``dataset`` and ``scaling``
    name the data, with ``data_parameters`` and ``split``, which say no more than what is not at
    its default: {"noise": 0.2}, {"method": "in_order"}. All others are scikit-learn's, by its
    names but ``optimizer``, its ``solver``, and ``schedule``, its ``learning_rate``;
    ``n_iter_no_change`` is beyond any run where nothing is said of it. Raises ``ValueError`` for a
    value outside LIMITS, an unknown name, or a parameter that the data set does not have.
    """

    units: tuple[int, ...]
    learning_rate: float
    epochs: int
    batch_size: int = 1
    seed: int = 0
    activation: str = "tanh"
    loss: str = "softmax_cross_entropy"
    shuffle: bool = False
    init_scale: float = 0.1
    dataset: str = DIGITS.name
    scaling: str = "none"
    init: str = "normal"
    optimizer: str = "sgd"
    momentum: float = 0.0
    nesterovs_momentum: bool = False
    beta_1: float = 0.9
    beta_2: float = 0.999
    epsilon: float = 1e-8
    alpha: float = 0.0
    class_weight: str = "none"
    schedule: str = "constant"
    power_t: float = 0.5
    early_stopping: bool = False
    validation_fraction: float = 0.1
    n_iter_no_change: int = NEVER
    tol: float = 1e-4
    data_parameters: Mapping[str, Any] = NOTHING
    split: Mapping[str, Any] = NOTHING

    @property
    def source(self) -> Source:
        """Which rows it trains on, before any scaling."""
        return Source(self.dataset, self.data_parameters, self.split)

    def __post_init__(self) -> None:
        for name, setting in SETTINGS.items():
            object.__setattr__(self, name, setting.kind.check(name, getattr(self, name)))
        check_parameters(self.dataset, DATASETS[self.dataset].parameters, self.data_parameters)


CONFIG_FIELDS = tuple(field.name for field in dataclasses.fields(TrainConfig))
DEFAULTS: dict[str, Any] = {field.name: field.default for field in dataclasses.fields(TrainConfig)}
if set(CONFIG_FIELDS) != SETTINGS.keys():
    alone = ", ".join(sorted(SETTINGS.keys() ^ set(CONFIG_FIELDS)))
    raise TypeError(
        f"every field of TrainConfig needs a row of SETTINGS and a row a field: {alone}"
    )
# The practical's second question: 64-50-10 on the raw digits, one row at a time, in order.
QUESTION_2 = TrainConfig(units=(64, 50, 10), learning_rate=0.001, epochs=100)


def config_to_dict(config: TrainConfig) -> dict[str, Any]:
    """Every field by its name, as JSON holds it: lists for tuples, objects for mappings."""
    return {name: plain(getattr(config, name)) for name in CONFIG_FIELDS}


def plain(value: Any) -> Any:
    """The value of a setting as JSON holds it."""
    if isinstance(value, Mapping):
        return {name: plain(one) for name, one in value.items()}
    return list(value) if isinstance(value, tuple) else value


def config_from_dict(record: object) -> TrainConfig:
    """The configuration that ``config_to_dict`` made ``record`` of, today or long ago.

    A field that there was not yet gets its neutral value: a default would be today's, not that
    of the training. Raises ``ValueError`` naming missing and unknown fields, or for a value off
    limits.
    """
    fields = check_fields(record, CONFIG_FIELDS, "the configuration", neutral_values())
    return TrainConfig(**fields)


def varied(config: TrainConfig, changes: Mapping[str, Any]) -> TrainConfig:
    """``replace(config, **changes)``, asking about nothing but the changes.

    Ten thousand of these are made in a tenth of a second. Raises ``ValueError`` as ``TrainConfig``
    does, and for what is no setting.
    """
    made = object.__new__(TrainConfig)
    vars(made).update(vars(config))
    for name, value in changes.items():
        vars(made)[name] = look_up(SETTINGS, name, "a setting").kind.check(name, value)
    if not changes.keys().isdisjoint(("dataset", "data_parameters")):
        check_parameters(made.dataset, DATASETS[made.dataset].parameters, made.data_parameters)
    return made


def neutral_values() -> dict[str, Any]:
    """What a record says that does not name a setting which came later."""
    return {name: row.neutral for name, row in SETTINGS.items() if not row.is_required}


def without_idle(config: TrainConfig) -> TrainConfig:
    """The same training, said plainly: what has no effect beside the rest is at its default."""
    now = {name: getattr(config, name) for name in CONFIG_FIELDS}
    idle = {name: DEFAULTS[name] for name, row in SETTINGS.items() if row.idle(now)}
    return dataclasses.replace(config, **idle)


def set_beside(config: TrainConfig) -> list[str]:
    """The names of the settings that came later, are not at their neutral value, and count."""
    plain, neutral = without_idle(config), neutral_values()
    return [name for name in neutral if getattr(plain, name) != neutral[name]]


def said_beside(config: TrainConfig) -> list[str]:
    """A few words on each setting that came later, as many for every configuration.

    Empty for one at its neutral value.
    """
    said = set_beside(config)
    return [
        SETTINGS[name].in_name(getattr(config, name)) if name in said else ""
        for name in neutral_values()
    ]

"""The settings of a run: one table, a row a field of ``TrainConfig``, and nothing beside it.

Validation, controls, links, files, the call of scikit-learn, names of runs and the columns of
Compare go through it. Its order is that of the controls on Train.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from mlp_core.activations import ACTIVATIONS
from mlp_core.data.catalogue import DATASETS
from mlp_core.data.scaling import SCALINGS, scaling_names
from mlp_core.layer_sizes import Sizes
from mlp_core.losses import LOSSES
from mlp_core.number_text import exact
from mlp_core.setting_kinds import Choice, Kind, Limits, Real, Whole, YesNo

# In the place of a neutral value: every run has had the setting, and a record without it is none.
REQUIRED: Any = object()
NUMERIC = (Whole, Real)
UNITS = Sizes(layers=Limits(0, 4), units=Limits(1, 256))
LOSS_NAMES = {name: loss.label for name, loss in LOSSES.items()}
ACTIVATION_NAMES = {name: activation.label for name, activation in ACTIVATIONS.items()}
DATA_NAMES = {name: record.words.subject for name, record in DATASETS.items()}
# Of the data that a visitor finds; a page that knows the data of a run asks ``scaling_names``.
SCALING_NAMES = scaling_names(next(iter(DATASETS.values())).words)


@dataclass(frozen=True)
class Setting:
    """What there is to know of a field of ``TrainConfig``.

    name        of the field and of its control
    key         what links call it: letters, never given to another one
    kind        what it may be
    label       of its control, and ``help`` beside it
    column      what heads it in tables
    said        a value in the name of a run; as ``kind.shown`` where it is None
    control     a slider, or a menu, where a plain field or a row of buttons would not do
    neutral     what runs had before there was the setting, whatever a new run begins with
    classifier  the argument of MLPClassifier that it is; empty where none is. Not asked of
                those that are REQUIRED, which are written into the call
    """

    name: str
    key: str
    kind: Kind
    label: str
    column: str
    help: str | None = None
    said: Callable[[Any], str] | None = None
    control: Literal["plain", "slider", "menu"] = "plain"
    neutral: Any = REQUIRED
    classifier: str = ""

    @property
    def is_required(self) -> bool:
        return self.neutral is REQUIRED

    def in_name(self, value: Any) -> str:
        """The value among others that make up a name: rate 0.001."""
        return self.kind.shown(value) if self.said is None else self.said(value)


def table(*rows: Setting) -> dict[str, Setting]:
    """The rows by name; ``ValueError`` where two share a name or a key, or a neutral is illegal."""
    for unique in ("name", "key"):
        values = [getattr(row, unique) for row in rows]
        if len(set(values)) < len(values):
            raise ValueError(f"settings must have a {unique} of their own; got {values}")
    for row in rows:
        if not row.is_required:
            row.kind.check(row.name, row.neutral)
    return {row.name: row for row in rows}


SETTINGS = table(
    Setting(
        name="dataset",
        key="d",
        kind=Choice(DATASETS, DATA_NAMES),
        label="Data",
        column="data",
        said=str,
        control="menu",
    ),
    Setting(
        name="units",
        key="u",
        kind=UNITS,
        label="Layer sizes",
        help="Input first, in whatever way you write them: 64-50-10, 64, 50, 10 or [64, 50, 10].",
        column="units",
    ),
    Setting(
        name="learning_rate",
        key="lr",
        kind=Real(Limits(1e-5, 1.0), logarithmic=True),
        label="Learning rate η",
        column="learning rate",
        said=lambda rate: f"rate {exact(rate)}",
        control="slider",
    ),
    Setting(
        name="epochs",
        key="e",
        kind=Whole(Limits(1, 500)),
        label="Epochs",
        column="epochs",
        said=lambda n: "1 epoch" if n == 1 else f"{n} epochs",
        control="slider",
    ),
    Setting(
        name="batch_size",
        key="b",
        kind=Whole(Limits(1, 2000), logarithmic=True),
        label="Batch size (rows a step)",
        column="batch size",
        said=lambda n: f"batch {n}",
    ),
    Setting(
        name="activation",
        key="a",
        kind=Choice(ACTIVATIONS, ACTIVATION_NAMES),
        label="Activation of hidden layers",
        column="activation",
    ),
    Setting(
        name="loss",
        key="l",
        kind=Choice(LOSSES, LOSS_NAMES),
        label="Loss",
        column="loss",
        said=lambda name: LOSS_NAMES[name][0].lower() + LOSS_NAMES[name][1:],
        control="menu",
    ),
    Setting(
        name="scaling",
        key="sc",
        kind=Choice(SCALINGS, SCALING_NAMES),
        label="Scaling of the inputs",
        column="scaling",
        control="menu",
    ),
    Setting(
        name="shuffle",
        key="sh",
        kind=YesNo(),
        label="Shuffle rows each epoch",
        column="shuffled",
        said=lambda shuffle: "shuffled" if shuffle else "in order",
    ),
    Setting(
        name="seed",
        key="s",
        kind=Whole(Limits(0, 2**32 - 1)),
        label="Seed",
        column="seed",
        said=lambda seed: f"seed {seed}",
    ),
    Setting(
        name="init_scale",
        key="i",
        kind=Real(Limits(0.0, 10.0), step=0.05),
        label="Starting weights: this times N(0, 1)",
        help="Weights and biases are drawn from a normal distribution and multiplied by this. At 0 "
        "all units of a layer are the same, and stay so.",
        column="start scale",
        said=lambda scale: f"start scale {exact(scale)}",
    ),
)
# The legal ranges by name; those of layers and units are within the setting of layer sizes.
LIMITS = {
    "hidden_layers": UNITS.layers,
    "hidden_units": UNITS.units,
    **{name: row.kind.limits for name, row in SETTINGS.items() if isinstance(row.kind, NUMERIC)},
}


def of_kind(*kinds: type) -> tuple[str, ...]:
    """The names of the settings of these kinds, in the order of the table."""
    return tuple(name for name, setting in SETTINGS.items() if isinstance(setting.kind, kinds))


def check_limits(name: str, value: float) -> None:
    """Raise ``ValueError`` unless ``value`` lies in ``LIMITS[name]``; NaN never does."""
    LIMITS[name].check(name, value)

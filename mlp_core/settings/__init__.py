"""The settings of a run: one table, a row a field of ``TrainConfig``, and nothing beside it.

Validation, controls, links, files, the call of scikit-learn, names of runs and the columns of
Compare go through it. Its order is that of the controls on Train. What is added is a row in one of
the files here.
"""

from mlp_core.setting_kinds import Real, Whole
from mlp_core.settings.learning import LEARNING
from mlp_core.settings.practical import PRACTICAL, UNITS
from mlp_core.settings.record import REQUIRED as REQUIRED
from mlp_core.settings.record import Setting as Setting
from mlp_core.settings.record import table as table
from mlp_core.settings.start import START
from mlp_core.settings.stopping import STOPPING

SETTINGS = table(*PRACTICAL, *START, *LEARNING, *STOPPING)
# The names of those that stand together, in their order; first those that everybody needs.
GROUPS = {
    group: [name for name, row in SETTINGS.items() if row.group == group]
    for group in dict.fromkeys(row.group for row in SETTINGS.values())
}
NUMERIC = (Whole, Real)
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

"""Axis: a setting that a sweep goes along, by its name, and the values that it takes there.

A name is that of a setting of ``TrainConfig``, or of a field of one that has fields: data.noise is
a parameter of the data set, split.seed a field of the split.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from mlp_core._checks import check_type, written
from mlp_core.config import TrainConfig, varied
from mlp_core.data import split
from mlp_core.data.catalogue import DATASETS
from mlp_core.data.parameters import PARAMETERS
from mlp_core.experiments.sweeps.plan.spreads import Listed, Ranged, Spread
from mlp_core.fields import Field, Fields, Text
from mlp_core.layer_sizes import Sizes
from mlp_core.quoting import quoted
from mlp_core.setting_kinds import Whole
from mlp_core.settings import NUMERIC, SETTINGS
from mlp_core.settings.record import Setting
from mlp_core.training_input import check_ends

# By what a name begins with: the setting that has such fields, and its fields.
ROOMS: dict[str, tuple[str, Mapping[str, Field]]] = {
    "data": ("data_parameters", PARAMETERS),
    "split": ("split", split.FIELDS),
}


def along(name: str) -> Setting | Field:
    """The record of the setting or field called ``name``; ``ValueError`` where a sweep has none."""
    room, _, field = name.partition(".")
    if name in SETTINGS and not isinstance(SETTINGS[name].kind, Fields):
        return SETTINGS[name]
    if room in ROOMS and field in ROOMS[room][1]:
        record = ROOMS[room][1][field]
        if not isinstance(record.kind, Text):
            return record
    raise ValueError(
        "an axis must be a setting of a training, or a parameter of its data such as data.noise; "
        f"got {quoted(name)}"
    )


def axis_names() -> list[str]:
    """All that ``along`` knows, settings first."""
    own = [name for name, row in SETTINGS.items() if not isinstance(row.kind, Fields)]
    fields = [
        f"{room}.{name}"
        for room, (_, table) in ROOMS.items()
        for name, record in table.items()
        if not isinstance(record.kind, Text)
    ]
    return own + fields


@dataclass(frozen=True)
class Axis:
    """The setting ``name`` and what it takes; ``ValueError`` where it cannot take that.

    ``ends_vary`` says whether another axis of the same sweep brings rows that ask for other first
    and last layers: ``together`` finds out, and it changes nothing but how layer sizes are read.
    """

    name: str
    spread: Spread
    ends_vary: bool = field(default=False, compare=False)

    def __post_init__(self) -> None:
        check_type("the name of an axis", self.name, str)
        kind = along(self.name).kind
        if isinstance(self.spread, Listed):
            checked = tuple(kind.check(self.name, value) for value in self.spread.values)
            object.__setattr__(self, "spread", Listed(checked))
        elif isinstance(self.spread, Ranged) and isinstance(kind, NUMERIC):
            spread = replace(self.spread, whole=isinstance(kind, Whole))
            for value in (spread.low, spread.high):
                kind.check(self.name, value)
            object.__setattr__(self, "spread", spread)
        else:
            raise ValueError(
                f"{self.name} must have a list of values, or of numbers a range; "
                f"got {written(self.spread)}"
            )

    @property
    def values(self) -> tuple[Any, ...]:
        """All that it takes in a grid, in their order."""
        return self.spread.values

    @property
    def is_of_rows(self) -> bool:
        """Whether it is the data set, or a field of that or of its split: each value has its own
        rows."""
        return self.name == "dataset" or self.name.partition(".")[0] in ROOMS

    @property
    def label(self) -> str:
        """What people call the setting."""
        return along(self.name).label

    @property
    def column(self) -> str:
        """What heads it in tables and charts."""
        return along(self.name).column

    def shown(self, value: Any) -> str:
        """A value as people read it; of layer sizes whose ends vary only what is between."""
        kind = along(self.name).kind
        if self.ends_vary and isinstance(kind, Sizes) and not isinstance(value, str):
            return kind.shown(["…", *value[1:-1], "…"])
        return kind.shown(value)


def placed(base: TrainConfig, at: Mapping[str, Any]) -> TrainConfig:
    """``base`` with the settings that ``at`` names at its values.

    Another set keeps those parameters of the base's that it has, too. Where the ends of the network
    do not fit it, they become what it asks for. Raises ``ValueError`` where there is no such
    configuration.
    """
    of_base = base.source
    changes = {name: value for name, value in at.items() if name in SETTINGS}
    if "dataset" in changes:
        has = DATASETS[changes["dataset"]].parameters
        kept = {name: value for name, value in base.data_parameters.items() if name in has}
        base = replace(base, dataset=changes["dataset"], data_parameters=kept)
    for room, (setting, _) in ROOMS.items():
        own = {
            name.partition(".")[2]: value
            for name, value in at.items()
            if name.startswith(f"{room}.")
        }
        if own:
            changes[setting] = {**getattr(base, setting), **own}
    made = varied(base, changes)
    return made if made.source == of_base else _with_ends(made)


def _with_ends(made: TrainConfig) -> TrainConfig:
    """With the first and the last layer that its rows ask for, unless they fit as they are."""
    facts = made.source.facts
    if facts is None:
        return made
    _, *hidden, last = made.units
    for units in (made.units, (facts.units_in, *hidden, last)):
        mended = made if units == made.units else replace(made, units=units)
        try:
            check_ends(mended, facts)
        except ValueError:
            continue
        return mended
    return replace(made, units=(facts.units_in, *hidden, facts.units_out))

"""A Sweep as a record that JSON holds, and back. What comes in is distrusted."""

from collections.abc import Mapping
from typing import Any

from mlp_core._checks import check_fields, written
from mlp_core.config import CONFIG_FIELDS, TrainConfig, config_from_dict, neutral_values, plain
from mlp_core.experiments.sweeps.plan.axis import Axis
from mlp_core.experiments.sweeps.plan.objective import Objective
from mlp_core.experiments.sweeps.plan.spreads import Listed, Ranged, Spread
from mlp_core.experiments.sweeps.plan.sweep import MOST_AXES, Halving, Sweep

FORMAT, VERSION = "mlp-explorer-sweep", 1
# Twelve axes of a thousand values take a quarter of it.
MOST_BYTES = 1_000_000
# What a definition need not say, and means then.
PLAIN: dict[str, Any] = {"axes": [], "repeats": 1, "draws": 0, "halving": None, "objective": None}
HALVING, OBJECTIVE = ("first_epochs", "factor"), ("score", "epoch")
RANGED = ("name", "low", "high", "n", "scale", "whole")


def sweep_to_dict(sweep: Sweep) -> dict[str, Any]:
    """All of ``sweep``; of its base what is not at its neutral value, as of configurations that
    were written before there was the setting.
    """
    halving, objective = sweep.halving, sweep.objective
    return {
        "base": _base(sweep.base),
        "axes": [{"name": axis.name, **_spread(axis.spread)} for axis in sweep.axes],
        "repeats": sweep.repeats,
        "draws": sweep.draws,
        "halving": halving and {name: getattr(halving, name) for name in HALVING},
        "objective": {name: getattr(objective, name) for name in OBJECTIVE},
    }


def sweep_from_dict(record: object) -> Sweep:
    """The sweep that ``sweep_to_dict`` made ``record`` of.

    Raises ``ValueError`` naming what is wrong, what it must be and what it is.
    """
    fields = check_fields(record, ("base", *PLAIN), "the sweep", PLAIN)
    axes = fields["axes"]
    if not isinstance(axes, list) or len(axes) > MOST_AXES:
        raise ValueError(f"axes must be a list of at most {MOST_AXES}; got {written(axes)}")
    halving, objective = fields["halving"], fields["objective"]
    return Sweep(
        base=config_from_dict(fields["base"]),
        axes=tuple(map(_axis, axes)),
        repeats=fields["repeats"],
        draws=fields["draws"],
        halving=None if halving is None else Halving(**check_fields(halving, HALVING, "halving")),
        objective=Objective()
        if objective is None
        else Objective(**check_fields(objective, OBJECTIVE, "the objective")),
    )


def document(sweep: Sweep) -> dict[str, Any]:
    """What a file or a link of ``sweep`` says before anything else."""
    return {"format": FORMAT, "version": VERSION, "sweep": sweep_to_dict(sweep)}


def sweep_of(found: object, what: str) -> Sweep:
    """The sweep of a ``document``; ``ValueError`` naming ``what`` for anything else."""
    fields = check_fields(found, ("format", "version", "sweep"), what)
    if fields["format"] != FORMAT:
        raise ValueError(f"the format of {what} must be {FORMAT}; got {written(fields['format'])}")
    if type(fields["version"]) is not int or fields["version"] != VERSION:
        raise ValueError(
            f"version {VERSION} of the format can be read, and a newer app may have written "
            f"{what}; got {written(fields['version'])}"
        )
    return sweep_from_dict(fields["sweep"])


def changes(config: TrainConfig, base: TrainConfig) -> dict[str, Any]:
    """The settings of ``config`` that are not those of ``base``, as JSON holds them."""
    found = {}
    for name in CONFIG_FIELDS:
        value, known = getattr(config, name), getattr(base, name)
        if value is not known and value != known:
            found[name] = plain(value)
    return found


def _base(base: TrainConfig) -> dict[str, Any]:
    neutral = neutral_values()
    names = [n for n in CONFIG_FIELDS if n not in neutral or getattr(base, n) != neutral[n]]
    return {name: plain(getattr(base, name)) for name in names}


def _spread(spread: Spread) -> dict[str, Any]:
    if isinstance(spread, Listed):
        return {"values": [plain(value) for value in spread.values]}
    return {name: getattr(spread, name) for name in RANGED[1:]}


def _axis(record: object) -> Axis:
    """An axis of listed values, or of values between two ends."""
    if isinstance(record, Mapping) and "values" in record:
        fields = check_fields(record, ("name", "values"), "an axis of listed values")
        return Axis(fields["name"], Listed(fields["values"]))
    optional = {"scale": "linear", "whole": False}
    fields = dict(check_fields(record, RANGED, "an axis between two ends", optional))
    if not isinstance(fields["whole"], bool):
        raise ValueError(f"whole must be true or false; got {written(fields['whole'])}")
    return Axis(fields.pop("name"), Ranged(**fields))

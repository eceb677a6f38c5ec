"""TrainConfig as a dictionary of plain values, as JSON holds them, and back."""

import dataclasses
from typing import Any

from mlp_core._checks import check_fields
from mlp_core.config import TrainConfig

CONFIG_FIELDS = tuple(field.name for field in dataclasses.fields(TrainConfig))


def config_to_dict(config: TrainConfig) -> dict[str, Any]:
    """Every field by its name; ``units`` as a list."""
    return dataclasses.asdict(config) | {"units": list(config.units)}


def config_from_dict(record: object) -> TrainConfig:
    """The configuration that ``config_to_dict`` made ``record`` of.

    No field may be missing: a default filled in would be today's, not that of the training.
    Raises ``ValueError`` naming missing and unknown fields, or for a value off limits.
    """
    fields = check_fields(record, CONFIG_FIELDS, "the configuration")
    for name in ("activation", "loss", "dataset", "scaling"):
        if not isinstance(fields[name], str):
            raise ValueError(f"{name} must be a name; got {type(fields[name]).__name__}")
    return TrainConfig(**fields)

"""Every data set that is loaded by its name, with a small run on it."""

import dataclasses

from mlp_core import DATASETS, TrainConfig
from mlp_core.data.catalogue import facts_of

# A table that somebody hands in is in its file, and nowhere else.
NAMES = [name for name in DATASETS if facts_of(name, {}) is not None]
# What makes of each set that has them another one than the default.
OTHERWISE = {"n_rows": 60, "noise": 0.15, "classes": 4, "seed": 3, "target_scaling": "standard"}


def small_config(name: str, **settings: object) -> TrainConfig:
    """Two epochs of a small network on the set, drawn with other parameters than the default."""
    record = DATASETS[name]
    parameters = {key: OTHERWISE[key] for key in record.parameters if key in OTHERWISE}
    facts = facts_of(name, parameters)
    config = TrainConfig(
        (facts.units_in, 5, facts.units_out),
        0.01,
        2,
        batch_size=10,
        loss="squared_error" if facts.is_regression else "softmax_cross_entropy",
        dataset=name,
        scaling="standard",
        data_parameters=parameters,
    )
    return dataclasses.replace(config, **settings)

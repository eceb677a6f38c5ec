"""Sweeps of every kind, and results made up, to be written and read back."""

import dataclasses
import math
import zlib

import numpy as np

from mlp_core import QUESTION_2, TrainConfig
from mlp_core.experiments.sweeps.plan.axis import Axis
from mlp_core.experiments.sweeps.plan.objective import Objective
from mlp_core.experiments.sweeps.plan.spreads import Listed, Ranged
from mlp_core.experiments.sweeps.plan.sweep import Halving, Sweep
from mlp_core.experiments.sweeps.result import NAMES, Maker, Result
from tests.every_set import NAMES as SETS
from tests.every_set import small_config

BASE = TrainConfig((64, 5, 10), 0.01, epochs=3, split={"validation_size": 0.2})
RATES = Axis("learning_rate", Listed((0.1, 0.01, 1 / 3)))
MAKER = Maker("compiled", "A Processor @ 3.0", "python 3.11.7, numpy 2.4.0, numba 0.65.0")


def every_sweep() -> dict[str, Sweep]:
    """By what it is about."""
    moons = small_config("moons", data_parameters={"noise": 0.3, "features": ("x1", "x1x2")})
    found = {
        "nothing but a base": Sweep(QUESTION_2, ()),
        "a list": Sweep(BASE, (RATES,)),
        "two axes and seeds": Sweep(
            BASE, (RATES, Axis("batch_size", Ranged(1, 64, 4, "log", whole=True))), repeats=5
        ),
        "layers": Sweep(BASE, (Axis("units", Listed(((64, 10), (64, 8, 4, 10)))),)),
        "names, and yes or no": Sweep(
            BASE,
            (
                Axis("activation", Listed(("tanh", "relu"))),
                Axis("shuffle", Listed((True, False))),
                Axis("scaling", Listed(("none", "standard"))),
            ),
        ),
        "parameters of the set": Sweep(
            moons,
            (
                Axis("data.noise", Ranged(0.0, 0.5, 6)),
                Axis("data.features", Listed((("x1", "x2"), ("x1", "x2", "x1x2")))),
                Axis("split.seed", Listed((1, 2))),
            ),
        ),
        "draws": Sweep(BASE, (Axis("alpha", Ranged(1e-6, 1.0, 9, "log")), RATES), draws=100),
        "halving": Sweep(
            dataclasses.replace(BASE, epochs=27),
            (RATES,),
            halving=Halving(1, 3),
            objective=Objective("validation_loss", "best"),
        ),
    }
    return found | {name: Sweep(small_config(name), (RATES,)) for name in SETS}


def make_result(config: TrainConfig, n_epochs: int = 3, **changes: object) -> Result:
    """A result with numbers that no other configuration has, some as odd as they come."""
    rng = np.random.default_rng(zlib.crc32(repr(config).encode()))
    figures = rng.uniform(0.0, 1.0, (n_epochs, len(NAMES)))
    figures[:, 0] = np.arange(1, n_epochs + 1)
    named = {name: figures[:, k] for k, name in enumerate(NAMES)}
    named["learning_rate"][:] = named["base_rate"][:] = config.learning_rate
    if n_epochs:
        named["total_loss"][0] = 1.7976931348623157e308
        named["train_loss"][0] = 5e-324
        named["test_accuracy"][-1] = -123.456e70
    if not config.split.get("validation_size"):
        named["validation_loss"][:] = named["validation_accuracy"][:] = math.nan
    return dataclasses.replace(Result(config, figures, "finished", "", MAKER), **changes)

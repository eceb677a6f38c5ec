"""The door of the engines: which there are, and which trains what.

All train the same numbers up to rounding; ``slices`` says how one drives them.
"""

from typing import Literal

from mlp_core._checks import look_up
from mlp_core.checkpoint import Checkpoint
from mlp_core.config import QUESTION_2, TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.engines.compiled.engine import CompiledEngine, needs_of
from mlp_core.engines.compiled.engine import why_not_compiled as why_not_compiled
from mlp_core.engines.compiled.loader import LOADER
from mlp_core.engines.numpy_engine import NumpyEngine

EngineName = Literal["compiled", "numpy"]
Engine = NumpyEngine | CompiledEngine
ENGINES: dict[str, type[NumpyEngine] | type[CompiledEngine]] = {
    "compiled": CompiledEngine,
    "numpy": NumpyEngine,
}


def prepare(config: TrainConfig = QUESTION_2) -> None:
    """Begin to compile in the background what ``config`` needs; else a run waits for seconds."""
    LOADER.prepare(needs_of(config))


def prepared(config: TrainConfig, timeout: float = 0.0) -> bool:
    """Whether all that is compiled for it, or cannot be, within ``timeout`` seconds."""
    return LOADER.loaded(needs_of(config), timeout)


def fastest_engine(config: TrainConfig) -> EngineName:
    """The engine that trains this where none is named; waits for the compiler where need be."""
    return "numpy" if why_not_compiled(config) else "compiled"


def engine_by_now(name: str | None, config: TrainConfig) -> str | None:
    """The engine called ``name``, or the fastest; None while the compiler is still at work."""
    if name == "numpy" or prepared(config):
        return name or fastest_engine(config)
    return None


def open_engine(
    name: str | None, config: TrainConfig, dataset: Dataset, start: Checkpoint
) -> Engine:
    """The engine called ``name``, or the fastest for ``config`` that this machine has."""
    return look_up(ENGINES, name or fastest_engine(config), "engine")(config, dataset, start)

"""Calling what loops are made of both ways: compiled, as the kernels do, and as plain Python."""

import numba
import numpy as np

from mlp_core.engines.compiled.catalogue import FUNCTIONS
from mlp_core.engines.compiled.loader import LOADER, Need

# The compiler settings of the kernels; without a cache, since a test may change.
compiled = numba.njit(error_model="numpy", fastmath={"contract", "reassoc"})
WAYS = ["compiled", "python"]


def loop(kind: str, name: str, way: str, values: str = "float64"):
    """A loop of the catalogue, which takes arrays and numbers, compiled or as it stands there."""
    if way == "python":
        return FUNCTIONS[kind][name]
    found = LOADER.load([Need(kind, name, "loop", values)])[kind, name]

    def call(*arguments):
        return found.call(
            *(item.ctypes.data if isinstance(item, np.ndarray) else item for item in arguments)
        )

    return call


# Units in the last place: the functions are within two of the exact value, math's within one.
MAX_ULPS = 3.0


def assert_within_ulps(values: np.ndarray, exact: np.ndarray, n: float = MAX_ULPS) -> None:
    assert np.max(np.abs(values - exact) / np.spacing(np.abs(exact))) <= n


def over_a_wide_range(largest: float) -> np.ndarray:
    """Both signs: evenly up to ``largest``, and every size from there to the smallest number."""
    rng = np.random.default_rng(0)
    sizes = 10.0 ** rng.uniform(-320.0, np.log10(largest), size=3000)
    return np.concatenate([rng.uniform(-largest, largest, size=3000), sizes, -sizes])

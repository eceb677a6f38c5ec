"""The versions of what computed a run: other versions may round otherwise."""

import importlib.metadata
import platform
from collections.abc import Mapping
from contextlib import suppress
from functools import cache

import numpy as np

from mlp_core.experiments.runs.text_limits import MAX_VERSION


@cache
def versions_of(engine: str) -> dict[str, str]:
    """The versions of what ``engine`` computes with."""
    versions = {"python": platform.python_version(), "numpy": np.__version__}
    # An installation may lack what says so, and training is not to fail for it.
    with suppress(importlib.metadata.PackageNotFoundError):
        if engine == "compiled":
            versions["numba"] = importlib.metadata.version("numba")
    return versions


def joined_versions(
    before: Mapping[str, str], now: Mapping[str, str], epoch: int
) -> dict[str, str]:
    """The versions of a run that those of ``before`` began and those of ``now`` go on with.

    ``epoch`` is the first that those of now compute: "2.0.0, from epoch 5 2.1.0".
    """
    if epoch == 1:
        return dict(now)
    changed = {
        name: _joined(before.get(name, "unknown"), version, epoch)
        for name, version in now.items()
        if before.get(name, "unknown").rpartition(" ")[2] != version
    }
    return {**before, **changed}


def _joined(before: str, version: str, epoch: int) -> str:
    last = f", from epoch {epoch} {version}"
    if len(before + last) <= MAX_VERSION:
        return before + last
    return f"{before.partition(',')[0]}, …{last}"[:MAX_VERSION]

"""Where numba keeps what it has compiled: beside the sources, or at home."""

import contextlib
import hashlib
import os
import shutil
from pathlib import Path


def cache_folder() -> Path | None:
    """A folder for this state of the sources, beside them or at home; None where neither.

    numba compiles anew when the file of a cached function changes, but not when a file that it
    imports does: so each state of these files has a cache of its own.
    """
    sources = Path(__file__).parent
    content = b"".join(path.read_bytes() for path in sorted(sources.glob("*.py")))
    state = hashlib.sha256(content).hexdigest()[:16]
    for place in (sources / "__pycache__", Path("~/.cache/mlp-explorer").expanduser()):
        folder = place / state
        with contextlib.suppress(OSError, RuntimeError):
            folder.mkdir(parents=True, exist_ok=True)
            if os.access(folder, os.W_OK):
                return folder
    return None


def forget_cache() -> None:
    """Remove what numba has kept of this state of the sources, as far as that can be removed."""
    folder = cache_folder()
    if folder is not None:
        shutil.rmtree(folder, ignore_errors=True)

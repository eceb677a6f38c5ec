"""Compiling the kernels: once in a process, from numba's cache where there is one.

The first compilation on a machine takes some seconds, so an app calls ``prepare`` when it
starts. Where numba is missing or fails, there are no kernels but a reason why.
"""

import contextlib
import hashlib
import logging
import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

ROWS, INDICES = "float64[:,::1]", "uint64[::1]"
# activation, loss, layout, P, H, G
NETWORK = "int64, int64, uint64[:,::1], float64[::1], float64[::1], float64[::1]"
# The arguments of each kernel, in their order.
SIGNATURES = {
    "train_rows": f"({ROWS}, {ROWS}, {INDICES}, uint64, uint64, uint64, float64, {NETWORK}, "
    f"float64[::1], float64[::1], {INDICES}, int64, float64[:,::1], int64[::1])",
    "evaluate_rows": f"({ROWS}, {ROWS}, {INDICES}, {INDICES}, uint64, uint64, {NETWORK})",
}


class Kernels(NamedTuple):
    """The functions of ``kernels``, compiled, and the names in the order of their codes."""

    train_rows: Callable[..., tuple[float, int]]
    evaluate_rows: Callable[..., tuple[float, int]]
    activations: tuple[str, ...] = ()
    losses: tuple[str, ...] = ()
    optimizers: tuple[str, ...] = ()


_lock = threading.Lock()
_loader: threading.Thread | None = None
_done = threading.Event()
_outcome: Kernels | str = "they have not been compiled yet"


def prepare() -> None:
    """Begin to load the kernels in the background, if nobody has yet."""
    global _loader
    with _lock:
        if _loader is None:
            _loader = threading.Thread(target=_load, name="prepare the engine", daemon=True)
            _loader.start()


def load() -> Kernels | None:
    """The kernels, waited for if need be; None where ``why_missing`` has a reason."""
    prepare()
    _done.wait()
    return None if isinstance(_outcome, str) else _outcome


def loaded(timeout: float = 0.0) -> bool:
    """Whether ``load`` would return at once, within ``timeout`` seconds."""
    return _done.wait(timeout)


def why_missing() -> str:
    """Why there are no kernels; empty where there are."""
    return _outcome if isinstance(_outcome, str) else ""


def _load() -> None:
    global _outcome
    _outcome = _compile_or_reason()
    _done.set()


def _compile_or_reason() -> Kernels | str:
    try:
        import numba
    except Exception as error:  # a broken installation raises more than ImportError
        return f"numba, which compiles it, cannot be imported ({error})"
    if numba.config.DISABLE_JIT:
        return "numba's compiler is switched off (NUMBA_DISABLE_JIT)"
    log = logging.getLogger(__name__)
    try:
        return _compile(cache=True)
    except Exception:  # a cache can be broken in as many ways as a file
        log.warning("making numba's cache anew", exc_info=True)
        _forget_cache()
    try:
        return _compile(cache=True)
    except Exception:
        log.warning("compiling without numba's cache", exc_info=True)
    try:
        return _compile(cache=False)
    except Exception as error:  # a page tells it, and NumPy does the work
        log.exception("numba cannot compile the engine")
        return f"numba could not compile it ({type(error).__name__})"


def _compile(cache: bool) -> Kernels:
    import numba

    from mlp_core.engines.compiled import functions, kernels, updates

    options: dict[str, Any] = {
        "nogil": True,
        "error_model": "numpy",
        "fastmath": {"contract", "reassoc"},
    }
    cache_folder = _cache_folder()
    options["cache"] = cache and cache_folder is not None
    numba.config.CACHE_DIR = str(cache_folder or "")
    compiled = {
        name: numba.njit(signature, **options)(getattr(kernels, name))
        for name, signature in SIGNATURES.items()
    }
    tables = functions.ACTIVATION_LOOPS, functions.LOSS_LOOPS, updates.UPDATE_LOOPS
    names = [tuple(loops) for loops in tables]
    return Kernels(compiled["train_rows"], compiled["evaluate_rows"], *names)


def _cache_folder() -> Path | None:
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


def _forget_cache() -> None:
    """Remove what numba has kept of this state of the sources, as far as that can be removed."""
    folder = _cache_folder()
    if folder is not None:
        shutil.rmtree(folder, ignore_errors=True)

"""Compiling the kernels: once in a process, from numba's cache where there is one.

The first compilation on a machine takes some seconds, so an app calls ``prepare`` when it
starts. Where numba is missing or fails, there are no kernels but a reason why. What walks need is
loaded apart from what epochs need: nobody waits for what he does not use.
"""

import contextlib
import hashlib
import importlib
import logging
import os
import shutil
import threading
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

ROWS, NUMBERS, INDICES = "float64[:,::1]", "float64[::1]", "uint64[::1]"
# loss, layout, P, H, Z, G
NETWORK = f"int64, uint64[:,::1], {NUMBERS}, {NUMBERS}, {NUMBERS}, {NUMBERS}"
# optimizer, options, M, steps
OPTIMIZER = f"int64, {NUMBERS}, {ROWS}, int64[::1]"
log = logging.getLogger(__name__)


class Kernels(NamedTuple):
    """Compiled functions by their names, and the names of loops in the order of their codes."""

    functions: Mapping[str, Callable[..., Any]]
    activations: tuple[str, ...] = ()
    losses: tuple[str, ...] = ()
    optimizers: tuple[str, ...] = ()

    def lacks(self, activations: Iterable[str], loss: str, optimizer: str) -> str:
        """What of these has no loop, for after a colon; empty where all have one."""
        asked = [("activation", name, self.activations) for name in dict.fromkeys(activations)]
        asked += [("loss", loss, self.losses), ("optimizer", optimizer, self.optimizers)]
        missing = [f"the {kind} {name}" for kind, name, loops in asked if name not in loops]
        return f"there is no compiled loop for {' and '.join(missing)}" if missing else ""


class Loader:
    """Loads the kernels of one file, given with the arguments of each in their order."""

    def __init__(self, module: str, signatures: Mapping[str, str]) -> None:
        self.module, self.signatures = module, signatures
        self.outcome: Kernels | str = "they have not been compiled yet"
        self.done = threading.Event()
        self.thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def prepare(self) -> None:
        """Begin to load the kernels in the background, if nobody has yet."""
        with self._lock:
            if self.thread is None:
                name = f"prepare the {self.module}"
                self.thread = threading.Thread(target=self._load, name=name, daemon=True)
                self.thread.start()

    def load(self) -> Kernels | None:
        """The kernels, waited for if need be; None where ``why_missing`` has a reason."""
        self.prepare()
        self.done.wait()
        return None if isinstance(self.outcome, str) else self.outcome

    def loaded(self, timeout: float = 0.0) -> bool:
        """Whether ``load`` would return at once, within ``timeout`` seconds."""
        return self.done.wait(timeout)

    def why_missing(self) -> str:
        """Why there are no kernels; empty where there are."""
        return self.outcome if isinstance(self.outcome, str) else ""

    def _load(self) -> None:
        self.outcome = self.kernels_or_reason()
        self.done.set()

    def kernels_or_reason(self) -> Kernels | str:
        """What loading comes to, whatever state numba and its cache are in."""
        try:
            import numba
        except Exception as error:  # a broken installation raises more than ImportError
            return f"numba, which compiles it, cannot be imported ({error})"
        if numba.config.DISABLE_JIT:
            return "numba's compiler is switched off (NUMBA_DISABLE_JIT)"
        try:
            return self.compile(cache=True)
        except Exception:  # a cache can be broken in as many ways as a file
            log.warning("making numba's cache anew", exc_info=True)
            _forget_cache()
        try:
            return self.compile(cache=True)
        except Exception:
            log.warning("compiling without numba's cache", exc_info=True)
        try:
            return self.compile(cache=False)
        except Exception as error:  # a page tells it, and NumPy does the work
            log.exception("numba cannot compile the engine")
            return f"numba could not compile it ({type(error).__name__})"

    def compile(self, cache: bool) -> Kernels:
        """The kernels; raises whatever numba does."""
        import numba

        from mlp_core.engines.compiled import activation_loops, functions, loss_loops, updates

        source = importlib.import_module(f"mlp_core.engines.compiled.{self.module}")
        cache_folder = _cache_folder()
        numba.config.CACHE_DIR = str(cache_folder or "")
        options = {**functions.LOOSELY, "nogil": True, "cache": cache and cache_folder is not None}
        compiled = {
            name: numba.njit(signature, **options)(getattr(source, name))
            for name, signature in self.signatures.items()
        }
        tables = activation_loops.ACTIVATION_LOOPS, loss_loops.LOSS_LOOPS, updates.UPDATE_LOOPS
        return Kernels(compiled, *(tuple(loops) for loops in tables))


EPOCHS = Loader(
    "kernels",
    {
        "train_rows": f"({ROWS}, {ROWS}, {INDICES}, uint64, uint64, uint64, float64, float64, "
        f"{NETWORK}, {NUMBERS}, {NUMBERS}, {INDICES}, {OPTIMIZER})",
        "evaluate_rows": f"({ROWS}, {ROWS}, {INDICES}, {INDICES}, uint64, uint64, boolean, "
        f"{NETWORK})",
    },
)
WALKS = Loader(
    "steps",
    {
        "walk_steps": f"({ROWS}, {ROWS}, {INDICES}, uint64, {NUMBERS}, boolean, float64, float64, "
        f"boolean, float64, {NETWORK}, {NUMBERS}, {OPTIMIZER})",
    },
)


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

"""Compiling functions: each when it is first asked for, from numba's cache where it has been.

The first of them take some seconds, so an app calls ``prepare`` when it starts. Where numba is
missing or fails, there are no functions but a reason why.
"""

import ctypes
import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from numpy.typing import NDArray

from mlp_core.engines.compiled import cache

# The kinds of an activation's two loops.
ACTIVATION = ("activate", "times_slope")
log = logging.getLogger(__name__)


class Need(NamedTuple):
    """A function by its kind and its name among them, for numbers of the type ``values``.

    ``what`` and ``name`` say in words what is missing where there is no such function.
    """

    kind: str
    name: str
    what: str
    values: str = "float64"


class Compiled(NamedTuple):
    """A function as machine code, by numba, and how Python calls it: with ``addresses`` of arrays,
    and without the interpreter lock."""

    code: Any
    call: Callable[..., Any]

    @property
    def address(self) -> int:
        """Where it lies in memory, which is what other compiled functions call."""
        return int(self.code.address)


# By kind and name.
Functions = dict[tuple[str, str], Compiled]


class _Task:
    """A function that is being compiled, until it is ``done``; then a reason where it failed."""

    def __init__(self) -> None:
        self.done = threading.Event()
        self.outcome: Compiled | str = ""


class Loader:
    """Compiles functions in the background, each once in a process."""

    def __init__(self) -> None:
        self._tasks: dict[Need, _Task] = {}
        self._lock, self._compiling = threading.Lock(), threading.Lock()

    def prepare(self, needs: Iterable[Need]) -> None:
        """Begin to compile those of ``needs`` that nobody has asked for yet."""
        with self._lock:
            new = {need: _Task() for need in needs if need not in self._tasks}
            self._tasks.update(new)
        if new:
            name = f"compile {', '.join(need.name for need in new)}"
            threading.Thread(target=self._work, args=(new,), name=name, daemon=True).start()

    def load(self, needs: Iterable[Need]) -> Functions | None:
        """The functions, waited for if need be; None where ``why_missing`` has a reason."""
        outcomes = self._outcomes(needs).items()
        found = {need[:2]: item for need, item in outcomes if isinstance(item, Compiled)}
        return found if len(found) == len(outcomes) else None

    def loaded(self, needs: Iterable[Need], timeout: float = 0.0) -> bool:
        """Whether ``load`` would return at once, within ``timeout`` seconds."""
        end, needs = time.monotonic() + timeout, tuple(needs)
        tasks = [self._tasks.get(need) for need in needs]
        return all(task and task.done.wait(max(0.0, end - time.monotonic())) for task in tasks)

    def why_missing(self, needs: Iterable[Need]) -> str:
        """Why there are none of some, for after a colon; empty where all are. Waits as ``load``."""
        outcomes = self._outcomes(needs)
        reasons = [item for item in outcomes.values() if isinstance(item, str)]
        lacking = [f"the {need.what} {need.name}" for need, item in outcomes.items() if item == ""]
        if lacking:
            return f"there is no compiled loop for {' and '.join(dict.fromkeys(lacking))}"
        return next(iter(reasons), "")

    def _outcomes(self, needs: Iterable[Need]) -> dict[Need, Compiled | str]:
        needs = tuple(needs)
        self.prepare(needs)
        for need in needs:
            self._tasks[need].done.wait()
        return {need: self._tasks[need].outcome for need in needs}

    def _work(self, tasks: Mapping[Need, _Task]) -> None:
        for need, task in tasks.items():
            with self._compiling:
                task.outcome = self.compiled_or_reason(need)
            task.done.set()

    def compiled_or_reason(self, need: Need) -> Compiled | str:
        """What loading comes to, whatever state numba and its cache are in; empty where there is
        nothing to compile by this name."""
        try:
            import numba
        except Exception as error:  # a broken installation raises more than ImportError
            return f"numba, which compiles it, cannot be imported ({error})"
        if numba.config.DISABLE_JIT:
            return "numba's compiler is switched off (NUMBA_DISABLE_JIT)"
        try:
            return self.compile(need, cached=True)
        except Exception:  # a cache can be broken in as many ways as a file
            log.warning("making numba's cache anew", exc_info=True)
            cache.forget_cache()
        try:
            return self.compile(need, cached=True)
        except Exception:
            log.warning("compiling without numba's cache", exc_info=True)
        try:
            return self.compile(need, cached=False)
        except Exception as error:  # a page tells it, and NumPy does the work
            log.exception("numba cannot compile the engine")
            return f"numba could not compile it ({type(error).__name__})"

    def compile(self, need: Need, cached: bool) -> Compiled | str:
        """The function, or "" where there is none of this name; raises whatever numba does."""
        import numba

        from mlp_core.engines.compiled import calls, catalogue, functions

        if need.name not in catalogue.FUNCTIONS[need.kind]:
            return ""
        folder = cache.cache_folder()
        numba.config.CACHE_DIR = str(folder or "")
        options = {**functions.CALLED_FROM_C, "cache": cached and folder is not None}
        signature = calls.signature_of(need.kind, need.values)
        compiled = numba.cfunc(signature, **options)(catalogue.FUNCTIONS[need.kind][need.name])
        types = [_from_python(item) for item in (signature.return_type, *signature.args)]
        return Compiled(compiled, ctypes.CFUNCTYPE(*types)(compiled.address))


LOADER = Loader()


def network_needs(activations: Iterable[str], loss: str, values: str) -> list[Need]:
    """What every network needs: both loops of each activation, and that of the loss."""
    names = dict.fromkeys(activations)
    loops = [Need(kind, name, "activation", values) for name in names for kind in ACTIVATION]
    return [*loops, Need("loss", loss, "loss", values)]


def loops_of(activations: Iterable[str], functions: Functions) -> list[tuple[int, int]]:
    """The addresses of both loops of each, as a layout is given them."""
    first, second = ACTIVATION
    return [(functions[first, n].address, functions[second, n].address) for n in activations]


def blas(values: str) -> int:
    """The address of BLAS's product of matrices of such numbers."""
    from numba.extending import get_cython_function_address

    name = {"float64": "dgemm", "float32": "sgemm"}[values]
    return int(get_cython_function_address("scipy.linalg.cython_blas", name))


def addresses(*arrays: NDArray[Any]) -> tuple[int, ...]:
    """Where arrays begin in memory, for as long as somebody keeps them."""
    return tuple(array.ctypes.data for array in arrays)


def _from_python(item: Any) -> Any:
    """What Python hands over for a type of numba's; for a pointer an address."""
    from numba import types

    numbers = {types.void: None, types.int64: ctypes.c_int64, types.float64: ctypes.c_double}
    return ctypes.c_void_p if isinstance(item, types.CPointer) else numbers[item]

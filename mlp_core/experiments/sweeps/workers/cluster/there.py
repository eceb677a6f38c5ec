"""What is sent to a cluster ahead of all else, as the text of this file: our code, and its caller.

It runs on machines where nothing of ours is, in the scheduler and in the workers, whatever their
version of Python: so it imports the standard library alone, and distributed within functions. The
text travels, not a pickle of functions, which another version of Python could not read; who gets
it keeps it as a module.
"""

import hashlib
import importlib
import io
import shutil
import sys
import tempfile
import threading
import types
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# Where it was sent, this was set before anything ran.
SOURCE: str = globals().get("SOURCE") or Path(__file__).read_text(encoding="utf-8")
MODULE = f"_mlp_explorer_{hashlib.sha256(SOURCE.encode()).hexdigest()[:16]}"
# What pickle has another process evaluate to get one of the things below.
BEGIN = """
import sys, types
if where not in sys.modules:
    module = types.ModuleType(where)
    module.SOURCE = source
    exec(compile(source, where, "exec"), module.__dict__)
    sys.modules[where] = module
"""
MADE = "exec(begin) or getattr(__import__('sys').modules[where], name)(*arguments)"
PACKAGE = "mlp_core"


def sent(name: str, *arguments: object) -> tuple[Any, ...]:
    """What ``__reduce__`` says of that which ``name`` makes of ``arguments`` in this module."""
    names = {"begin": BEGIN, "where": MODULE, "source": SOURCE}
    return eval, (MADE, {**names, "name": name, "arguments": arguments})


class Call:
    """Calls a function of ours on a worker that was given the code of that ``state``.

    The function gets a question first, whether anybody still waits for its answer, then the
    arguments. The answer is the worker's address, why it cannot be had (or nothing), and itself.
    """

    def __init__(self, state: str, function: str) -> None:
        self.state, self.function = state, function

    def __reduce__(self) -> tuple[Any, ...]:
        return sent("Call", self.state, self.function)

    def __call__(self, *arguments: bytes) -> tuple[str, str, bytes]:
        from distributed import get_worker

        worker: Any = get_worker()
        key = worker.get_current_task()

        def is_wanted() -> bool:
            task = worker.state.tasks.get(key)
            return task is not None and task.state != "cancelled"

        try:
            with code_of(worker, self.state):
                module, _, name = self.function.rpartition(".")
                function: Callable[..., bytes] = getattr(importlib.import_module(module), name)
                return worker.address, "", function(is_wanted, *arguments)
        except Exception as error:  # whatever it is, another worker may do better
            return worker.address, f"{type(error).__name__}: {error}", b""


def code_plugin(state: str, packed: bytes) -> Any:
    """A plugin that gives the code of that ``state`` to each worker, to those that join late too.

    The worker keeps it, and what numba makes of it, in a folder of its own in the user's cache.
    """
    from distributed.diagnostics.plugin import WorkerPlugin

    class Code(WorkerPlugin):  # type: ignore[misc]
        name = plugin_name(state)
        idempotent = True
        folder: Path | None = None
        reason = ""

        def setup(self, worker: Any) -> None:
            try:
                self.folder = unpacked(state, packed)
            except Exception as error:  # told by the first call
                self.reason = f"{type(error).__name__}: {error}"

        def __reduce__(self) -> tuple[Any, ...]:
            return sent("code_plugin", state, packed)

    return Code()


def plugin_name(state: str) -> str:
    return f"mlp-explorer-{state}"


def state_of(files: dict[str, bytes]) -> str:
    """What tells files with other contents, or of other names, apart."""
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        digest.update(f"{len(name)} {name} {len(content)} ".encode() + content)
    return digest.hexdigest()[:32]


def files_in(folder: Path) -> dict[str, bytes]:
    """The files of a package by their names in it, without what Python and numba made of them."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def unpacked(state: str, packed: bytes) -> Path:
    """A folder with our package of that ``state`` in it, written where it is not there yet."""
    rooms: list[Callable[[], Path]] = [
        lambda: Path("~/.cache/mlp-explorer/code").expanduser(),
        # Where there is no home that can be written: for this process alone.
        lambda: Path(tempfile.mkdtemp(prefix="mlp-explorer-")),
    ]
    reason = OSError("there is nowhere to write to")
    for room in rooms:
        try:
            folder = room() / state
            if not _holds(folder, state):
                _write(folder, packed)
            if _holds(folder, state):
                return folder
        except (OSError, RuntimeError) as error:
            reason = OSError(str(error))
    raise reason


def _holds(folder: Path, state: str) -> bool:
    return folder.is_dir() and state_of(files_in(folder / PACKAGE)) == state


def _write(folder: Path, packed: bytes) -> None:
    """Write all of it beside, then give it its name: nobody ever finds half of it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f"{folder.name}-", dir=folder.parent))
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            archive.extractall(beside / PACKAGE)
        if folder.is_dir():  # somebody changed what is in it
            folder.rename(beside / "before")
        try:
            beside.rename(folder)
        except OSError:
            if not folder.is_dir():  # else another process was faster
                raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)


@contextmanager
def code_of(worker: Any, state: str) -> Iterator[None]:
    """Have ``import mlp_core`` mean the code of that ``state``, which no other may be meanwhile."""
    plugin = worker.plugins.get(plugin_name(state))
    if plugin is None or plugin.reason:
        raise RuntimeError(f"it could not be given the code ({plugin and plugin.reason})")
    here: Any = sys.modules.setdefault("_mlp_explorer_here", types.ModuleType("_mlp_explorer_here"))
    lock = here.__dict__.setdefault("lock", threading.Lock())
    with lock:
        if here.__dict__.setdefault("folder", None) != plugin.folder:
            if here.__dict__.setdefault("n_calls", 0):
                raise RuntimeError("it trains for another version of MLP Explorer just now")
            _change(here.folder, plugin.folder)
            here.folder = plugin.folder
        here.n_calls = here.__dict__.get("n_calls", 0) + 1
    try:
        yield
    finally:
        with lock:
            here.n_calls -= 1


def _change(before: Path | None, now: Path) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
        del sys.modules[name]
    sys.path[:] = [str(now), *(entry for entry in sys.path if entry != str(before))]
    importlib.invalidate_caches()
    found = importlib.import_module(PACKAGE)
    if not Path(str(found.__file__)).is_relative_to(now):
        raise RuntimeError(f"it imports {PACKAGE} from elsewhere ({found.__file__})")

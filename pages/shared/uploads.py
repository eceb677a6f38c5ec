"""Files that visitors send: let go of once they are read, and bounded where strangers send them.

Streamlit keeps whatever a session sends until the session ends, whether or not a page asked for
it: anybody who can open a page can fill the memory of the server.
"""

import threading
from functools import cache

from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from mlp_core.hosted import is_hosted

# A file is read within a second of its coming, and the largest has 6 MB.
BYTES_OF_A_SESSION = 16_000_000
BYTES_OF_ALL = 96_000_000
# What a file counts for at least: an empty one takes room, too.
LEAST_BYTES = 100_000

Key = tuple[str, str]


def let_go() -> None:
    """Forget all that this session has sent; call it when the page has read it."""
    context = get_script_run_ctx()
    context.uploaded_file_mgr.remove_session_files(context.session_id)


@cache
def bound_once() -> None:
    """Bound what this server keeps, where strangers share it."""
    if is_hosted():
        bound(get_script_run_ctx().uploaded_file_mgr, BYTES_OF_A_SESSION, BYTES_OF_ALL)


def bound(manager: MemoryUploadedFileManager, of_a_session: int, of_all: int) -> None:
    """Let ``manager`` forget the oldest files, a session's own first, to stay within the bytes."""
    add, lock, order = manager.add_file, threading.Lock(), list[Key]()

    def add_file(session_id: str, file: UploadedFileRec) -> None:
        with lock:
            new = session_id, file.file_id
            held = _sizes(manager) | {new: _size(file)}
            order[:] = [key for key in order if key in held and key != new]
            own = [key for key in order if key[0] == session_id]
            while own and sum(held[key] for key in held if key[0] == session_id) > of_a_session:
                _forget(manager, own.pop(0), held)
            while len(held) > 1 and sum(held.values()) > of_all:
                _forget(manager, next(key for key in order if key in held), held)
            add(session_id, file)
            order.append(new)

    manager.add_file = add_file


def _sizes(manager: MemoryUploadedFileManager) -> dict[Key, int]:
    return {
        (session_id, file_id): _size(file)
        for session_id, files in list(manager.file_storage.items())
        for file_id, file in list(files.items())
    }


def _size(file: UploadedFileRec) -> int:
    return max(len(file.data), LEAST_BYTES)


def _forget(manager: MemoryUploadedFileManager, key: Key, held: dict[Key, int]) -> None:
    manager.remove_file(*key)
    del held[key]

"""BLAS on one thread while a network is trained.

Of products of large matrices BLAS gives each of its threads a part, which rounds otherwise than
one thread does: a run would depend on how many cores a machine has, and on who else trains. Where
several trainings ask it at once, each waits for all the others.
"""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache

from threadpoolctl import ThreadpoolController

# A training that nobody holds any more may be let go of by this very thread, within.
_lock = threading.RLock()


class _Users:
    """Who wants it now: trainings overlap, and one that ends must not give the others threads."""

    n = 0
    limit = ExitStack()


@contextmanager
def single_blas() -> Iterator[None]:
    """One thread for all of this process within; as many as before when all are through.

    threadpoolctl heeds the thread alone that asked it first, while that one lives: where another is
    the last, BLAS keeps its one thread.
    """
    with _lock:
        if not _Users.n:
            _Users.limit.enter_context(_controller().limit(limits=1, user_api="blas"))
        _Users.n += 1
    try:
        yield
    finally:
        with _lock:
            _Users.n -= 1
            if not _Users.n:
                _Users.limit.close()


@cache
def _controller() -> ThreadpoolController:
    # What is not loaded yet cannot be limited; it is SciPy's that is asked from compiled code.
    import scipy.linalg  # noqa: F401

    return ThreadpoolController()

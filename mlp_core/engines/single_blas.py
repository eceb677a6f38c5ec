"""BLAS on one thread while a network is trained.

Of products of large matrices BLAS gives each of its threads a part, which rounds otherwise than
one thread does: a run would depend on how many cores a machine has, and on who else trains. Where
several trainings ask it at once, each waits for all the others.
"""

from contextlib import AbstractContextManager
from functools import cache

from threadpoolctl import ThreadpoolController


def single_blas() -> AbstractContextManager[object]:
    """One thread for all of this process within; then as many as before.

    Of threads that want it at the same time threadpoolctl heeds the first alone.
    """
    limits: AbstractContextManager[object] = _controller().limit(limits=1, user_api="blas")
    return limits


@cache
def _controller() -> ThreadpoolController:
    # What is not loaded yet cannot be limited; it is SciPy's that is asked from compiled code.
    import scipy.linalg  # noqa: F401

    return ThreadpoolController()

"""Fits by scikit-learn that may end before they have converged, without a warning of it."""

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from sklearn.exceptions import ConvergenceWarning

# Warning filters belong to the whole process: two threads changing them would undo each other.
_WARNING_FILTERS = threading.Lock()


@contextmanager
def unconverged_is_fine() -> Iterator[None]:
    """Within it no ConvergenceWarning is told; one thread at a time, the others wait."""
    with _WARNING_FILTERS, warnings.catch_warnings(action="ignore", category=ConvergenceWarning):
        yield

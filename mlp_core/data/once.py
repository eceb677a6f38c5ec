"""What is found out of a data set once, and is forgotten with it."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from mlp_core.data.dataset import Dataset

Found = TypeVar("Found")


def once_a_dataset(find: Callable[[Dataset], Found]) -> Callable[[Dataset], Found]:
    """``find``, asked once for each data set. It holds none: a set that is let go is let go."""
    known: WeakKeyDictionary[Dataset, Found] = WeakKeyDictionary()

    @wraps(find)
    def found(dataset: Dataset) -> Found:
        if dataset not in known:
            known[dataset] = find(dataset)
        return known[dataset]

    return found

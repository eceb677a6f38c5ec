"""What a worker of a cluster does with a bundle, once it has our code; and what it is sent."""

import pickle
from collections.abc import Callable, Sequence
from functools import partial

from mlp_core.experiments.sweeps.workers.bundle_training import Trained, train_bundle
from mlp_core.experiments.sweeps.workers.recent_sets import RecentSets
from mlp_core.experiments.sweeps.workers.training import Task

# The data sets of late in this worker, by what they were sent as.
SETS = RecentSets()


def packed_bundle(tasks: Sequence[Task], sets: Sequence[str]) -> tuple[bytes, list[str]]:
    """What ``train`` is sent, with the keys of the data sets that it is to be sent beside it.

    ``sets`` has the key of the set of each task.
    """
    keys = list(dict.fromkeys(sets))
    return pickle.dumps((tuple(tasks), [keys.index(key) for key in sets], keys)), keys


def train(is_wanted: Callable[[], bool], bundle: bytes, *sets: bytes) -> bytes:
    """Train a bundle on those data sets, each a pickle, for as long as it ``is_wanted``."""
    tasks, which, keys = pickle.loads(bundle)
    datasets = [SETS.get(keys[k], partial(pickle.loads, sets[k])) for k in which]
    return pickle.dumps(train_bundle(tasks, datasets, is_wanted))


def answer_of(packed: bytes) -> Trained:
    """What ``train`` came to, as whoever sent the bundle reads it."""
    trained: Trained = pickle.loads(packed)
    return trained

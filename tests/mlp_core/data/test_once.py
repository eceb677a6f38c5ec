"""What is found out of a data set once: asked once, and held no longer than the set itself."""

import gc
import weakref

from mlp_core.data.once import once_a_dataset
from tests.mlp_core.small_data import one_number


def test_a_set_is_asked_once_and_let_go():
    asked = []
    n_rows = once_a_dataset(lambda dataset: asked.append(1) or len(dataset.X_train))
    data = one_number([0.0, 1.0, 2.0], [0.0, 1.0])
    assert n_rows(data) == n_rows(data) == len(data.X_train)
    assert len(asked) == 1
    gone = weakref.ref(data)
    del data
    gc.collect()
    assert gone() is None

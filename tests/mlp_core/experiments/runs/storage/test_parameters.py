"""Parameters of runs as bytes, within a budget of them."""

import dataclasses
import io
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_core.experiments.runs.storage.parameters import from_bytes, kept_epochs, to_bytes
from mlp_core.experiments.runs.store import RunStore
from mlp_core.optimizers import OptimizerState
from tests.mlp_core.both_engines import as_bytes
from tests.mlp_core.stored import (
    CONFIG,
    make_checkpoint,
    make_parameters,
    make_run,
    make_scores,
    outside,
)

SIZE = 8 * (65 * 5 + 6 * 10)


def test_bytes_are_numpys_own_files_one_behind_the_other():
    weights, biases = make_parameters(1)
    stored = io.BytesIO(to_bytes((weights, biases)))
    for array in (weights[0], biases[0], weights[1], biases[1]):
        np.testing.assert_array_equal(np.load(stored, allow_pickle=False), array, strict=True)
    assert stored.read() == b""


@pytest.mark.parametrize("order", ["C", "F"])
def test_parameters_come_back_to_the_last_bit_in_new_arrays(order):
    parameters = tuple(
        [np.asarray(a, order=order) for a in arrays] for arrays in make_parameters(1)
    )
    loaded = from_bytes(to_bytes(parameters), CONFIG.units)
    assert as_bytes(loaded) == as_bytes(parameters)
    for array in (*loaded[0], *loaded[1]):
        assert array.flags.writeable
        # In the same order in memory, too: sums in another order would round differently.
        assert array.ndim == 1 or array.flags[f"{order}_CONTIGUOUS"]


@pytest.mark.parametrize(
    "stored",
    [
        b"garbage that is no array",
        pickle.dumps([1.0]),
        to_bytes(make_parameters(1))[:-8],
        to_bytes(make_parameters(1, (64, 10))),
        b"\x93NUMPY\x01\x00",
    ],
    ids=["garbage", "a pickle", "cut off", "another network", "a header alone"],
)
def test_bytes_that_are_no_such_parameters_are_refused(stored):
    with pytest.raises(ValueError, match=r"."):
        from_bytes(stored, CONFIG.units)


def test_objects_are_never_pickled():
    with pytest.raises(ValueError, match="Object arrays cannot be saved"):
        to_bytes(([np.array([None])], [np.zeros(1)]))


def test_the_bytes_of_a_checkpoint():
    plain = make_checkpoint(1)
    assert plain.n_bytes == SIZE == sum(a.nbytes for pair in make_parameters(1) for a in pair)
    state = OptimizerState({"first": make_parameters(2), "second": make_parameters(3)}, steps=7)
    assert dataclasses.replace(plain, state=state).n_bytes == 3 * SIZE


@pytest.mark.parametrize(
    ("budget", "kept"),
    [
        (100, range(1, 21)),
        # Room for seven: the first, the last and every fourth.
        (7, [1, 4, 8, 12, 16, 20]),
        (4, [1, 8, 16, 20]),
        (3, [1, 16, 20]),
        (2, [1, 20]),
        (0, [1, 20]),
    ],
)
def test_epochs_are_thinned_evenly(budget, kept):
    assert kept_epochs(range(1, 21), 1, budget) == set(kept)


@given(st.integers(1, 300), st.integers(1, 50), st.integers(0, 2000), st.lists(st.integers(1, 300)))
def test_what_is_kept_does_not_depend_on_how_it_came(n_epochs, size, budget, ends):
    at_once = kept_epochs(range(1, n_epochs + 1), size, budget)
    assert {1, n_epochs} <= at_once
    assert len(at_once) * size <= max(budget, 2 * size)
    in_pieces: set[int] = set()
    first = 1
    for end in [*sorted(end for end in ends if end < n_epochs), n_epochs]:
        if end >= first:
            in_pieces = kept_epochs(in_pieces | set(range(first, end + 1)), size, budget)
            first = end + 1
    assert in_pieces == at_once


def test_a_store_thins_what_it_keeps(tmp_path):
    store = RunStore(tmp_path / "runs.sqlite")
    store.parameters_bytes = 7 * SIZE
    run = make_run(state="running", ended=None)
    for epoch in range(1, 21):
        store.record(run, make_scores(1, epoch), [make_checkpoint(epoch)])
        kept = store.epochs_with_parameters("first")
        assert {1, epoch} <= set(kept)
        assert len(kept) <= 7
    assert kept == (1, 4, 8, 12, 16, 20)
    for epoch in kept:
        assert as_bytes(store.parameters("first", epoch)) == as_bytes(make_parameters(epoch))
    store.close()


def test_of_many_epochs_at_once_only_those_to_be_kept_are_written(tmp_path):
    path = tmp_path / "runs.sqlite"
    store = RunStore(path)
    store.parameters_bytes = 7 * SIZE
    epochs = [make_checkpoint(epoch) for epoch in range(1, 21)]
    store.record(make_run(), make_scores(20), epochs)
    assert store.epochs_with_parameters("first") == (1, 4, 8, 12, 16, 20)
    # Pages of what was written in between would be free now.
    assert outside(path, "PRAGMA freelist_count") == [(0,)]
    store.close()


def test_damaged_parameters_are_told_of(tmp_path):
    path = tmp_path / "runs.sqlite"
    store = RunStore(path)
    store.record(make_run(), make_scores(1), [make_checkpoint(1)])
    outside(path, "UPDATE parameters SET arrays = x'0102'")
    assert store.parameters("first") is None
    assert store.problem == "Parameters of a run are damaged, and cannot be shown."
    store.close()

"""Any epoch of a run: kept, or trained again from the nearest that is, to the same bits."""

import dataclasses
import itertools

import pytest

from mlp_core import TrainConfig, train
from mlp_core.experiments.jobs.recorded_job import recorded_job
from mlp_core.experiments.jobs.replay import film_of
from mlp_core.starting_point import starting_point
from tests.mlp_core.both_engines import as_bytes
from tests.mlp_core.compiling import without_compiler
from tests.mlp_core.small_data import few_digits
from tests.mlp_core.stored import CONFIG
from tests.mlp_core.waiting import finish

pytestmark = pytest.mark.usefixtures("kernels")
METHODS = {
    "plain": {},
    "adam": {"optimizer": "adam", "alpha": 0.1, "batch_size": 7},
    "divided": {"momentum": 0.5, "schedule": "adaptive", "n_iter_no_change": 1, "tol": 10.0},
}


@pytest.fixture(scope="module")
def small(digits):
    return few_digits(digits, 30, 20)


def recorded(store, config: TrainConfig, small):
    """A run of which the first and the last epoch are kept, and every epoch as it was."""
    store.parameters_bytes = 1
    job = recorded_job(store, config, small)
    job.resume()
    finish(job)
    epochs = list(train(config, small, engine=job.engine))
    return store.load(job.run_id), epochs


@pytest.mark.parametrize("engine", ["compiled", "numpy"])
@pytest.mark.parametrize("method", METHODS)
def test_every_epoch_is_there_to_the_last_bit(store, small, method, engine, monkeypatch):
    config = dataclasses.replace(CONFIG, epochs=6, **METHODS[method])
    with monkeypatch.context() as patch:
        if engine == "numpy":
            without_compiler(patch)
        run, epochs = recorded(store, config, small)
    assert run.engine == engine
    assert 3 not in store.epochs_with_parameters(run.id)
    film = film_of(store, run, small)
    for metrics in epochs:
        found = film.checkpoint(metrics.epoch)
        assert found.epoch == metrics.epoch
        assert as_bytes(found.parameters) == as_bytes(metrics.parameters)
        assert found.state.steps == metrics.state.steps
        for name, arrays in metrics.state.arrays.items():
            assert as_bytes(found.state.arrays[name]) == as_bytes(arrays)
    start = film.checkpoint(0)
    assert as_bytes(start.parameters) == as_bytes(starting_point(config, 30)[0])
    assert not any(array.any() for sets in start.state.arrays.values()
                   for array in itertools.chain(*sets))  # fmt: skip


def test_what_is_too_far_from_any_that_is_kept_is_told(store, small):
    run, _ = recorded(store, dataclasses.replace(CONFIG, epochs=6), small)
    message = "Epoch 3 is 2 epochs of training from epoch 1, the nearest before it that is kept"
    with pytest.raises(ValueError, match=message):
        film_of(store, run, small, most_work=1000).checkpoint(3)
    assert film_of(store, run, small, most_work=1000).checkpoint(6).epoch == 6


def test_an_epoch_that_comes_elsewhere_here_is_not_taken_for_it(store, small):
    run, _ = recorded(store, dataclasses.replace(CONFIG, epochs=6), small)
    third = dataclasses.replace(run.scores[2], total_loss=run.scores[2].total_loss * (1 + 1e-7))
    elsewhere = dataclasses.replace(run, scores=(*run.scores[:2], third, *run.scores[3:]))
    with pytest.raises(ValueError, match="Epoch 3 comes to another loss here"):
        film_of(store, elsewhere, small).checkpoint(3)
    # Nor is there anything of an epoch that was not had.
    with pytest.raises(ValueError, match="epoch must be from 0 to 6, as the run; got 7"):
        film_of(store, run, small).checkpoint(7)

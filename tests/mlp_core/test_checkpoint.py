"""What an optimizer remembers goes wherever parameters go: a run goes on from any carrier.

Plain SGD remembers nothing, so tests bring optimizers of their own: three epochs, a checkpoint by
way of each carrier, and three more come to the bits of six in one go.
"""

import dataclasses
import itertools

import numpy as np
import pytest
from sklearn.neural_network import MLPClassifier

from mlp_core import EpochMetrics, TrainConfig, sklearn_twin, train
from mlp_core.checkpoint import Checkpoint, first_checkpoint
from mlp_core.engines.door import fastest_engine, open_engine, why_not_compiled
from mlp_core.experiments.files.importing import take_in
from mlp_core.experiments.files.run_file import run_from_file, run_to_file
from mlp_core.experiments.jobs import sensitivity as sensitivity_module
from mlp_core.experiments.jobs.recorded_job import continued_job, recorded_job
from mlp_core.experiments.jobs.sensitivity import sensitivity
from mlp_core.experiments.jobs.training_job import TrainingJob, TrainingProgress
from mlp_core.experiments.runs.store import RunStore
from mlp_core.optimizers import OPTIMIZERS, OptimizerState
from mlp_core.training import train_in_slices
from tests.mlp_core.both_engines import as_bytes
from tests.mlp_core.jobs import everything, plain
from tests.mlp_core.small_data import few_digits
from tests.mlp_core.stateful import STATEFUL
from tests.mlp_core.stored import outside
from tests.mlp_core.waiting import finish

CONFIG = TrainConfig((64, 5, 10), 0.001, epochs=6, batch_size=7, shuffle=True)


@pytest.fixture
def small(digits):
    return few_digits(digits, 30)


@pytest.fixture(params=STATEFUL)
def optimizer(request, monkeypatch):
    """The name of an optimizer with a state, which every configuration has for now."""
    monkeypatch.setitem(OPTIMIZERS, request.param, STATEFUL[request.param])
    monkeypatch.setattr(TrainConfig, "method", request.param)
    return request.param


@pytest.fixture
def whole(optimizer, small):
    """All six epochs in one go."""
    return list(train(CONFIG, small))


def state_bytes(checkpoint: Checkpoint) -> list[object]:
    state = checkpoint.state
    return [state.steps, *((name, as_bytes(state.arrays[name])) for name in sorted(state.arrays))]


def epochs_of(slices, n):
    """The first ``n`` epochs."""
    return list(itertools.islice((i for i in slices if isinstance(i, EpochMetrics)), n))


def of(epochs):
    """``everything`` of a job, of epochs."""
    return plain(epoch.scores for epoch in epochs), as_bytes(epochs[-1].parameters)


def after_three_epochs(store, small):
    """The run, half done and at rest."""
    job = recorded_job(store, CONFIG, small)
    for _ in range(3):
        job.step()
        finish(job)
    return job


def gone_on(store, run_id, small, whole):
    job = continued_job(store, run_id, small)
    job.resume()
    finish(job)
    assert everything(job) == of(whole)
    assert state_bytes(job.snapshot.progress.checkpoint) == state_bytes(whole[-1].checkpoint)


@pytest.mark.parametrize("batch_size", [1, 7])
def test_an_optimizer_with_a_state_is_trained_as_scikit_learn_has_it(optimizer, small, batch_size):
    config = dataclasses.replace(CONFIG, batch_size=batch_size, shuffle=False, epochs=2)
    start = next(train(config, small)).checkpoint
    solver = {"heavy ball": "sgd", "two moments": "adam"}[optimizer]
    options = {"momentum": 0.9, "nesterovs_momentum": False, "shuffle": False, "alpha": 0.0}
    theirs = MLPClassifier((5,), "tanh", solver=solver, batch_size=1, **options)
    theirs.partial_fit(small.X_train[:1], small.y_train[:1], classes=np.arange(10))
    theirs.set_params(batch_size=batch_size)
    del theirs._optimizer  # another is made when it goes on, and knows nothing of that row
    ours, _ = sklearn_twin.starting_point(config, 30)
    for array, W in zip(theirs.coefs_, ours[0], strict=True):
        array[...] = W.T
    for array, b in zip(theirs.intercepts_, ours[1], strict=True):
        array[...] = b
    theirs.partial_fit(small.X_train, small.y_train)
    assert start.state.steps == (-(-30 // batch_size) if optimizer == "two moments" else 0)
    for array, W in zip(theirs.coefs_, start.parameters[0], strict=True):
        np.testing.assert_allclose(array.T, W, rtol=0.0, atol=1e-13)


@pytest.mark.parametrize("done", [1, 3, 5])
def test_through_an_engine(whole, small, done):
    left = whole[done - 1]
    before = [epoch.scores for epoch in whole[:done]]
    slices = train_in_slices(CONFIG, small, after=left.checkpoint, before=before)
    rest = epochs_of(slices, 6 - done)
    assert of(rest) == of(whole[done:])
    assert state_bytes(rest[-1].checkpoint) == state_bytes(whole[-1].checkpoint)
    # Parameters alone are half of it.
    stateless = first_checkpoint(CONFIG, left.parameters).state
    forgetful = dataclasses.replace(left.checkpoint, state=stateless)
    (first,) = epochs_of(train_in_slices(CONFIG, small, after=forgetful, before=before), 1)
    assert as_bytes(first.parameters) != as_bytes(whole[done].parameters)


@pytest.mark.parametrize("kept", [None, 2])
def test_a_job_goes_on_from_the_last_epoch_alone(small, kept):
    whole = list(train(CONFIG, small))
    scores = tuple(epoch.scores for epoch in whole[:3])
    done = TrainingProgress(scores, kept and whole[kept - 1].checkpoint)
    message = f"to go on after 3 epochs, .* got that of epoch {kept or 0}"
    with pytest.raises(ValueError, match=message):
        TrainingJob(CONFIG, small, done=done)


def test_through_a_database(whole, small, tmp_path):
    store = RunStore(tmp_path / "runs.sqlite")
    job = after_three_epochs(store, small)
    run_id = job.run_id
    kept = store.checkpoint(run_id)
    assert state_bytes(kept) == state_bytes(whole[2].checkpoint)
    assert (kept.epoch, kept.learning_rate) == (3, 0.001)
    store.close()
    store = RunStore(tmp_path / "runs.sqlite")
    gone_on(store, run_id, small, whole)
    # Each epoch that is kept can be gone on from.
    for epoch in store.epochs_with_parameters(run_id):
        kept = store.checkpoint(run_id, epoch)
        assert as_bytes(kept.parameters) == as_bytes(whole[epoch - 1].parameters)
        assert state_bytes(kept) == state_bytes(whole[epoch - 1].checkpoint)
    assert store.problem == ""
    store.close()


def test_what_is_remembered_counts_in_the_budget_and_goes_with_its_epoch(
    whole, optimizer, small, tmp_path
):
    store = RunStore(tmp_path / "runs.sqlite")
    store.parameters_bytes = 3 * whole[0].checkpoint.n_bytes
    run_id = after_three_epochs(store, small).run_id
    gone_on(store, run_id, small, whole)
    kept = store.epochs_with_parameters(run_id)
    assert kept == (1, 4, 6)
    n_arrays = len(STATEFUL[optimizer].remembers)
    counted = "SELECT epoch, count(*) FROM states GROUP BY epoch ORDER BY epoch"
    assert outside(tmp_path / "runs.sqlite", counted) == [(epoch, n_arrays) for epoch in kept]
    store.close()


def test_an_epoch_that_is_written_again_has_its_own_state(whole, small, tmp_path):
    store = RunStore(tmp_path / "runs.sqlite")
    run = after_three_epochs(store, small).recorder.run
    other = dataclasses.replace(whole[5].checkpoint, epoch=3)
    store.record(run, [], [other])
    assert state_bytes(store.checkpoint(run.id)) == state_bytes(other)
    store.close()


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM states",
        "UPDATE states SET arrays = x'0102'",
        "UPDATE states SET arrays = 'text'",
        "UPDATE states SET name = 'another'",
        "UPDATE parameters SET steps = -1",
        "UPDATE parameters SET steps = 'many'",
    ],
)
def test_a_damaged_state_is_told_of_and_not_gone_on_from(whole, small, tmp_path, damage):
    path = tmp_path / "runs.sqlite"
    store = RunStore(path)
    run_id = after_three_epochs(store, small).run_id
    # Of the last epoch alone, so that names stay unique.
    where = "" if "WHERE" in damage else " WHERE epoch = 3"
    if "name" in damage:
        where += " AND name = (SELECT min(name) FROM states)"
    outside(path, damage + where)
    assert store.checkpoint(run_id) is None
    assert store.problem == "Parameters of a run are damaged, and cannot be shown."
    with pytest.raises(ValueError, match="the parameters of the last epoch"):
        continued_job(store, run_id, small)
    store.close()


def test_through_a_run_file(whole, small, tmp_path, optimizer):
    store = RunStore(tmp_path / "runs.sqlite")
    run_id = after_three_epochs(store, small).run_id
    run, checkpoint = store.load(run_id), store.checkpoint(run_id)
    data = run_to_file(run, checkpoint)
    found = run_from_file(data)[1]
    assert state_bytes(found) == state_bytes(whole[2].checkpoint)
    store.close()
    elsewhere = RunStore()
    gone_on(elsewhere, take_in(elsewhere, data).run_id, small, whole)
    elsewhere.close()
    stateless = dataclasses.replace(checkpoint, state=OptimizerState())
    with pytest.raises(ValueError, match="got a state with nothing"):
        run_to_file(run, stateless)


def test_a_run_file_without_the_state_that_its_optimizer_has_is_refused(optimizer, small):
    run = recorded_job(None, CONFIG, small).recorder.run
    start = next(train(CONFIG, small)).checkpoint
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TrainConfig, "method", "sgd")
        data = run_to_file(run, dataclasses.replace(start, state=OptimizerState()))
    with pytest.raises(ValueError, match=f"the archive lacks {STATEFUL[optimizer].remembers[0]}_W"):
        run_from_file(data)


def test_through_a_change_of_the_rate(optimizer, small):
    rates = [0.001] * 3 + [0.0004] * 3
    slices = train_in_slices(CONFIG, small, rate_of_epoch=lambda epoch: rates[epoch - 1])
    whole = epochs_of(slices, 6)
    store = RunStore()
    job = after_three_epochs(store, small)
    job.change_learning_rate(0.0004)
    job.resume()
    finish(job)
    assert everything(job) == of(whole)
    # And what follows goes on at the changed rate.
    assert store.checkpoint(job.run_id).learning_rate == 0.0004
    before = [epoch.scores for epoch in whole[:4]]
    more = train_in_slices(CONFIG, small, after=whole[3].checkpoint, before=before)
    assert of(epochs_of(more, 2)) == of(whole[4:])
    store.close()


def test_a_twin_keeps_what_its_optimizer_remembers_when_the_rate_changes(
    optimizer, small, monkeypatch
):
    ours = {"heavy ball": {"momentum": 0.9}, "two moments": {"solver": "adam"}}[optimizer]

    def theirs(**options):
        return MLPClassifier(**(options | ours))

    theirs.__name__ = MLPClassifier.__name__
    monkeypatch.setattr(sklearn_twin, "twin_class", lambda dataset: theirs)
    rates = [0.001, 0.001, 0.0004, 0.0004, 0.002]
    points = list(sklearn_twin.parity(CONFIG, small, rates=rates))
    assert max(point.max_difference for point in points) < 1e-12


def test_through_the_twin_of_a_sensitivity_measurement(optimizer, small, monkeypatch):
    # Without a nudge the twin, which starts anew each epoch, is the run itself.
    monkeypatch.setattr(sensitivity_module, "NUDGE", 0.0)
    drifts = list(sensitivity(CONFIG, small, [0.001] * 6))
    assert len(drifts) == 6
    assert {(d.parameters, d.total_loss, d.accuracy, d.mean_loss) for d in drifts} == {(0, 0, 0, 0)}


def test_the_compiled_engine_leaves_what_it_has_no_loop_for_to_numpy(optimizer, small):
    reason = f"there is no compiled loop for the optimizer {optimizer}"
    assert (fastest_engine(CONFIG), why_not_compiled(CONFIG)) == ("numpy", reason)
    with pytest.raises(RuntimeError, match=f"there is no compiled engine: {reason}"):
        next(train(CONFIG, small, engine="compiled"))


W23, W22, b2 = np.full((2, 3), 0.1), np.full((2, 2), 0.2), np.zeros(2)


@pytest.mark.parametrize("engine", ["compiled", "numpy"])
def test_plain_sgd_remembers_nothing_and_what_is_handed_out_is_not_copied(engine, small):
    for metrics in train(CONFIG, small, engine=engine):
        assert (metrics.state.steps, dict(metrics.state.arrays)) == (0, {})
        assert metrics.checkpoint.parameters is metrics.parameters
        assert metrics.checkpoint.state is metrics.state


@pytest.mark.parametrize("engine", ["compiled", "numpy"])
def test_a_state_of_another_optimizer_is_refused(engine, small):
    start = next(train(CONFIG, small)).checkpoint
    state = OptimizerState({"velocity": start.parameters})
    message = "the optimizer remembers nothing; got a state with velocity"
    with pytest.raises(ValueError, match=message):
        open_engine(engine, CONFIG, small, dataclasses.replace(start, state=state))


def test_a_state_of_another_network_is_refused(optimizer, small):
    start = next(train(CONFIG, small)).checkpoint
    arrays = {name: ([W23, W22], [b2, b2]) for name in start.state.arrays}
    with pytest.raises(ValueError, match=r"W1 must have shape \(5, 64\); got \(2, 3\)"):
        open_engine(
            "numpy", CONFIG, small, dataclasses.replace(start, state=OptimizerState(arrays))
        )

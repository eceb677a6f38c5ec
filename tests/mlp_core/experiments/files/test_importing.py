"""Taking run files in: each run once, whatever it is called, and nothing lost without a word."""

from dataclasses import replace

import pytest

from mlp_core.experiments.files.importing import take_in
from mlp_core.experiments.files.run_file import run_to_file
from mlp_core.experiments.findings.differences import same_parameters
from mlp_core.experiments.runs.store import RunStore
from tests.mlp_core.runs import stopped_early, trained_run
from tests.mlp_core.stored import CONFIG


@pytest.fixture
def store():
    store = RunStore()
    yield store
    store.close()


@pytest.fixture(scope="module")
def trained():
    return trained_run(CONFIG)


def test_a_file_is_taken_in_under_a_new_id(store, trained):
    run, checkpoint = trained
    taken = take_in(store, run_to_file(run, checkpoint))
    assert taken.is_new
    assert taken.run_id != run.id
    kept = store.load(taken.run_id)
    assert replace(kept, id=run.id) == run
    for ours, theirs in zip(store.parameters(taken.run_id), checkpoint.parameters, strict=True):
        assert all((a == b).all() for a, b in zip(ours, theirs, strict=True))


def test_the_same_file_again_is_found_by_whatever_name_it_has_now(store, trained):
    data = run_to_file(*trained)
    first = take_in(store, data)
    store.edit(first.run_id, name="mine now", starred=True)
    again = take_in(store, data)
    assert (again.run_id, again.name, again.is_new) == (first.run_id, "mine now", False)
    renamed = run_to_file(replace(trained[0], name="theirs", note="other"), trained[1])
    assert not take_in(store, renamed).is_new
    assert len(store.summaries()) == 1


def test_other_numbers_are_another_run(store, trained):
    run, checkpoint = trained
    weights, biases = checkpoint.parameters
    take_in(store, run_to_file(run, checkpoint))
    scores = (*run.scores[:1], replace(run.scores[1], total_loss=7.0), *run.scores[2:])
    others = [
        (replace(run, scores=scores), checkpoint),
        (run, replace(checkpoint, parameters=([weights[0] + 1e-12, *weights[1:]], biases))),
        (replace(run, started=run.started + 1), checkpoint),
        (replace(run, fingerprint="other data"), checkpoint),
        (replace(run, scores=run.scores[:-1]), checkpoint),
    ]
    assert all(take_in(store, run_to_file(*other)).is_new for other in others)
    assert len(store.summaries()) == 1 + len(others)


def test_a_deleted_run_does_not_count(store, trained):
    data = run_to_file(*trained)
    store.delete([take_in(store, data).run_id])
    assert take_in(store, data).is_new


def test_what_cannot_be_saved_is_said(store, trained):
    store.close()
    with pytest.raises(ValueError, match="not saved"):
        take_in(store, run_to_file(*trained))


def test_what_is_no_run_file_is_refused(store):
    with pytest.raises(ValueError, match="no \\.npz file"):
        take_in(store, b"\x89PNG")


def test_a_run_with_early_stopping_brings_the_epoch_that_it_kept(store):
    run, last, best = stopped_early()
    taken = take_in(store, run_to_file(run, last, best))
    (summary,) = store.summaries()
    assert (summary.result.epoch, summary.last.epoch) == (best.epoch, last.epoch)
    assert summary.result.validation_accuracy == max(s.validation_accuracy for s in run.scores)
    kept = store.parameters(taken.run_id, best.epoch)
    assert same_parameters(kept, best.parameters)
    assert same_parameters(store.parameters(taken.run_id), last.parameters)

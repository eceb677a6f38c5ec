"""A run with a validation part, and without early stopping: it comes to its last epoch."""

from dataclasses import replace

import pytest

from mlp_core import TrainConfig
from mlp_core.experiments.files.run_file import read_run_file, run_to_file
from mlp_core.experiments.jobs.recorded_job import continued_job, recorded_job
from mlp_core.patience import patience_after
from tests.mlp_core.waiting import finish

CONFIG = TrainConfig(
    (2, 4, 2),
    0.5,
    6,
    dataset="moons",
    data_parameters={"noise": 0.5},
    split={"validation_size": 0.2},
    init="glorot",
)


@pytest.fixture
def run(store):
    job = recorded_job(store, CONFIG, CONFIG.source.load())
    job.resume()
    finish(job)
    kept = store.load(job.run_id)
    scores = [epoch.validation_accuracy for epoch in kept.scores]
    # Otherwise the best epoch would be the last.
    assert scores.index(max(scores)) < 5
    return kept


def test_its_result_is_that_of_the_last_epoch(store, run):
    (summary,) = store.summaries()
    assert summary.kept is None
    assert summary.result == run.scores[-1]


def test_it_is_gone_on_with_and_taken_home(store, run):
    job = continued_job(store, run.id, CONFIG.source.load())
    assert job.snapshot.progress.best is None
    assert job.snapshot.progress.best_scores == run.scores[-1]
    found = read_run_file(run_to_file(run, store.checkpoint(run.id)))
    assert (found.run, found.best) == (run, None)


def test_patience_goes_by_the_training_loss(run):
    patience = patience_after(replace(CONFIG, n_iter_no_change=9), 180, run.scores)
    losses = [epoch.total_loss for epoch in run.scores]
    assert patience.best_epoch == losses.index(min(losses)) + 1
    assert patience.best == -min(losses) / 180
    assert patience.kept_epoch is None

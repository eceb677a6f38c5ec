"""Jobs that patience ends: why they rest, what they keep, and that every break changes nothing."""

import dataclasses
import os
import signal

import pytest

from mlp_core import TrainConfig
from mlp_core.config import config_to_dict
from mlp_core.experiments.jobs.recorded_job import continued_job, recorded_job
from mlp_core.experiments.jobs.training_job import TrainingJob
from mlp_core.experiments.runs.course import course_of, departures
from mlp_core.experiments.runs.store import RunStore
from tests.mlp_core.both_engines import as_bytes
from tests.mlp_core.jobs import everything, plain, whole_run
from tests.mlp_core.small_data import few_digits
from tests.mlp_core.store_processes import small_dataset
from tests.mlp_core.stored import outside
from tests.mlp_core.waiting import finish, wait_until

CONFIG = TrainConfig(
    (64, 5, 10),
    0.002,
    60,
    batch_size=7,
    shuffle=True,
    optimizer="adam",
    alpha=0.01,
    early_stopping=True,
    validation_fraction=0.4,
    n_iter_no_change=3,
    tol=0.02,
    init="glorot",
)
ADAPTIVE = dataclasses.replace(
    CONFIG, optimizer="sgd", momentum=0.8, schedule="adaptive", learning_rate=0.05, epochs=12
)


@pytest.fixture
def small(digits):
    return few_digits(digits, 80)


def begun(config, small, store=None):
    job = recorded_job(store or RunStore(), config, small)
    job.resume()
    finish(job)
    return job


def test_it_is_finished_and_says_why(small):
    job = begun(CONFIG, small)
    snapshot, done = job.snapshot, len(job.snapshot.progress.scores)
    assert snapshot.state == "finished"
    assert done < CONFIG.epochs
    assert snapshot.reason == (
        "The accuracy on the validation part has not improved by 0.02 for 4 epochs: "
        "it stopped early."
    )
    # To go on is a matter of more epochs, with patience anew.
    job.resume()
    assert finish(job).progress.scores == snapshot.progress.scores
    job.extend(5)
    assert len(finish(job).progress.scores) > done + CONFIG.n_iter_no_change - 1
    job.step()
    assert finish(job).state in ("paused", "finished")


def test_a_run_without_patience_has_all_its_epochs(small):
    job = begun(dataclasses.replace(CONFIG, n_iter_no_change=10_000, epochs=8), small)
    assert (job.snapshot.state, job.snapshot.reason) == ("finished", "")
    assert len(job.snapshot.progress.scores) == 8


def test_the_best_epoch_is_kept_and_is_the_first_of_the_best(small):
    job = begun(CONFIG, small)
    progress = job.snapshot.progress
    accuracies = [score.validation_accuracy for score in progress.scores]
    best = accuracies.index(max(accuracies)) + 1
    assert best < len(accuracies)
    assert progress.best.epoch == best == progress.best_scores.epoch
    until = dataclasses.replace(CONFIG, epochs=best, early_stopping=True)
    assert as_bytes(progress.parameters) == whole_run(until, small)[1]
    assert as_bytes(progress.checkpoint.parameters) != as_bytes(progress.parameters)


def test_without_early_stopping_the_latest_is_what_a_run_has_come_to(small):
    config = dataclasses.replace(CONFIG, early_stopping=False, epochs=4)
    progress = begun(config, small).snapshot.progress
    assert progress.best is None
    assert progress.best_scores.epoch == 4
    assert all(score.validation_accuracy is None for score in progress.scores)


@pytest.mark.parametrize("config", [CONFIG, ADAPTIVE], ids=["adam", "adaptive"])
@pytest.mark.parametrize("budget", [10**9, 30_000])
def test_broken_off_anywhere_it_comes_to_the_same_bits(small, tmp_path, config, budget):
    whole = TrainingJob(config, small)
    whole.resume()
    finish(whole)
    store = RunStore(tmp_path / "runs.sqlite")
    store.parameters_bytes = budget
    job = recorded_job(store, config, small)
    for _ in range(4):
        job.step()
        finish(job)
        job = continued_job(store, job.run_id, small)
    job.resume()
    finish(job)
    assert everything(job) == everything(whole)
    assert plain(store.load(job.run_id).scores) == plain(whole.snapshot.progress.scores)
    again = continued_job(store, job.run_id, small)
    assert again.snapshot.state == "finished"
    assert everything(again) == everything(whole)
    assert as_bytes(again.snapshot.progress.parameters) == as_bytes(
        store.parameters(job.run_id, again.snapshot.progress.best.epoch)
    )
    store.close()


def test_killed_it_goes_on_to_the_same_bits(nursery, tmp_path):
    reports, path = tmp_path / "reports", tmp_path / "runs.sqlite"
    # Its few rows are not enough for a part to be held out.
    config = dataclasses.replace(
        ADAPTIVE, epochs=400, early_stopping=False, schedule="invscaling", n_iter_no_change=10_000
    )
    pid = nursery.fork("train_options", str(path), str(reports), config_to_dict(config))
    store = RunStore(path)
    wait_until(lambda: any(s.last is not None and s.last.epoch > 3 for s in store.summaries()))
    os.kill(pid, signal.SIGKILL)
    assert nursery.wait(pid) == -signal.SIGKILL
    (summary,) = store.summaries()
    assert summary.run.state == "interrupted"
    job = continued_job(store, summary.run.id, small_dataset())
    done = len(job.snapshot.progress.scores)
    for _ in range(6):
        job.step()
        finish(job)
    whole = TrainingJob(config, small_dataset(), engine=job.engine)
    for _ in range(done + 6):
        whole.step()
        finish(whole)
    assert everything(job) == everything(whole)
    store.close()


def test_a_run_whose_best_epoch_is_lost_is_not_gone_on_with(small, tmp_path):
    store = RunStore(tmp_path / "runs.sqlite")
    job = begun(CONFIG, small, store)
    best = job.snapshot.progress.best.epoch
    outside(store.path, f"DELETE FROM parameters WHERE epoch = {best}")
    with pytest.raises(ValueError, match=r"the parameters of the best epoch of .* are not kept"):
        continued_job(store, job.run_id, small)
    store.close()


def test_an_early_end_is_where_the_configuration_leads(small):
    store = RunStore()
    job = begun(CONFIG, small, store)
    run = store.load(job.run_id)
    assert departures(course_of(run), run.config, run.state) == []
    job.extend(3)
    finish(job)
    run = store.load(job.run_id)
    (said,) = departures(course_of(run), run.config, run.state)
    assert said == "It was extended from 60 to 63 epochs."
    store.close()


def test_a_schedule_is_no_change_of_the_rate(small):
    store = RunStore()
    job = begun(ADAPTIVE, small, store)
    run = store.load(job.run_id)
    assert len({score.learning_rate for score in run.scores}) > 1
    assert course_of(run).rate_changes == ()
    (summary,) = store.summaries()
    assert summary.course.rate_changes == ()
    store.close()

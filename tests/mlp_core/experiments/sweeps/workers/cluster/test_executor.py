"""A sweep on a Dask cluster of real processes, and what may happen to them meanwhile."""

import os
import signal
import threading
from dataclasses import replace

import pytest

pytest.importorskip("distributed")

from mlp_core.data.catalogue import load_dataset
from mlp_core.experiments.sweeps import run_sweep
from mlp_core.experiments.sweeps.executors import open_executor
from mlp_core.experiments.sweeps.workers.cluster import connection, crew
from mlp_core.experiments.sweeps.workers.executor import SweepStopped
from mlp_core.experiments.sweeps.workers.rows import Rows
from tests.mlp_core.experiments.sweeps.elsewhere import (
    DIGITS,
    LONG,
    POINTS,
    assert_same,
    by_place,
    by_threads,
    of_all_kinds,
    results_of,
    tasks_of,
)
from tests.mlp_core.experiments.sweeps.local_cluster import local_cluster, wait_for

MANY = tasks_of(replace(DIGITS, epochs=10), seed=range(40))


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Of all clusters: what one has compiled the others need not."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory, home):
    with local_cluster(tmp_path_factory.mktemp("cluster"), home, "first", "second") as cluster:
        yield cluster


@pytest.fixture
def executor_on():
    """Opens executors, which are closed in the end, and leave no thread behind."""
    before = set(threading.enumerate())
    opened = []

    def open_one(cluster, rows=None):
        opened.append(open_executor(cluster.address, rows or Rows()))
        return opened[-1]

    yield open_one
    for executor in opened:
        executor.close()
    left = {thread for thread in threading.enumerate() if thread.name.startswith("IO loop")}
    assert left - before == set()


def test_it_comes_to_the_same_as_threads(cluster, executor_on):
    tasks = of_all_kinds()
    wanted = by_threads(tasks)
    executor = executor_on(cluster)
    assert_same(results_of(executor, tasks), wanted)
    assert {one.state for one in wanted.values()} == {"finished", "diverged", "failed"}
    assert executor.notes == ()
    assert executor.width == 2


def test_rows_that_no_name_leads_to_are_sent(cluster, executor_on):
    other = load_dataset("digits", "standard")
    tasks = tasks_of(DIGITS, learning_rate=[0.001, 0.01])
    found = results_of(executor_on(cluster, Rows(lambda config: other)), tasks)
    assert_same(found, by_threads(tasks, Rows(lambda config: other)))
    assert_same(results_of(executor_on(cluster), tasks), by_threads(tasks))


def test_run_sweep_takes_an_address(cluster):
    axes = {"learning_rate": [0.001, 0.01], "alpha": [0.0, 0.1]}
    found = run_sweep(DIGITS, axes, executor=cluster.address)
    assert [result.config for result in found] == [
        task.cell.config for task in tasks_of(DIGITS, **axes)
    ]
    assert_same(dict(enumerate(found)), by_threads(tasks_of(DIGITS, **axes)))


def test_what_goes_on_from_fewer_epochs_ends_at_the_same(cluster, executor_on):
    short = [task._replace(keep_end=True) for task in tasks_of(DIGITS, learning_rate=[0.01])]
    (before,) = results_of(executor_on(cluster), short).values()
    (longer,) = tasks_of(replace(DIGITS, epochs=4), learning_rate=[0.01])
    found = results_of(executor_on(cluster), [longer._replace(before=before)])
    assert_same(found, by_threads([longer]))


def test_the_code_is_where_it_does_no_harm_and_only_once(cluster, executor_on):
    executor = executor_on(cluster)
    results_of(executor, MANY[:2])
    (state,) = (cluster.home / ".cache" / "mlp-explorer" / "code").iterdir()
    assert state.name == executor._connection.state
    assert (state / "mlp_core" / "network.py").is_file()


def test_nothing_is_sent_while_it_is_held(cluster, executor_on):
    executor = executor_on(cluster)
    executor.hold()
    items = executor.train(MANY[:4])
    wait_for(lambda: next(items) is None and executor._crew.width == 2)
    assert not executor._futures
    executor.go_on()
    assert sorted(by_place(item for item in items if item is not None)) == [0, 1, 2, 3]
    assert not executor._futures


def test_closing_ends_what_is_at_work(cluster, executor_on):
    executor = executor_on(cluster)
    items = executor.train(tasks_of(LONG, epochs=[1, 500, 499]))
    wait_for(lambda: next(items))
    executor.close()
    with pytest.raises(SweepStopped, match="stopped"):
        list(items)
    # The workers are free again: another's runs do not wait for minutes.
    assert len(results_of(executor_on(cluster), MANY[:4])) == 4


def test_a_worker_that_is_killed_costs_nothing_and_one_that_joins_is_used(cluster, executor_on):
    executor = executor_on(cluster)
    wanted = by_threads(MANY)
    outcomes = []
    for item in executor.train(MANY):
        if item is None:
            continue
        outcomes.append(item)
        if len(outcomes) == 5:
            cluster.kill("second")
            cluster.add_worker("third")
        if len(outcomes) == 10:
            cluster.wait_for_worker("third")
    assert_same(by_place(outcomes), wanted)
    (note,) = executor.notes
    assert "1 worker was lost" in note
    results_of(executor, MANY)
    assert executor.width == 2


def test_what_was_at_the_only_worker_is_sent_again_to_the_next(tmp_path, home, executor_on):
    with local_cluster(tmp_path, home) as cluster:
        cluster.add_worker("first", nanny=True)
        executor = executor_on(cluster)
        outcomes = []
        for item in executor.train(MANY[:8]):
            if item is None:
                continue
            outcomes.append(item)
            if len(outcomes) == 2:
                # Its nanny starts another, which has no rows.
                (worker,) = executor._client.run(os.getpid).values()
                os.kill(worker, signal.SIGKILL)
        assert_same(by_place(outcomes), by_threads(MANY[:8]))


def test_a_scheduler_that_is_killed_stops_the_sweep_and_loses_nothing(
    tmp_path, home, executor_on, capfd
):
    with local_cluster(tmp_path, home, "first") as cluster:
        executor = executor_on(cluster)
        items = executor.train(MANY)
        done = [wait_for(lambda: next(items)) for _ in range(3)]
        cluster.kill("scheduler")
        with pytest.raises(SweepStopped, match=r"does not answer any more.*kept"):
            done += [item for item in items if item is not None]
        executor.close()
    wanted = by_threads(MANY)
    found = by_place(done)
    assert len(found) >= 3
    assert all(result.same_as(wanted[place]) for place, result in found.items())
    assert capfd.readouterr().err == ""


def test_a_scheduler_that_falls_silent_does_too(tmp_path, home, executor_on, monkeypatch):
    monkeypatch.setattr(connection, "SILENCE_SECONDS", 1.0)
    with local_cluster(tmp_path, home) as cluster:
        executor = executor_on(cluster)
        items = executor.train(MANY)
        assert next(items) is None
        os.kill(cluster.processes["scheduler"].pid, signal.SIGSTOP)
        with pytest.raises(SweepStopped, match="does not answer any more"):
            list(items)
        executor.close()


def test_workers_that_train_otherwise_or_not_at_all_are_told(tmp_path, home, executor_on):
    broken = tmp_path / "broken" / "sklearn"
    broken.mkdir(parents=True)
    (broken / "__init__.py").write_text("raise ImportError('it is broken here')")
    tasks = tasks_of(POINTS, seed=range(12))
    with local_cluster(tmp_path, home) as cluster:
        cluster.add_worker("other", NUMBA_DISABLE_JIT="1")
        cluster.add_worker("unable", PYTHONPATH=str(broken.parent))
        executor = executor_on(cluster)
        wait_for(lambda: executor._look_around(()) or executor.width == 2)
        results = results_of(executor, tasks)
        left_out, strange = executor.notes
        assert "cannot train, and is left out" in left_out
        assert "it is broken here" in left_out
        assert executor.width == 1
        assert {result.maker.engine for result in results.values()} == {"numpy"}
        assert strange.startswith("12 of 12 runs were trained on another processor or with other")
        assert "numpy" in strange

        cluster.kill("other")
        with pytest.raises(SweepStopped, match=r"None of the workers.*it is broken here"):
            list(executor.train(tasks))


def test_without_workers_it_waits_for_one_and_not_for_ever(
    tmp_path, home, executor_on, monkeypatch
):
    with local_cluster(tmp_path, home) as cluster:
        executor = executor_on(cluster)
        assert executor.width == 1
        items = executor.train(MANY[:2])
        assert next(items) is None
        assert "no worker at the moment" in executor.notes[0]
        monkeypatch.setattr(crew, "PATIENCE_SECONDS", 0.1)
        with pytest.raises(SweepStopped, match="dask worker tcp"):
            list(items)

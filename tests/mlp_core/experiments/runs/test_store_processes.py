"""Files of runs and the processes that write them: killed at any moment, many at once."""

import os
import random
import signal
import sys
import time
from pathlib import Path

import pytest

from mlp_core import train
from mlp_core.experiments.jobs.recorded_job import continued_job
from mlp_core.experiments.runs.run import Run
from mlp_core.experiments.runs.store import RunStore
from tests.mlp_core.both_engines import as_bytes
from tests.mlp_core.jobs import plain
from tests.mlp_core.store_processes import Report, read_reports, small_dataset
from tests.mlp_core.stored import outside
from tests.mlp_core.waiting import finish, wait_until

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="only on Linux is a process known to be gone at once"
)
# Epochs that were taken longer ago than this are kept, whenever the process is killed.
SAFE_SECONDS = 1.0


@pytest.fixture
def store(tmp_path):
    store = RunStore(tmp_path / "runs.sqlite")
    yield store
    store.close()


def killed_at(pids: list[int], moments: list[float]) -> list[float]:
    """Kill each process so many seconds from now; the times at which it was done."""
    start, times = time.monotonic(), {}
    for moment, pid in sorted(zip(moments, pids, strict=True)):
        time.sleep(max(0.0, start + moment - time.monotonic()))
        times[pid] = time.monotonic()
        os.kill(pid, signal.SIGKILL)
    return [times[pid] for pid in pids]


def assert_nothing_safe_is_lost(store: RunStore, reports: list[Report], killed: float) -> None:
    """All that one process has told of long enough before it was killed is in the store."""
    for report in reports:
        run = store.load(report.run_id)
        if report.epoch == 0:
            assert (run.state, len(run.scores)) == ("finished", run.config.epochs)
        elif report.time < killed - SAFE_SECONDS:
            assert len(run.scores) >= report.epoch


def assert_consistent(store: RunStore, run: Run) -> None:
    """The epochs have no gaps, and the latest parameters are those of the last."""
    assert [score.epoch for score in run.scores] == list(range(1, len(run.scores) + 1))
    assert store.epochs_with_parameters(run.id)[-1:] == tuple(s.epoch for s in run.scores[-1:])


def assert_goes_on_to_the_same_bits(store: RunStore, run: Run) -> None:
    data = small_dataset()
    job = continued_job(store, run.id, data)
    job.resume()
    assert finish(job).state == "finished"
    whole = list(train(run.config, data, engine="numpy"))
    resumed = store.load(run.id)
    assert (resumed.state, resumed.engine) == ("finished", "numpy")
    assert plain(resumed.scores) == plain(metrics.scores for metrics in whole)
    assert as_bytes(store.parameters(run.id)) == as_bytes(whole[-1].parameters)
    for epoch in store.epochs_with_parameters(run.id):
        assert as_bytes(store.parameters(run.id, epoch)) == as_bytes(whole[epoch - 1].parameters)


@pytest.mark.parametrize("wave", range(3))
def test_processes_killed_at_any_moment(nursery, tmp_path, wave):
    rng = random.Random(wave)
    # Five that share a file, and five with one of their own.
    paths = [tmp_path / f"{max(0, k - 4)}.sqlite" for k in range(10)]
    files = [tmp_path / f"reports {k}" for k in range(10)]
    pids = [
        nursery.fork("train_for_ever", str(path), str(file), rng.randrange(999))
        for path, file in zip(paths, files, strict=True)
    ]
    wait_until(lambda: any(file.exists() for file in files))
    times = killed_at(pids, [rng.uniform(0.0, 2.5) for _ in pids])
    assert [nursery.wait(pid) for pid in pids] == [-signal.SIGKILL] * 10

    for path in set(paths):
        assert outside(path, "PRAGMA integrity_check") == [("ok",)]
    stores = {path: RunStore(path) for path in paths}
    told = [read_reports(file) if file.exists() else [] for file in files]
    for path, reports, killed in zip(paths, told, times, strict=True):
        assert_nothing_safe_is_lost(stores[path], reports, killed)
    interrupted = []
    for store in stores.values():
        for summary in store.summaries():
            run = store.load(summary.run.id)
            assert run.state in ("finished", "interrupted")
            assert_consistent(store, run)
            interrupted += [(store, run)] if run.state == "interrupted" else []
        assert store.problem == ""
    # At most one run of each process was not at its end.
    assert 1 <= len(interrupted) <= 10
    for store, run in interrupted[:2]:
        assert_goes_on_to_the_same_bits(store, run)
    for store in stores.values():
        store.close()


def test_two_processes_write_one_file_at_once(nursery, store, tmp_path):
    seeds = [list(range(0, 8)), list(range(8, 16))]
    files = [tmp_path / "one", tmp_path / "other"]
    pids = [
        nursery.fork("train_some", str(store.path), str(file), own)
        for file, own in zip(files, seeds, strict=True)
    ]
    assert [nursery.wait(pid) for pid in pids] == [0, 0]
    assert [file.read_text().splitlines()[-1] for file in files] == ['""', '""']
    assert outside(store.path, "PRAGMA integrity_check") == [("ok",)]
    runs = [store.load(summary.run.id) for summary in store.summaries()]
    assert sorted(run.config.seed for run in runs) == list(range(16))
    data = small_dataset()
    for run in runs:
        whole = list(train(run.config, data, engine="numpy"))
        assert plain(run.scores) == plain(metrics.scores for metrics in whole)
        assert as_bytes(store.parameters(run.id)) == as_bytes(whole[-1].parameters)


def test_a_run_of_a_living_process_is_left_to_it(nursery, store, tmp_path):
    reports = tmp_path / "reports"
    pid = nursery.fork("train_for_ever", str(store.path), str(reports), 0)
    wait_until(lambda: any(s.last is not None for s in store.summaries()))
    again = RunStore(store.path)
    running = again.summaries()[0].run
    assert (running.state, running.ended) == ("running", None)
    with pytest.raises(ValueError, match="is being trained already"):
        continued_job(again, running.id, small_dataset())
    os.kill(pid, signal.SIGKILL)
    # Not asked yet how it ended: the system still lists it.
    wait_until(lambda: Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z")
    left = again.summaries()[0].run
    assert left.state == "interrupted"
    assert left.reason == "The app ended while it was being trained."
    assert left.ended >= left.started
    assert nursery.wait(pid) == -signal.SIGKILL
    again.close()

"""What all that train in bundles share, by workers of this process that do as they are told."""

import itertools

import pytest

from mlp_core.config import TrainConfig
from mlp_core.experiments.sweeps.plan.axis import Axis
from mlp_core.experiments.sweeps.plan.cell import cells
from mlp_core.experiments.sweeps.plan.spreads import Listed
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from mlp_core.experiments.sweeps.workers.bundle_training import train_bundle
from mlp_core.experiments.sweeps.workers.by_bundles import BundleExecutor, Report
from mlp_core.experiments.sweeps.workers.executor import SweepStopped
from mlp_core.experiments.sweeps.workers.rows import Rows, load_by_name
from mlp_core.experiments.sweeps.workers.training import Task

BASE = TrainConfig((4, 3, 3), 0.01, 2, dataset="iris")


def tasks_of(*axes, base=BASE):
    sweep = Sweep(base, tuple(Axis(name, Listed(values)) for name, values in axes))
    return [Task(cell) for cell in cells(sweep)]


TASKS = tasks_of(("seed", list(range(30))))


class HereExecutor(BundleExecutor):
    """Trains each bundle when it is sent; ``fate`` says what else becomes of it."""

    def __init__(self, fate=lambda bundle: None, rows=None):
        super().__init__(rows or Rows())
        self.fate, self.sent, self.open = fate, [], set()

    width = 2

    def _send(self, number, bundle, tell):
        self.sent.append(bundle)
        self.open.add(number)
        lost = self.fate(bundle)
        if lost is None:
            sets = [self.rows.of(task.cell.config) for task in bundle.tasks]
            tell(Report(number, train_bundle(bundle.tasks, sets)))
        elif lost != "silent":
            tell(lost._replace(number=number))

    def _settle(self, report, at_work):
        return [report]

    def _look_around(self, at_work):
        return []

    def _through(self, number, bundle):
        self.open.remove(number)

    def close(self):
        self._closed.set()


def trained(executor, tasks=TASKS):
    return [item for item in executor.train(tasks) if item is not None]


def places(outcomes):
    return sorted(outcome.cell.place for outcome in outcomes)


def test_every_task_has_one_outcome_and_nothing_stays_open():
    executor = HereExecutor()
    outcomes = trained(executor)
    assert places(outcomes) == list(range(30))
    assert {outcome.result.state for outcome in outcomes} == {"finished"}
    assert all(outcome.cell.config == outcome.result.config for outcome in outcomes)
    assert executor.open == set()


def test_nothing_is_sent_while_it_is_held():
    executor = HereExecutor()
    executor.hold()
    items = executor.train(TASKS)
    assert [next(items) for _ in range(3)] == [None] * 3
    assert executor.sent == []
    executor.go_on()
    assert places(item for item in items if item is not None) == list(range(30))


def test_no_more_are_sent_than_can_be_at_work():
    executor = HereExecutor(lambda bundle: "silent")
    items = executor.train(TASKS)
    assert next(items) is None
    assert next(items) is None
    assert len(executor.sent) == 3
    items.close()
    assert executor.open == set()


def test_a_closed_one_trains_no_more():
    executor = HereExecutor()
    items = executor.train(TASKS)
    next(items)
    executor.close()
    with pytest.raises(SweepStopped, match="stopped"):
        list(items)
    with pytest.raises(SweepStopped):
        list(executor.train(TASKS))


def not_every_split(config):
    if config.split.get("test_size") == 0.25:
        raise ValueError("a quarter of them cannot be had")
    return load_by_name(config)


def test_what_has_no_rows_fails_with_the_reason_and_alone():
    tasks = tasks_of(("split.test_size", [0.2, 0.25, 0.3]))
    executor = HereExecutor(rows=Rows(not_every_split))
    outcomes = {outcome.cell.place: outcome.result for outcome in trained(executor, tasks)}
    assert [outcomes[place].state for place in range(3)] == ["finished", "failed", "finished"]
    assert outcomes[1].reason == "a quarter of them cannot be had"


def is_bad(bundle):
    return any(task.cell.place == 7 for task in bundle.tasks)


@pytest.mark.parametrize("deaths", [3, 1])
def test_a_task_that_ends_every_worker_fails_and_all_others_are_trained(deaths):
    executor = HereExecutor()
    alone = []

    def fate(bundle):
        if bundle.alone:
            alone.append((bundle.tasks[0].cell.place, len(executor.open)))
        return Report(0, deaths=deaths) if is_bad(bundle) else None

    executor.fate = fate
    outcomes = {outcome.cell.place: outcome.result for outcome in trained(executor)}
    assert sorted(outcomes) == list(range(30))
    assert [place for place, one in outcomes.items() if one.state == "failed"] == [7]
    assert "3 times" in outcomes[7].reason
    # It was found with nothing else at work.
    assert alone.count((7, 1)) == 3 // deaths
    assert {n_open for _, n_open in alone} == {1}


def test_what_was_lost_without_fault_is_sent_as_often_as_it_takes():
    chances = itertools.count()
    executor = HereExecutor(lambda _: Report(0) if next(chances) % 3 else None)
    outcomes = trained(executor)
    assert places(outcomes) == list(range(30))
    assert {outcome.result.state for outcome in outcomes} == {"finished"}


def test_a_report_that_comes_twice_counts_once():
    class Stutters(HereExecutor):
        def _settle(self, report, at_work):
            return [report, report]

    assert places(trained(Stutters())) == list(range(30))


def test_a_sentence_is_noted_once():
    executor = HereExecutor()
    for _ in range(2):
        executor.note("One was lost.")
    assert executor.notes == ("One was lost.",)

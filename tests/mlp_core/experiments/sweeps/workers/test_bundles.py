"""Bundles: small at first, of about a second then, and never so large that a worker waits."""

from dataclasses import replace

import pytest

from mlp_core.config import QUESTION_2
from mlp_core.experiments.sweeps.plan.cell import Cell
from mlp_core.experiments.sweeps.workers.bundles import MOST_DEATHS, Bundles, carried_bytes
from mlp_core.experiments.sweeps.workers.training import Task


def tasks(n):
    return [Task(Cell(k, (k,), 0, replace(QUESTION_2, seed=k))) for k in range(n)]


def places(bundle):
    return [task.cell.place for task in bundle.tasks]


def after_one(n, each, took):
    """Bundles of tasks that are expected to take ``each`` seconds, once one has taken ``took``."""
    bundles = Bundles(tasks(n), lambda _: each)
    bundles.trained(bundles.take(2), took)
    return bundles


def test_each_is_of_one_task_until_one_came_back():
    bundles = Bundles(tasks(100), lambda _: 0.001)
    assert [places(bundles.take(2)) for _ in range(3)] == [[0], [1], [2]]


def test_then_they_take_as_long_as_a_bundle_should():
    bundles = after_one(10_000, 1 / 64, 1 / 64)
    assert len(bundles.take(2).tasks) == 64
    assert len(bundles.take(2, 3.0).tasks) == 192


@pytest.mark.parametrize(("took", "n"), [(0.1, 10), (0.001, 1000)])
def test_what_came_back_counts_more_than_the_formula(took, n):
    assert len(after_one(10_000, 0.01, took).take(2).tasks) == pytest.approx(n, abs=1)


def test_tasks_that_take_longer_make_a_shorter_bundle():
    bundles = Bundles(tasks(10_000), lambda task: 0.01 * (1 + task.cell.place))
    bundles.trained(bundles.take(2), 0.01)
    # 2 + 3 + … + 13 hundredths are 0.90, with 14 it would be 1.04.
    assert places(bundles.take(2)) == list(range(1, 13))


def test_a_task_of_more_than_a_bundles_time_is_one_of_its_own():
    assert len(after_one(10_000, 5.0, 5.0).take(2).tasks) == 1


def test_towards_the_end_each_takes_half_of_its_share():
    bundles = after_one(41, 1e-6, 1e-6)
    sizes = []
    while (bundle := bundles.take(2)) is not None:
        sizes.append(len(bundle.tasks))
    assert sizes == [10, 8, 6, 4, 3, 3, 2, 1, 1, 1, 1]


@pytest.mark.parametrize("width", [1, 2, 7, 100])
@pytest.mark.parametrize("n", [1, 2, 50, 333])
def test_every_task_is_in_one_bundle_in_order(n, width):
    bundles = after_one(n, 0.01, 0.02)
    seen = [0]
    while (bundle := bundles.take(width)) is not None:
        seen += places(bundle)
    assert seen == list(range(n))
    assert not bundles


def test_what_nobody_began_comes_again_first():
    bundles = after_one(100, 0.001, 0.001)
    bundle = bundles.take(2)
    bundles.back(bundle)
    assert places(bundles.take(2)) == places(bundle)


def test_of_a_bundle_that_was_there_at_two_deaths_each_task_is_tried_alone_after_all_others():
    bundles = after_one(100, 0.001, 0.001)
    bundle = bundles.take(2)
    assert bundles.lost(bundle, 2) == []
    others = len(bundles) - len(bundle.tasks)
    while others:
        others -= len(bundles.take(2).tasks)
    for task in bundle.tasks:
        single = bundles.take(2)
        assert (single.tasks, single.alone) == ((task,), True)
    assert bundles.lost(single, MOST_DEATHS) == [single.tasks[0]]
    assert not bundles


def test_tasks_that_were_twice_near_a_death_are_tried_alone_and_given_up_after_three():
    bundles = Bundles(tasks(2), lambda _: 0.1)
    one, other = bundles.take(2), bundles.take(2)
    for _ in range(2):
        assert bundles.lost(one, 1) == bundles.lost(other, 1) == []
        one, other = bundles.take(2), bundles.take(2)
    assert one.alone
    assert other.alone
    bundles.back(other)
    for _ in range(MOST_DEATHS - 1):
        assert bundles.lost(one, 1) == []
        one = bundles.take(2)
        assert one.alone
    assert bundles.lost(one, 1) == list(one.tasks)
    assert places(bundles.take(2)) == places(other)
    assert bundles.take(2) is None


@pytest.mark.parametrize(("units", "n"), [((784, 1024, 10), 1), ((784, 128, 10), 8), ((4, 3), 64)])
def test_networks_that_travel_are_as_many_as_a_message_should_hold(units, n):
    config = replace(QUESTION_2, units=units)
    ahead = [Task(Cell(k, (), 0, config), keep_end=True) for k in range(10_000)]
    bundles = Bundles(ahead, lambda _: 1 / 64)
    bundles.trained(bundles.take(2), 1 / 64)
    assert len(bundles.take(2).tasks) == n
    # 785 × 128 + 129 × 10 numbers, three times, are 2.4 MB.
    assert carried_bytes(ahead[0]._replace(keep_end=False)) == 0


def test_a_formula_that_expects_nothing_is_not_divided_by():
    bundles = after_one(10, 0.0, 0.5)
    assert len(bundles.take(2).tasks) == 1

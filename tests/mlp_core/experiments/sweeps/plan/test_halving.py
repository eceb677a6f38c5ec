"""Successive halving against its definition, by curves that were written by hand."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.experimental import enable_halving_search_cv  # noqa: F401
from sklearn.model_selection import HalvingGridSearchCV

from mlp_core import load_dataset, train
from mlp_core.experiments.jobs.slots import Slots
from mlp_core.experiments.sweeps.ends import Ends
from mlp_core.experiments.sweeps.findings.course import course
from mlp_core.experiments.sweeps.plan.axis import Axis
from mlp_core.experiments.sweeps.plan.cell import cells
from mlp_core.experiments.sweeps.plan.halving import first_round
from mlp_core.experiments.sweeps.plan.objective import Objective
from mlp_core.experiments.sweeps.plan.spreads import Listed
from mlp_core.experiments.sweeps.plan.sweep import Halving, Sweep
from mlp_core.experiments.sweeps.result import packed
from mlp_core.experiments.sweeps.run import outcomes
from mlp_core.experiments.sweeps.workers.by_threads import ThreadExecutor
from mlp_core.experiments.sweeps.workers.executor import SweepStopped
from mlp_core.experiments.sweeps.workers.rows import Rows
from tests.every_set import small_config
from tests.mlp_core.experiments.sweeps.made_up import BASE, Curves, end_after, result

RATES = Axis(
    "learning_rate", Listed((0.001, 0.002, 0.003, 0.004, 0.005, 0.006, 0.007, 0.008, 0.01))
)


def halved(n=9, epochs=9, first=1, factor=3, **more):
    """A sweep over the first ``n`` rates."""
    axis = Axis("learning_rate", Listed(RATES.values[:n]))
    base = replace(BASE, epochs=epochs)
    return Sweep(base, (axis,), halving=Halving(first, factor), **more)


def decisions(sweep, results):
    return list(course(sweep, results).decisions)


def flat(*levels):
    """Of the cell at each place a curve that stays where it is."""
    return lambda cell: [levels[cell.place]] * 500


def test_a_bracket_by_hand():
    # 9 combinations with 1 epoch, 3 with 3, 1 with 9: Hyperband's most eager bracket of 9.
    executor = Curves(flat(0.1, 0.9, 0.3, 0.8, 0.5, 0.95, 0.2, 0.4, 0.6))
    found = list(outcomes(halved(), executor))
    assert executor.log == [
        [(place, 1, 0) for place in range(9)],
        [(1, 3, 1), (3, 3, 1), (5, 3, 1)],
        [(5, 9, 3)],
    ]
    assert all(outcome.result.end is None for outcome in found)
    assert [outcome.result.n_epochs for outcome in found] == [1] * 9 + [3] * 3 + [9]
    assert halved().n_epochs == 9 * 1 + 3 * 2 + 1 * 6


@pytest.mark.parametrize(
    ("n", "epochs", "first", "factor", "expected"),
    [
        (9, 9, 1, 3, [(9, 1), (3, 3), (1, 9)]),
        (8, 8, 1, 2, [(8, 1), (4, 2), (2, 4), (1, 8)]),
        # Rounded up, and the last round cut at the epochs of the base.
        (10, 100, 5, 3, [(10, 5), (4, 15), (2, 45), (1, 100)]),
        (7, 20, 20, 2, [(7, 20)]),
        (1, 9, 2, 2, [(1, 2), (1, 4), (1, 8), (1, 9)]),
        (256, 16, 4, 4, [(256, 4), (64, 16)]),
    ],
)
def test_rungs(n, epochs, first, factor, expected):
    assert Halving(first, factor).rungs(n, epochs) == expected


class Settings(ClassifierMixin, BaseEstimator):
    """Is as good as its setting says."""

    def __init__(self, level=0, epochs=1):
        self.level, self.epochs = level, epochs

    def fit(self, X, y):
        self.classes_ = np.unique(y)
        return self

    def predict(self, X):
        return np.zeros(len(X), int)

    def score(self, X, y=None):
        return self.level / 100


@pytest.mark.parametrize(("n", "factor"), [(9, 3), (10, 3), (31, 2), (16, 4), (50, 3)])
def test_scikit_learn_keeps_as_many_for_as_long(n, factor):
    epochs = factor**3
    search = HalvingGridSearchCV(
        Settings(),
        {"level": [*range(n)]},
        factor=factor,
        resource="epochs",
        min_resources=1,
        max_resources=epochs,
        cv=2,
    )
    search.fit(np.zeros((8, 1)), [0, 1] * 4)
    rungs = Halving(1, factor).rungs(n, epochs)
    theirs = list(zip(search.n_candidates_, search.n_resources_, strict=True))
    # It ends where few enough are left, ours where all epochs are there.
    assert theirs == rungs[: len(theirs)]


def test_who_would_have_won_is_dropped_all_the_same():
    slow = [0.1, 0.2, 0.9, 0.99, 0.99, 0.99, 0.99, 0.99, 0.99]
    executor = Curves(lambda cell: slow if cell.place == 0 else [0.3 + cell.place / 100] * 9)
    found = list(outcomes(halved(), executor))
    assert [place for place, _, _ in executor.log[1]] == [6, 7, 8]
    first, second, last = decisions(halved(), [outcome.result for outcome in found])
    assert [one.number for one in first.on] == [8, 7, 6]
    assert [one.number for one in first.dropped] == [5, 4, 3, 2, 1, 0]
    assert first.dropped[-1].at == (0.001,)
    assert first.dropped[-1].mean == 0.1
    assert (first.n_epochs, second.n_epochs, last.n_epochs) == (1, 3, 9)
    assert [one.number for one in second.dropped] == [7, 6]
    assert [one.number for one in last.on] == [8]
    assert last.dropped == ()


def test_curves_that_cross_go_on_by_where_they_are_when_it_is_decided():
    # 1 leads after the first epoch, 0 after the second; both go on, and then 0 alone.
    curves = {0: [0.5, 0.8, 0.9, 0.9], 1: [0.7, 0.6, 0.6, 0.6], 2: [0.4] * 4, 3: [0.3] * 4}
    executor = Curves(lambda cell: curves[cell.place])
    list(outcomes(halved(4, 4, 1, 2), executor))
    assert executor.log[1:] == [[(0, 2, 1), (1, 2, 1)], [(0, 4, 2)]]


def test_the_epoch_that_counts_decides():
    curves = {0: [0.2, 0.9, 0.1, 0.1], 1: [0.2, 0.3, 0.4, 0.4]}
    for epoch, winner in (("last", 1), ("best", 0)):
        executor = Curves(lambda cell: curves[cell.place])
        sweep = halved(2, 4, 3, 2, objective=Objective(epoch=epoch))
        list(outcomes(sweep, executor))
        assert executor.log[1] == [(winner, 4, 3)]


def test_less_of_a_loss_goes_on():
    sweep = halved(3, 3, objective=Objective("validation_loss"))
    executor = Curves(flat(0.2, 0.1, 0.3))
    list(outcomes(sweep, executor))
    assert executor.log[1] == [(2, 3, 1)]
    executor = Curves(flat(0.2, 0.1, 0.3))
    found = [o.result for o in outcomes(sweep, executor)]
    (kept, *_), dropped = decisions(sweep, found)[0].on, decisions(sweep, found)[0].dropped
    assert kept.mean == pytest.approx(0.7)
    assert [one.mean for one in dropped] == pytest.approx([0.8, 0.9])


def test_of_those_alike_the_first_go_on():
    executor = Curves(flat(*[0.5] * 9))
    list(outcomes(halved(), executor))
    assert [place for place, _, _ in executor.log[1]] == [0, 1, 2]


def test_seeds_are_judged_by_their_mean():
    # Combination 0 has the best seed and the worst, 1 the better mean.
    values = [0.9, 0.1, 0.6, 0.6]
    sweep = halved(2, 2, 1, 2, repeats=2)
    executor = Curves(flat(*values))
    found = list(outcomes(sweep, executor))
    assert executor.log == [[(0, 1, 0), (1, 1, 0), (2, 1, 0), (3, 1, 0)], [(2, 2, 1), (3, 2, 1)]]
    assert sweep.n_epochs == 4 + 2
    decided = decisions(sweep, [outcome.result for outcome in found])
    assert decided[0].dropped[0].mean == 0.5


def test_sums_of_seeds_do_not_depend_on_their_order():
    # 0.1 + 0.2 + 0.3 is not 0.3 + 0.2 + 0.1 in floating point, and these are alike.
    seeds = [0.3, 0.2, 0.1, 0.1, 0.2, 0.3]
    for order in (seeds, seeds[::-1]):
        executor = Curves(flat(*order))
        list(outcomes(halved(2, 3, repeats=3), executor))
        assert [place for place, _, _ in executor.log[1]] == [0, 1, 2]


def test_what_diverged_goes_behind_everything_finite_and_is_not_trained_again():
    curves = [[None], [0.01] * 9, [0.9, None], [0.02] * 9, *[[None]] * 5]
    executor = Curves(lambda cell: curves[cell.place])
    found = [outcome.result for outcome in outcomes(halved(), executor)]
    # Two are finite, and three might go on; 2 diverges in the second round.
    assert executor.log == [
        [(place, 1, 0) for place in range(9)],
        [(1, 3, 1), (2, 3, 1), (3, 3, 1)],
        [(3, 9, 3)],
    ]
    first, second, last = decisions(halved(), found)
    assert [one.number for one in first.on] == [2, 3, 1]
    assert all(one.mean is None and one.n_without == 1 for one in first.dropped)
    assert [one.number for one in second.dropped] == [1, 2]
    assert [one.number for one in last.on] == [3]


def test_halving_ends_where_all_have_diverged():
    executor = Curves(lambda cell: [None])
    found = [outcome.result for outcome in outcomes(halved(), executor)]
    assert len(executor.log) == 1
    (only,) = decisions(halved(), found)
    assert only.on == ()
    assert [one.number for one in only.dropped] == [*range(9)]


def test_a_combination_that_lost_a_seed_goes_behind_those_that_lost_none():
    curves = [[0.9], [None], [0.2], [0.2]]
    sweep = halved(2, 2, 1, 2, repeats=2)
    executor = Curves(lambda cell: curves[cell.place] * 2)
    found = [outcome.result for outcome in outcomes(sweep, executor)]
    assert executor.log[1] == [(2, 2, 1), (3, 2, 1)]
    assert decisions(sweep, found)[0].dropped == ((0, (0.001,), 0.9, 1),)
    # Where there is room for it its other seed goes on alone.
    sweep = halved(1, 2, 1, 2, repeats=2)
    executor = Curves(lambda cell: curves[cell.place] * 2)
    list(outcomes(sweep, executor))
    assert executor.log[1] == [(0, 2, 1)]


def test_halving_stops_where_nothing_says_who_is_better():
    executor = Curves(lambda cell: [float("nan")] * 9)
    found = []
    with pytest.raises(SweepStopped, match="No run has a validation_accuracy to be judged by"):
        found.extend(outcomes(halved(), executor))
    executor = Curves(lambda cell: [float("nan" if cell.place else 0.1)] * 9)
    found = [outcome.result for outcome in outcomes(halved(), executor)]
    # There would be room for three.
    assert executor.log[1:] == [[(0, 3, 1)], [(0, 9, 3)]]
    assert [one.mean for one in decisions(halved(), found)[0].dropped] == [None] * 8


def test_decisions_wait_for_a_whole_round():
    executor = Curves(flat(0.1, 0.9, 0.3, 0.8, 0.5, 0.95, 0.2, 0.4, 0.6))
    found = [outcome.result for outcome in outcomes(halved(), executor)]
    assert [len(decisions(halved(), found[:n])) for n in (0, 8, 9, 11, 12, 13)] == [
        0,
        0,
        1,
        1,
        2,
        3,
    ]
    assert decisions(halved(), reversed(found)) == decisions(halved(), found)


def test_known_rounds_are_not_trained_again():
    curve = flat(0.1, 0.9, 0.3, 0.8, 0.5, 0.95, 0.2, 0.4, 0.6)
    first = [outcome.result for outcome in outcomes(halved(), Curves(curve))]
    known = {one.config: one for one in first[:11]}
    executor = Curves(curve)
    again = [outcome.result for outcome in outcomes(halved(), executor, known)]
    # Nobody has kept where the known ones ended: what is not known is trained from its start.
    assert executor.log == [[], [(5, 3, 0)], [(5, 9, 3)]]
    assert {one.config for one in again} == {one.config for one in first}
    assert all(a.same_as(b) for a, b in zip(again, first, strict=True))


def test_ends_are_those_of_the_best_so_far():
    sweep = halved()
    ends = Ends(sweep, first_round(sweep))
    levels = [0.1, 0.9, 0.3, 0.8, 0.5, 0.95, 0.2, 0.4, 0.6]
    most = 0
    for cell, level in zip(first_round(sweep).cells, levels, strict=True):
        ends.take(cell, result(cell.config, [level], end=end_after(1)))
        most = max(most, len(ends.kept))
    assert most == 3
    assert sorted(ends.kept) == [1, 3, 5]


def test_ends_take_no_more_memory_than_they_may():
    sweep = halved()
    ends = Ends(sweep, first_round(sweep), most_bytes=2 * end_after(1).n_bytes)
    for cell in first_round(sweep).cells:
        ends.take(cell, result(cell.config, [cell.place / 10], end=end_after(1)))
    assert sorted(ends.kept) == [7, 8]


def test_ends_wait_for_all_seeds():
    sweep = halved(4, repeats=2, factor=4)
    ends = Ends(sweep, first_round(sweep))
    of = {0: 0.1, 1: 0.2, 2: 0.5, 3: 0.6, 4: 0.9, 6: 0.3, 7: 0.3}
    own = {cell.place: cell for cell in first_round(sweep).cells}
    for place, level in of.items():
        ends.take(own[place], result(own[place].config, [level], end=end_after(1)))
    # 1 is the best that is complete; nobody knows yet what becomes of 2, whose seed 5 is missing.
    assert sorted(ends.kept) == [2, 3, 4]
    ends.take(own[5], result(own[5].config, [0.1], end=end_after(1)))
    assert sorted(ends.kept) == [2, 3]


EXACT = {
    "plain": {},
    "shuffled": {"shuffle": True, "batch_size": 7},
    "Adam": {"optimizer": "adam", "shuffle": True},
    "momentum": {"momentum": 0.9, "nesterovs_momentum": True},
    "inverse scaling": {"schedule": "invscaling", "learning_rate": 0.5},
    "adaptive": {"schedule": "adaptive", "n_iter_no_change": 1, "tol": 0.05},
    "patience": {"n_iter_no_change": 2, "tol": 0.1},
    "early stopping": {"early_stopping": True, "n_iter_no_change": 2, "shuffle": True},
}


@pytest.mark.parametrize("name", EXACT)
def test_going_on_comes_to_the_very_same(name):
    base = replace(
        small_config("iris", split={"validation_size": 0.2}), **{"epochs": 12, **EXACT[name]}
    )
    axis = Axis("init_scale", Listed((0.1, 0.2, 0.3, 0.4)))
    sweep = Sweep(base, (axis,), repeats=2, halving=Halving(2, 2))
    executor = ThreadExecutor(Rows(), Slots(2))
    found = list(outcomes(sweep, executor))
    executor.close()
    whole = {cell.place: cell for cell in cells(sweep)}
    assert [
        len({o.cell.place for o in found if o.cell.config.epochs == n}) for n in (2, 4, 8, 12)
    ] == [
        8,
        4,
        2,
        2,
    ]
    dataset = load_dataset("iris", "standard", split=base.split)
    for cell, came in found:
        assert cell.config == replace(whole[cell.place].config, epochs=cell.config.epochs)
        trained = list(train(cell.config, dataset))
        expected = packed([metrics.scores for metrics in trained])
        timed = came.figures.copy()
        assert expected.shape == timed.shape
        timed[:, 7] = expected[:, 7]
        assert timed.tobytes() == expected.tobytes()


def test_patience_and_the_adaptive_rate_do_come_into_it():
    dataset = load_dataset("iris", "standard", split={"validation_size": 0.2})
    for name, what in (("adaptive", "learning_rate"), ("patience", "epoch")):
        base = small_config("iris", split={"validation_size": 0.2})
        epochs = list(train(replace(base, **{"epochs": 12, **EXACT[name]}), dataset))
        assert len(epochs) < 12 if what == "epoch" else len({e.learning_rate for e in epochs}) > 1

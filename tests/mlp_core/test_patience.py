"""Schedules and patience by hand-worked figures; runs as a whole are scikit-learn's elsewhere."""

from dataclasses import replace

import pytest

from mlp_core import EpochMetrics, TrainConfig
from mlp_core.epoch_scores import EpochScores
from mlp_core.patience import Patience, patience_after, why_stopped
from mlp_core.training import train_in_slices
from tests.mlp_core.small_data import few_digits

CONFIG = TrainConfig((64, 5, 10), 0.5, 20, n_iter_no_change=2, tol=0.25)
N_ROWS = 10


def of_epochs(
    config: TrainConfig, losses: list[float], accuracies: list[float] | None = None
) -> list[Patience]:
    """Patience after each epoch of these mean losses, at the rates that it gives itself."""
    found = [Patience(config, N_ROWS)]
    for k, loss in enumerate(losses):
        rate = found[-1].rate(config.learning_rate)
        held = None if accuracies is None else accuracies[k]
        scores = EpochScores(
            k + 1, rate, N_ROWS * loss, loss, loss, 0.5, 0.5, 0.0, validation_accuracy=held
        )
        found.append(found[-1].after(scores))
    return found[1:]


def test_it_waits_for_an_improvement_by_the_tolerance():
    # 3.75 is lower than 4 by the tolerance, and 3.625 is lower, but by less.
    after = of_epochs(CONFIG, [4.0, 3.75, 3.625, 3.5, 3.25])
    assert [p.waited for p in after] == [0, 0, 1, 2, 0]
    assert [-p.best for p in after] == [4.0, 3.75, 3.625, 3.5, 3.25]
    assert [p.best_epoch for p in after] == [1, 2, 3, 4, 5]
    assert not any(p.stopped for p in after)


def test_it_ends_after_more_epochs_than_it_has_and_begins_anew():
    after = of_epochs(CONFIG, [1.0, 1.0, 1.0, 1.0, 1.0, 0.5, 1.0])
    assert [p.waited for p in after] == [0, 1, 2, 0, 1, 0, 1]
    assert [p.stopped for p in after] == [False, False, False, True, False, False, False]
    assert why_stopped(after[3]) == (
        "The training loss has not improved by 0.25 for 3 epochs: it stopped early."
    )


def test_a_patience_that_is_longer_than_any_run_never_ends():
    never = replace(CONFIG, n_iter_no_change=TrainConfig((64, 10), 0.1, 1).n_iter_no_change)
    after = of_epochs(never, [1.0] * 10_000)
    assert not any(p.stopped for p in after)


def test_early_stopping_goes_by_the_accuracy_and_keeps_the_first_of_the_best():
    config = replace(CONFIG, early_stopping=True, tol=0.125)
    after = of_epochs(config, [9.0] * 6, [0.5, 0.625, 0.75, 0.75, 0.8125, 0.5])
    assert [p.waited for p in after] == [0, 0, 0, 1, 2, 0]
    assert [p.best_epoch for p in after] == [1, 2, 3, 3, 5, 5]
    assert [p.stopped for p in after] == [False] * 5 + [True]
    numbers = replace(after[-1], config=replace(after[-1].config, dataset="diabetes"))
    assert why_stopped(numbers).startswith("The R² on the validation part has not improved")
    assert why_stopped(after[-1]).startswith("The accuracy on the validation part has not improved")


def test_inverse_scaling_counts_rows():
    config = replace(CONFIG, schedule="invscaling", power_t=0.5)
    start = Patience(config, 8)
    assert start.rate(0.5) == 0.5
    # 8, 24 and 48 rows: square roots of 9, 25 and 49.
    for epoch, root in ((1, 3.0), (3, 5.0), (6, 7.0)):
        assert replace(start, epoch=epoch).rate(0.5) == pytest.approx(0.5 / root, rel=1e-15)


def test_an_adaptive_rate_is_divided_by_five_and_ends_when_it_is_small():
    config = replace(CONFIG, schedule="adaptive", learning_rate=1e-5)
    after = of_epochs(config, [1.0] * 12)
    assert [p.divisions for p in after] == [0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 2, 2]
    assert after[-1].rate(1e-5) == pytest.approx(4e-7)
    # 1e-5, 2e-6, 4e-7: the last is no more than 1e-6, and the next end of patience is the run's.
    assert [p.stopped for p in after] == [False] * 9 + [True] + [False] * 2


def test_a_rate_that_is_the_least_is_divided_no_more():
    config = replace(CONFIG, schedule="adaptive", learning_rate=1e-6)
    *_, last = of_epochs(config, [1.0] * 4)
    assert (last.divisions, last.stopped) == (0, True)


def test_another_base_rate_goes_on_from_where_the_schedule_is():
    adaptive = Patience(replace(CONFIG, schedule="adaptive"), N_ROWS, epoch=7, divisions=2)
    assert (adaptive.rate(0.5), adaptive.rate(1.0)) == (0.5 / 5.0 / 5.0, 1.0 / 5.0 / 5.0)
    scaled = Patience(replace(CONFIG, schedule="invscaling"), 8, epoch=3)
    assert scaled.rate(1.0) == 2.0 * scaled.rate(0.5)
    constant = Patience(CONFIG, N_ROWS, epoch=7, divisions=2)
    assert constant.rate(0.25) == 0.25


def test_adam_keeps_its_rate_and_stops_where_another_would_divide():
    config = replace(CONFIG, schedule="adaptive", optimizer="adam")
    after = of_epochs(config, [1.0] * 4)
    assert (after[-1].divisions, after[-1].stopped) == (0, True)
    scaled = Patience(replace(CONFIG, schedule="invscaling", optimizer="adam"), 8, epoch=3)
    assert scaled.rate(0.5) == 0.5


@pytest.mark.parametrize("schedule", ["constant", "invscaling", "adaptive"])
@pytest.mark.parametrize("early_stopping", [False, True])
def test_a_change_of_the_rate_under_a_schedule_goes_on_after_a_break(
    digits, schedule, early_stopping
):
    config = replace(
        TrainConfig((64, 5, 10), 0.05, 6, batch_size=7, momentum=0.5, alpha=0.01, shuffle=True),
        schedule=schedule,
        early_stopping=early_stopping,
        validation_fraction=0.3,
        n_iter_no_change=1,
        tol=0.3,
    )
    small = few_digits(digits, 60)
    bases = [0.05, 0.05, 0.02, 0.02, 0.02, 0.04]

    def epochs(**options):
        found = []
        for item in train_in_slices(config, small, **options):
            if isinstance(item, EpochMetrics):
                found.append(item)
            if found and found[-1].epoch == 6:
                return found
        raise AssertionError("training does not end by itself")

    whole = epochs(rate_of_epoch=lambda epoch: bases[epoch - 1])
    assert [m.base_rate for m in whole] == bases
    assert [m.learning_rate for m in whole] == [
        patience_after(config, m.patience.n_rows, [s.scores for s in whole[:k]]).rate(bases[k])
        for k, m in enumerate(whole)
    ]
    for done in (1, 3, 5):
        rest = epochs(
            rate_of_epoch=lambda epoch: bases[epoch - 1],
            after=whole[done - 1].checkpoint,
            before=[m.scores for m in whole[:done]],
        )
        for one, other in zip(rest, whole[done:], strict=True):
            assert replace(one.scores, seconds=0.0) == replace(other.scores, seconds=0.0)
            assert one.patience == other.patience
            for a, b in zip(one.parameters[0], other.parameters[0], strict=True):
                assert (a == b).all()


def test_going_on_needs_the_scores_of_all_epochs(digits):
    small = few_digits(digits, 60)
    config = TrainConfig((64, 10), 0.01, 2)
    first = next(i for i in train_in_slices(config, small) if isinstance(i, EpochMetrics))
    with pytest.raises(ValueError, match="to go on after epoch 1, the scores of all epochs up to"):
        next(iter(train_in_slices(config, small, after=first.checkpoint)))

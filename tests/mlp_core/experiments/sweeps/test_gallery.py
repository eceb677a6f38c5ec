"""scikit-learn's published comparison of learning strategies, fitted by our classifier."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.datasets import load_digits, load_iris, make_circles, make_moons
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_limits

from mlp_core.experiments.sweeps.gallery import job as gallery
from mlp_core.experiments.sweeps.gallery.findings import (
    lessons,
    place,
    published,
    refitted,
    verdict,
)
from mlp_core.experiments.sweeps.gallery.job import N_FITS, Fit, GalleryJob
from mlp_core.experiments.sweeps.gallery.problems import PROBLEMS, Printed, Problem
from mlp_core.experiments.sweeps.gallery.strategies import STRATEGIES
from tests.mlp_core.jobs import Gated
from tests.mlp_core.waiting import Gate, finish

IRIS, DIGITS, CIRCLES, MOONS = PROBLEMS
# How many epochs scikit-learn's own fits of the published ones have.
EPOCHS = {IRIS: (400, 139, 143, 289, 400, 400, 176), DIGITS: (15,) * len(STRATEGIES)}
BY_NAME = {strategy.name: strategy for strategy in STRATEGIES}


@pytest.fixture(scope="module", autouse=True)
def one_core() -> Iterator[None]:
    """As the app has it: several threads a small product take longer, beside other tests much."""
    with threadpool_limits(1):
        yield


@pytest.fixture(scope="module")
def fits() -> tuple[Fit, ...]:
    job = GalleryJob()
    job.resume()
    snapshot = finish(job)
    assert (snapshot.state, snapshot.reason) == ("finished", "")
    return snapshot.progress


def made_up(problem: Problem, strategy: str, loss: float, score: float = 0.5) -> Fit:
    return Fit(problem, BY_NAME[strategy], 99, (1.0, loss), score, 0.1)


def as_published(problem: Problem) -> list[Fit]:
    """Fits that come to the very figures that are printed."""
    return [
        Fit(problem, strategy, 99, (float(printed.loss),), float(printed.score), 0.1)
        for strategy, printed in zip(STRATEGIES, problem.published, strict=True)
    ]


def test_every_strategy_on_every_data_set_in_their_order(fits):
    expected = [(problem.name, strategy.name) for problem in PROBLEMS for strategy in STRATEGIES]
    assert [place(fit) for fit in fits] == expected
    assert len(fits) == N_FITS == 28
    assert all(fit.seconds > 0 for fit in fits)


@pytest.mark.parametrize("strategy", range(len(STRATEGIES)), ids=BY_NAME)
@pytest.mark.parametrize("problem", [IRIS, DIGITS], ids=lambda problem: problem.name)
def test_the_published_figures(fits, problem, strategy):
    (fit,) = (f for f in fits if f.problem is problem and f.strategy is STRATEGIES[strategy])
    assert fit.printed == problem.published[strategy]
    assert len(fit.loss_curve) == EPOCHS[problem][strategy]


@pytest.mark.parametrize(
    ("problem", "load"),
    [
        (IRIS, lambda: load_iris(return_X_y=True)),
        (DIGITS, lambda: load_digits(return_X_y=True)),
        (CIRCLES, lambda: make_circles(noise=0.2, factor=0.5, random_state=1)),
        (MOONS, lambda: make_moons(noise=0.3, random_state=0)),
    ],
    ids=[problem.name for problem in PROBLEMS],
)
def test_rows_are_the_examples_between_0_and_1(problem, load):
    X, y = load()
    low, span = X.min(axis=0), np.ptp(X, axis=0)
    rows, classes = problem.rows()
    assert_allclose(rows, (X - low) / np.where(span == 0, 1, span), atol=1e-15)
    assert_array_equal(classes, y)


def test_where_nothing_is_published_they_are_scikit_learns_own(fits, monkeypatch):
    monkeypatch.setattr(gallery, "PROBLEMS", (CIRCLES, MOONS))
    job = GalleryJob(estimator=MLPClassifier)
    job.resume()
    theirs = finish(job).progress
    ours = [fit for fit in fits if fit.problem in (CIRCLES, MOONS)]
    assert len(theirs) == len(ours) == 14
    for our, their in zip(ours, theirs, strict=True):
        assert_allclose(our.loss_curve, their.loss_curve, rtol=0, atol=1e-9)
        assert (place(our), our.score) == (place(their), their.score)
    assert published(ours) == {}
    assert verdict(ours, published(ours), "published") == ""
    assert verdict(ours, refitted(theirs), "of their") == (
        "All 28 of their figures agree to six decimals."
    )


def test_the_verdict_is_made_of_the_numbers():
    fits = as_published(IRIS)
    assert verdict(fits, published(fits), "published") == (
        "All 14 published figures agree to six decimals."
    )
    off = replace(fits[-1], loss_curve=(fits[-1].loss + 1e-5,))
    assert verdict([*fits[:-1], off], published(fits), "published") == (
        "13 of 14 published figures agree to six decimals. "
        "Iris, Adam: loss 0.045321, published 0.045311."
    )
    lost = [replace(fit, loss_curve=(0.5,)) for fit in fits]
    said = verdict(lost, published(fits), "published")
    assert said.startswith("7 of 14 published figures agree to six decimals. Iris, constant: loss")
    assert said.endswith(" 4 more differ.")
    assert "Iris, constant: score 0.980010, published 0.980000." in verdict(
        [replace(fits[0], score=0.98001)], published(fits), "published"
    )


def test_lessons_say_what_the_losses_do():
    constant, scaled = made_up(IRIS, "constant", 0.2), made_up(IRIS, "inverse scaling", 0.3)
    momentum = made_up(IRIS, "constant, momentum", 0.1)
    # Lower, but not in what is printed.
    nesterov = made_up(IRIS, "constant, Nesterov", 0.1 - 1e-9)
    assert lessons([constant, scaled, momentum, nesterov]) == [
        "A constant rate ends at a lower loss than inverse scaling in the only pair.",
        "Momentum ends at a lower loss than plain steps in the only pair.",
        "Nesterov's momentum ends at a lower loss than the classic one not in the only pair.",
        "Inverse scaling divides the rate by √(rows seen + 1): after one epoch on Iris, 99 rows, "
        "0.2 has become 0.0200.",
    ]
    other_way = made_up(MOONS, "constant", 0.3), made_up(MOONS, "inverse scaling", 0.2)
    thrice = made_up(CIRCLES, "constant", 0.3), made_up(CIRCLES, "inverse scaling", 0.2)
    claim = "A constant rate ends at a lower loss than inverse scaling"
    assert lessons([constant, scaled, *other_way])[0] == f"{claim} in 1 of 2 pairs."
    assert lessons([*thrice, *other_way])[0] == f"{claim} in none of 2 pairs."
    # Pairs are of one data set, and Adam is in none.
    assert lessons([constant, made_up(MOONS, "constant, momentum", 0.1)]) == []
    assert lessons([constant, made_up(IRIS, "Adam", 0.0)]) == []


def test_the_lowest_is_named_where_all_have_been_fitted():
    fits = as_published(DIGITS)
    assert lessons(fits)[-1] == "Lowest at the end: Digits: constant, momentum."
    assert "Lowest" not in " ".join(lessons(fits[1:]))
    fits[3] = replace(fits[3], loss_curve=(0.001,))
    assert lessons(fits)[-1] == "Lowest at the end: Digits: inverse scaling."


def test_figures_of_some_strategies_alone_are_refused():
    with pytest.raises(ValueError, match="Iris needs published figures of all 7 strategies"):
        replace(IRIS, published=(Printed("1.0", "0.0"),))


class GatedGallery(Gated, GalleryJob):
    """The comparison, which a gate can hold between two fits."""

    gate = Gate(at_step=2)


@pytest.mark.parametrize(("order", "state"), [("pause", "paused"), ("stop", "stopped")])
def test_it_rests_between_two_fits_and_goes_on_where_it_was(order, state, monkeypatch):
    monkeypatch.setattr(gallery, "PROBLEMS", (replace(MOONS, max_epochs=1),))
    monkeypatch.setattr(GatedGallery, "gate", Gate(at_step=2))
    job = GatedGallery()
    assert job.snapshot.state == "paused"
    assert job.expected_seconds == pytest.approx(2.8)
    job.resume()
    job.gate.wait_for_arrival()
    getattr(job, order)()
    job.gate.open()
    assert finish(job).state == state
    assert len(job.snapshot.progress) == 2
    job.resume()
    finish(job)
    assert len(job.snapshot.progress) == (7 if order == "pause" else 2)

"""Importance of settings, on functions of which it is known; and what is said of it."""

import itertools
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from mlp_core.experiments.sweeps.findings import importance as room
from mlp_core.experiments.sweeps.findings.board import board
from mlp_core.experiments.sweeps.findings.comparable import comparable
from mlp_core.experiments.sweeps.findings.encoding import encoded
from mlp_core.experiments.sweeps.findings.importance import (
    FEWEST,
    Share,
    importances,
    shares_of,
)
from mlp_core.experiments.sweeps.findings.importance_text import importance_sentences
from mlp_core.experiments.sweeps.plan.objective import Objective
from mlp_core.experiments.sweeps.plan.sweep import Halving
from tests.mlp_core.experiments.sweeps.findings.made import results, swept, with_epochs

A = tuple(10.0**-k for k in range(1, 7))
B = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5)
C = ("tanh", "relu", "logistic")
LOSS = Objective("train_loss")


def of(function, noise=0.0, objective=LOSS, **axes):
    """The importances of a loss that is ``function`` of the places along the axes, from 0."""
    axes = axes or {"learning_rate": A, "momentum": B, "activation": C}
    rng = np.random.default_rng(1)
    sweep = swept(objective=objective, **axes)
    where = [{value: i for i, value in enumerate(values)} for values in axes.values()]

    def value(cell):
        places = [own[one] for own, one in zip(where, cell.at, strict=True)]
        return float(function(*places) + noise * rng.standard_normal())

    return importances(board(sweep, results(sweep, value)))


def shares(found):
    return {one.axis.name: one.share.value for one in found.axes}


def told(found):
    return {one.axis.name for one in found.axes if one.share.beyond_noise}


def pair(found):
    return found.interaction and {axis.name for axis in found.interaction.axes}


def test_of_a_sum_each_term_has_its_share_and_no_two_act_together():
    found = of(lambda a, b, c: 3 * a + b, noise=0.2)
    # Variances of the terms are as 9 to 1, and the noise is all but none.
    assert shares(found)["learning_rate"] == pytest.approx(0.9, abs=0.08)
    assert shares(found)["momentum"] == pytest.approx(0.1, abs=0.03)
    assert shares(found)["activation"] == pytest.approx(0.0, abs=0.01)
    assert [one.axis.name for one in found.axes][:2] == ["learning_rate", "momentum"]
    assert told(found) == {"learning_rate", "momentum"}
    assert found.interaction is None
    assert found.fit.value > 0.95
    assert (found.n, found.n_known) == (108, 108)


@pytest.mark.parametrize(
    "function",
    [lambda a, b, c: (a - 2.5) * (b - 2.5), lambda a, b, c: 5 * ((a > 2) ^ (b > 2))],
    ids=["product", "exclusive or"],
)
def test_of_what_two_do_only_together_both_have_all_of_it(function):
    found = of(function, noise=0.1)
    assert pair(found) == told(found) == {"learning_rate", "momentum"}
    assert shares(found)["learning_rate"] > 0.7
    assert shares(found)["momentum"] > 0.7
    assert found.interaction.share.value > 0.7
    assert abs(shares(found)["activation"]) < 0.02


def test_of_both_at_once_the_pair_has_its_part():
    """a + b + ab of even places: each total is 2/3, and the pair's part 1/3."""

    def function(a, b, c):
        a, b = (a - 2.5) / 1.7078, (b - 2.5) / 1.7078
        return a + b + a * b

    found = of(function, noise=0.05)
    assert shares(found)["learning_rate"] == pytest.approx(2 / 3, abs=0.12)
    assert shares(found)["momentum"] == pytest.approx(2 / 3, abs=0.12)
    assert found.interaction.share.value == pytest.approx(1 / 3, abs=0.1)
    assert found.interaction.share.low < 1 / 3 < found.interaction.share.high


def test_a_choice_is_shuffled_as_one():
    found = of(lambda a, b, c: 4 * (c == 1) - 4 * (c == 2), noise=0.1)
    assert shares(found)["activation"] == pytest.approx(1.0, abs=0.1)
    assert told(found) == {"activation"}


def test_of_pure_noise_nothing_is_claimed():
    for scale in (1.0, 100.0):
        found = of(lambda a, b, c: 0.0, noise=scale)
        assert not found.means_something
        assert found.interaction is None
        assert found.fit.value < 0.1


def test_seeds_are_noise_and_not_settings():
    rng = np.random.default_rng(0)
    sweep = swept(4, LOSS, learning_rate=A, momentum=B)
    found = importances(
        board(sweep, results(sweep, lambda cell: A.index(cell.at[0]) + rng.standard_normal()))
    )
    assert told(found) == {"learning_rate"}
    assert found.n == 36


def test_the_interval_of_folds_is_that_of_nadeau_and_bengio():
    of_folds = np.arange(10.0)
    share = room._share(of_folds)
    # t of 9 degrees of freedom from its table; variance 55/6; folds overlap by a fourth.
    half = 2.262157 * np.sqrt((1 / 10 + 1 / 4) * 55 / 6)
    assert share[:3] == pytest.approx((4.5, 4.5 - half, 4.5 + half), rel=1e-6)
    assert room._share(of_folds, n_compared=3).high > share.high


def test_one_share_is_beyond_noise_and_another_is_not():
    assert Share(0.1, 0.03, 0.2, 0.02).beyond_noise
    assert not Share(0.1, 0.01, 0.2, 0.02).beyond_noise


def test_axes_that_do_nothing_are_seldom_claimed():
    claimed = 0
    for seed in range(6):
        rng = np.random.default_rng(seed)
        X = np.array(list(itertools.product(range(6), range(6), range(3))), dtype=float)
        y = X[:, 0] + 1.5 * rng.standard_normal(len(X))
        _, singles, pairs = shares_of(X, [[0], [1], [2]], y)
        claimed += singles[1].beyond_noise + singles[2].beyond_noise
        claimed += any(share.beyond_noise for share in pairs.values())
    assert claimed == 0


def test_few_or_equal_values_and_no_axis_say_nothing():
    values = {"learning_rate": A, "momentum": B}
    sweep = swept(objective=LOSS, **values)
    made = results(sweep, lambda cell: cell.place)
    assert importances(board(sweep, made[: FEWEST - 1])) is None
    assert importances(board(sweep, made[:FEWEST])) is not None
    assert importances(board(sweep, results(sweep, lambda cell: 1.0))) is None
    one = swept(objective=LOSS, learning_rate=(0.1,))
    assert importances(board(one, results(one, lambda cell: 1.0))) is None


def test_axes_of_one_value_are_left_out():
    found = of(lambda a, b, c: a, learning_rate=A, momentum=B, activation=("relu",))
    assert {one.axis.name for one in found.axes} == {"learning_rate", "momentum"}


def test_of_many_a_sample_is_asked(monkeypatch):
    monkeypatch.setattr(room, "MOST", 50)
    found = of(lambda a, b, c: 3 * a + b)
    assert (found.n, found.n_known) == (50, 108)
    assert "from 50 combinations of 108, drawn at random" in importance_sentences(found)[0]


def test_the_same_board_has_the_same_importances():
    assert of(lambda a, b, c: a) == of_one()


def test_combinations_are_rows_of_numbers():
    sweep = swept(learning_rate=(0.01, 0.1), activation=("relu", "tanh"), shuffle=(True, False))
    X, columns = encoded(sweep.axes, [(0.1, "tanh", True), (0.01, "relu", False)])
    assert columns == [[0], [1, 2], [3, 4]]
    assert X[:, 0] == pytest.approx(np.log([0.1, 0.01]))
    assert X[:, 1:].tolist() == [[1, 0, 1, 0], [0, 1, 0, 1]]


def test_a_loss_far_out_does_not_outweigh_the_rest_and_a_share_stays():
    sweep = swept(objective=LOSS, learning_rate=A, momentum=B)
    made = results(sweep, lambda cell: 1e30 if cell.place == 0 else 1 + 0.01 * cell.place)
    _, values = comparable(board(sweep, made))
    low, high = np.quantile(values[1:], (0.25, 0.75))
    assert values[0, 0] == pytest.approx(low - 3 * (high - low), rel=0.1)
    assert (values[1:, 0] < 0).all()
    shares = swept(objective=Objective("train_accuracy"), learning_rate=A, momentum=B)
    made = results(shares, lambda cell: 0.1 if cell.place == 0 else 0.9 + 0.001 * cell.place)
    assert comparable(board(shares, made))[1][0, 0] == 0.1


def test_with_halving_all_are_judged_after_as_many_epochs():
    sweep = replace(swept(objective=LOSS, learning_rate=A), halving=Halving(1, 3))
    made = results(sweep, lambda cell: [0.1 * cell.place, 9.0, 9.0])
    first = [with_epochs(one, 1, train_loss=[0.1 * k]) for k, one in enumerate(made)]
    _, values = comparable(board(sweep, [*first, made[2]]))
    assert values[:, 0] == pytest.approx([-0.1 * k for k in range(6)])


@cache
def of_one():
    return of(lambda a, b, c: a)


def sentences(fit=(0.9, 0.8, 1.0), axes=(), interaction=None):
    base = of_one()
    own = tuple(
        one._replace(share=Share(*share, 0.01)) for one, share in zip(base.axes, axes, strict=False)
    )
    return importance_sentences(replace(base, fit=Share(*fit), axes=own, interaction=interaction))


def test_it_is_said_what_matters_and_what_does_not():
    first, second = sentences(axes=[(0.7, 0.6, 1.2), (0.2, 0.1, 0.3), (0.01, -0.02, 0.05)])
    names = [one.axis.column for one in of_one().axes]
    assert first == (
        "By a forest that learns from 108 combinations and foretells others with an R² of 0.900: "
        f"{names[0]} has a part in 70 % (60 % to 100 %) of the variation, {names[1]} in 20 % "
        f"(10 % to 30 %), {names[2]} in none that can be told from noise."
    )
    assert second == "No two of them are seen to act together beyond noise."
    first, _ = sentences(axes=[(0.7, 0.6, 0.8), (0.0, -0.1, 0.1), (0.0, -0.1, 0.1)])
    assert first.endswith(f", {names[1]} and {names[2]} in none that can be told from noise.")


def test_where_the_forest_knows_and_no_share_is_beyond_noise_neither_is_denied():
    first, _ = sentences(axes=[(0.5, -0.1, 1.1), (0.3, -0.1, 0.7)])
    names = [one.axis.column for one in of_one().axes]
    assert first.endswith(
        f": how much of that is due to {names[0]} and how much to {names[1]} cannot be told."
    )
    (first,) = sentences(axes=[(0.5, -0.1, 1.1)])
    assert first.endswith(f": how much of that is due to {names[0]} cannot be told.")


def test_what_escapes_the_forest_is_said():
    axes = [(0.5, 0.4, 0.6)]
    assert len(sentences(fit=(0.8, 0.7, 0.9), axes=axes)) == 1
    assert sentences(fit=(0.553, 0.4, 0.7), axes=axes)[1] == (
        "Of the others' variation 45 % escapes it: that is chance, or more than it can learn from "
        "so few, and then the parts are larger."
    )


def test_what_only_three_do_together_is_not_said_to_be_of_two_alone():
    """The best of each depends on both others; no two of them are at work without the third."""
    found = of(lambda a, b, c: (-1) ** (a > 2) * (-1) ** (b > 2) * (c - 1), noise=0.05)
    assert told(found) == {"learning_rate", "momentum", "activation"}
    sentence = importance_sentences(found)[-1]
    assert "a part only together, and what one does depends on the other." in sentence


def test_a_pair_is_said_where_there_is_one():
    found = of(lambda a, b, c: (a - 2.5) * (b - 2.5))
    told = importance_sentences(found)
    assert "act together: in" in told[-1]
    assert "earning rate" in told[-1]
    assert "omentum" in told[-1]
    assert len(sentences(axes=[(0.7, 0.6, 1.2)])) == 1


def test_where_the_forest_knows_nothing_that_is_said_and_nothing_else():
    told = sentences(fit=(-0.3, -0.5, -0.1), axes=[(0.7, 0.6, 1.2)])
    assert told == [
        "Which settings matter cannot be told: a forest that learns from 108 combinations "
        "foretells others no better than their mean does, within noise (R² −0.300, at best 1)."
    ]
    assert importance_sentences(None) == [
        "Which settings matter can be asked once 15 combinations or more have a value, and not all "
        "the same."
    ]

"""The ends of axes at which the best combination lies."""

from dataclasses import replace

import pytest

from mlp_core.experiments.sweeps.findings.best import best
from mlp_core.experiments.sweeps.findings.board import board
from mlp_core.experiments.sweeps.findings.edges import edge_sentence, edges
from mlp_core.experiments.sweeps.findings.order import named, numbers_of
from mlp_core.experiments.sweeps.plan.axis import Axis
from mlp_core.experiments.sweeps.plan.cell import cells
from mlp_core.experiments.sweeps.plan.spreads import Listed, Ranged
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from tests.mlp_core.experiments.sweeps.findings.made import BASE, result, results, swept

WIDTHS = tuple((64, n, 10) for n in (5, 10, 20))


def edges_at(at, n_rows=10_000, also=(), **axes):
    """The edges where the combination ``at`` is best, and ``also`` are as good."""
    sweep = swept(**axes)
    known = {at: 0.9, **dict.fromkeys(also, 0.899)}
    now = board(sweep, results(sweep, lambda cell: known.get(cell.at, 0.5)))
    return edges(now, best(now, n_rows))


def sides(*args, **axes):
    return [(edge.axis.name, edge.side, edge.value) for edge in edges_at(*args, **axes)]


def test_both_ends_of_each_axis_are_edges_and_nothing_between():
    axes = {"learning_rate": (0.1, 0.001, 0.01), "epochs": (2, 3, 4)}
    assert sides((0.01, 3), **axes) == []
    assert sides((0.1, 3), **axes) == [("learning_rate", "high", 0.1)]
    assert sides((0.001, 4), **axes) == [
        ("learning_rate", "low", 0.001),
        ("epochs", "high", 4),
    ]


def test_a_setting_that_ends_there_cannot_be_widened():
    assert sides((0.0,), alpha=(0.0, 0.1, 1.0)) == []
    assert sides((1.0,), alpha=(0.0, 0.1, 1.0)) == [("alpha", "high", 1.0)]
    assert sides((1,), batch_size=(1, 2, 4)) == []
    assert sides((2,), batch_size=(2, 4)) == [("batch_size", "low", 2)]
    assert sides((1.0,), momentum=(0.0, 0.5, 1.0)) == []


def test_of_what_was_listed_only_an_end_itself_is_an_edge():
    """Of draws what lies within a twentieth of it is, too."""
    assert sides((0.02,), momentum=(0.01, 0.02, 0.9)) == []
    assert sides((0.89,), momentum=(0.01, 0.89, 0.9)) == []


def test_choices_have_no_edge_and_sizes_of_one_layer_do():
    assert sides(("tanh",), activation=("tanh", "relu")) == []
    # Nobody finds a better network beyond a lucky seed.
    assert sides((3, 4), seed=(1, 2, 3), epochs=(2, 3, 4)) == [("epochs", "high", 4)]
    assert sides((1,), **{"split.seed": (1, 2, 3)}) == []
    assert sides((True,), shuffle=(False, True)) == []
    assert sides(((64, 20, 10),), units=WIDTHS) == [("units", "high", (64, 20, 10))]
    assert sides(((64, 20, 10),), units=((64, 5, 10), (64, 5, 5, 10), (64, 20, 10))) == []
    assert sides(((64, 8, 8, 10),), units=((64, 5, 5, 10), (64, 8, 8, 10))) == []


def test_an_axis_of_one_value_has_no_edge():
    assert sides((0.1,), learning_rate=(0.1,)) == []
    assert sides((0.1,), learning_rate=(0.1, 0.1)) == []


def test_it_is_told_whether_something_further_in_is_as_good():
    rates = (0.001, 0.01, 0.1)
    assert [edge.alone for edge in edges_at((0.1,), learning_rate=rates)] == [True]
    inside = edges_at((0.1,), also=[(0.01,)], learning_rate=rates)
    assert [edge.alone for edge in inside] == [False]
    assert [edge.alone for edge in edges_at((0.1,), None, learning_rate=rates)] == [None]


@pytest.mark.parametrize(
    ("rate", "side"), [(1e-4, "low"), (1.2e-4, "low"), (3e-4, None), (0.05, None), (0.09, "high")]
)
def test_of_draws_what_is_near_an_end_is_there(rate, side):
    axis = Axis("learning_rate", Ranged(1e-4, 0.1, 5, "log"))
    sweep = Sweep(BASE, (axis,), draws=256)
    at = min((cell.at[0] for cell in cells(sweep)), key=lambda value: abs(value / rate - 1))
    now = board(
        sweep,
        [result(c.config, validation_accuracy=0.9 if c.at[0] == at else 0.5) for c in cells(sweep)],
    )
    assert [edge.side for edge in edges(now, best(now, 999))] == ([side] if side else [])


def test_the_sentence_says_which_end_and_whether_it_is_worth_it():
    (edge,) = edges_at((0.1,), learning_rate=(0.001, 0.01, 0.1))
    assert edge_sentence(edge) == (
        "The best lies at the upper end of learning rate (0.1): widen it, there may be better "
        "beyond."
    )
    assert edge_sentence(edge._replace(side="low", value=0.001, alone=False)) == (
        "The best lies at the lower end of learning rate (0.001), but some that are as good within "
        "noise lie further in."
    )
    assert "widen" in edge_sentence(edge._replace(alone=None))


def test_numbers_ascend_as_the_setting_does():
    log = Axis("learning_rate", Listed((0.1, 0.001, 0.01)))
    numbers = numbers_of(log, log.values)
    assert numbers[0.1] - numbers[0.01] == pytest.approx(numbers[0.01] - numbers[0.001])
    linear = Axis("learning_rate", Ranged(0.1, 0.3, 3))
    numbers = numbers_of(linear, linear.values)
    assert numbers[0.3] - numbers[0.2] == pytest.approx(numbers[0.2] - numbers[0.1])
    assert numbers_of(Axis("activation", Listed(("tanh",))), ("tanh",)) is None
    assert numbers_of(Axis("units", Listed(WIDTHS)), WIDTHS) == dict(
        zip(WIDTHS, (5.0, 10.0, 20.0), strict=True)
    )


def test_a_combination_is_named_by_its_values():
    sweep = swept(learning_rate=(0.1,), activation=("relu",))
    assert named(sweep, (0.1, "relu")) == "learning rate 0.1, activation ReLU"
    assert named(replace(sweep, axes=()), ()) == "the base itself"

"""The colours of a sweep's values: ends that seldom move, and which end is the better one."""

import math
import random

import pytest

from pages.shared.charts import contrast
from pages.shared.charts.sweep_colours import SCALE, Ends, colour, colour_at, ends_of, shares


@pytest.mark.parametrize(
    ("values", "higher_is_better", "most", "expected"),
    [
        ([0.901, 0.968], True, 1.0, Ends(0.9, 0.98)),
        ([0.1, 0.97], True, 1.0, Ends(0.0, 1.0)),
        ([0.97, 1.0], True, 1.0, Ends(0.97, 1.0)),
        ([-0.31, 0.48], True, 1.0, Ends(-0.4, 0.6)),
        ([0.31, 0.48], False, math.inf, Ends(0.3, 0.5, False, False)),
        # Too far apart for even steps: powers of ten, and small is better.
        ([0.02, 97.0], False, math.inf, Ends(0.01, 100.0, True, False)),
        ([0.01, 100.0], False, math.inf, Ends(0.01, 100.0, True, False)),
        # Whatever is not finite is no end.
        ([0.31, math.inf, math.nan, 0.48], False, math.inf, Ends(0.3, 0.5, False, False)),
        ([], True, 1.0, Ends(0.0, 1.0)),
        ([], False, math.inf, Ends(0.0, 1.0, False, False)),
    ],
)
def test_round_ends(values, higher_is_better, most, expected):
    assert ends_of(values, higher_is_better, most) == expected


@pytest.mark.parametrize("value", [0.0, 1e-9, 0.5, 1.0, 123456.0, -3e5])
def test_values_that_are_all_one_have_a_scale(value):
    ends = ends_of([value, value], False)
    assert ends.low < ends.high
    assert ends.low <= value <= ends.high


def test_a_perfect_accuracy_is_the_end_of_the_scale():
    assert ends_of([1.0], True, 1.0).high == 1.0


def test_all_values_are_within_and_the_ends_seldom_move():
    draw = random.Random(0)
    values, seen = [], []
    for _ in range(200):
        values.append(draw.uniform(0.9, 0.97))
        ends = ends_of(values, True, 1.0)
        assert ends.low <= min(values)
        assert max(values) <= ends.high
        seen.append(ends)
    assert len(set(seen)) <= 8
    assert len(set(seen[20:])) <= 2


def test_the_better_end_is_the_light_one():
    accuracies, losses = ends_of([0.5, 0.9], True, 1.0), ends_of([0.5, 0.9], False)
    assert colour_at(accuracies, accuracies.high) == SCALE[-1] == colour_at(losses, losses.low)
    assert colour_at(accuracies, accuracies.low) == SCALE[0] == colour_at(losses, losses.high)


def test_a_scale_is_lighter_step_by_step():
    ends = Ends(0.0, 9.0)
    lights = [contrast._luminance(contrast._rgb(colour_at(ends, k / 10))) for k in range(91)]
    assert lights == sorted(lights)


def test_between_two_colours_and_beyond_the_ends():
    ends = Ends(0.0, 9.0)
    # Halfway between #440154 and #482878, rounded to the even one.
    assert colour_at(ends, 0.5) == "#461466"
    assert colour_at(ends, -5.0) == SCALE[0]
    assert colour_at(ends, 50.0) == SCALE[-1]
    assert colour_at(Ends(1.0, 1e9, True), 10.0) == SCALE[1]
    assert colour_at(Ends(1.0, 1e9, True), 0.0) == SCALE[0]


def test_what_vega_is_told():
    for lighter_is_more, colours in ((True, SCALE), (False, SCALE[::-1])):
        said = colour(lighter_is_more).to_dict()
        assert (said["field"], said["type"], said["legend"]) == ("share", "quantitative", None)
        assert (said["scale"]["domain"], said["scale"]["clamp"]) == ([0, 1], True)
        assert said["scale"]["range"] == [*colours]


def test_the_share_of_each_value_between_the_ends():
    assert shares(Ends(0.8, 1.0), [0.8, 0.9, 1.0, 0.5, 2.0]) == pytest.approx([0, 0.5, 1, 0, 1])
    assert shares(Ends(0.01, 100.0, True), [0.01, 1.0, 100.0]) == pytest.approx([0, 0.5, 1])
    for ends in (Ends(0.8, 1.0), Ends(0.01, 100.0, True)):
        (none,) = shares(ends, [math.nan])
        assert math.isnan(none)

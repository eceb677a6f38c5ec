"""Wider axes: what was there stays to the last bit, and what is new goes on in the same steps."""

import pytest

from mlp_core.experiments.sweeps.plan.axis import Axis
from mlp_core.experiments.sweeps.plan.spreads import Listed, Ranged
from mlp_core.experiments.sweeps.widened import widened

RATES = Axis("learning_rate", Ranged(0.001, 0.1, 5, "log"))


def sizes(*hidden):
    return Axis("units", Listed(tuple((64, n, 10) for n in hidden)))


@pytest.mark.parametrize(
    ("axis", "side", "new"),
    [
        # A factor of the square root of ten.
        (RATES, "high", (0.316, 1.0, 3.16)),
        (RATES, "low", (3.16e-05, 0.0001, 0.000316)),
        (Axis("momentum", Listed((0.0, 0.2, 0.4))), "high", (0.6, 0.8, 1.0)),
        (Axis("epochs", Listed((10, 20))), "high", (30, 40, 50)),
        # Nothing is asked for beyond what the setting takes.
        (Axis("epochs", Listed((300, 420))), "high", (500,)),
        (Axis("batch_size", Listed((4, 8))), "low", (1, 2)),
        # Of a list that begins with none at all, factors from the second on.
        (Axis("alpha", Listed((0.0, 0.01, 0.1))), "high", (1.0, 10.0, 100.0)),
        (Axis("learning_rate", Listed((0.1, 0.01))), "high", (1.0, 10.0, 100.0)),
    ],
)
def test_the_steps_go_on_beyond_the_end(axis, side, new):
    found = widened(axis, side)
    known = tuple(sorted(axis.values))
    if side == "high":
        assert found.values[: len(known)] == known
        assert found.values[len(known) :] == pytest.approx(new)
    else:
        assert found.values[-len(known) :] == known
        assert found.values[: -len(known)] == pytest.approx(new)


def test_what_was_there_is_there_to_the_last_bit():
    found = widened(RATES, "high")
    assert {*RATES.values} <= {*found.values}
    assert len(found.values) == 8


def test_layer_sizes_grow_in_the_layer_that_differs():
    assert widened(sizes(2, 4, 8), "high").values == sizes(2, 4, 8, 16, 32, 64).values
    assert widened(sizes(2, 4, 8), "low").values == sizes(1, 2, 4, 8).values
    assert widened(sizes(600, 1024), "high") is None


def test_what_has_no_order_cannot_be_widened():
    assert widened(Axis("activation", Listed(("tanh", "relu"))), "high") is None
    assert widened(Axis("units", Listed(((64, 5, 10), (64, 5, 5, 10)))), "high") is None
    assert widened(Axis("learning_rate", Listed((0.1,))), "high") is None
    for name in ("seed", "data.seed", "split.seed", "split.fold"):
        assert widened(Axis(name, Listed((2, 3))), "high") is None

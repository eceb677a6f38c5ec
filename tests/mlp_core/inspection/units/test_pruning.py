"""Pruning by size: what goes, in which order, and what is left of the network."""

import numpy as np
import pytest
from sklearn.metrics import accuracy_score

from mlp_core import forward
from mlp_core.inspection.units import pruning
from mlp_core.inspection.units.look import Unit
from mlp_core.inspection.units.pruning import (
    curve_of_units,
    curve_of_weights,
    order_of_units,
    prune_weights,
    pruned_units,
    pruned_weights,
)
from mlp_core.inspection.units.switching import output_without, standing
from tests.mlp_core.inspection.units.cases import KINDS, look_at

WEIGHTS = [np.array([[0.5, -3.0], [0.1, 2.0]]), np.array([[-0.2, 40.0]])]
BIASES = [np.array([0.01, 0.0]), np.array([-0.001])]


@pytest.mark.parametrize(
    ("share", "within", "first", "second"),
    [
        (0.0, "network", [[0.5, -3.0], [0.1, 2.0]], [[-0.2, 40.0]]),
        (2 / 6, "network", [[0.5, -3.0], [0.0, 2.0]], [[0.0, 40.0]]),
        (5 / 6, "network", [[0.0, 0.0], [0.0, 0.0]], [[0.0, 40.0]]),
        (1.0, "network", [[0.0, 0.0], [0.0, 0.0]], [[0.0, 0.0]]),
        (0.5, "layer", [[0.0, -3.0], [0.0, 2.0]], [[0.0, 40.0]]),
        (1.0, "layer", [[0.0, 0.0], [0.0, 0.0]], [[0.0, 0.0]]),
    ],
)
def test_the_smallest_weights_go_by_hand(share, within, first, second):
    before = [W.copy() for W in WEIGHTS]
    weights, biases = prune_weights((WEIGHTS, BIASES), share, within)
    assert [W.tolist() for W in weights] == [first, second]
    assert all(b is old for b, old in zip(biases, BIASES, strict=True))
    assert all((old == W).all() for W, old in zip(WEIGHTS, before, strict=True))


@pytest.mark.parametrize("within", ["network", "layer"])
@pytest.mark.parametrize("share", [0.1, 0.37, 0.9])
def test_no_weight_that_stays_is_smaller_than_one_that_goes(share, within):
    parameters = look_at(KINDS["three layers"]).parameters
    weights, _ = prune_weights(parameters, share, within)
    groups = [[k] for k in range(len(weights))] if within == "layer" else [range(len(weights))]
    for group in groups:
        before = np.concatenate([parameters[0][k].ravel() for k in group])
        after = np.concatenate([weights[k].ravel() for k in group])
        gone = after == 0.0
        assert gone.sum() == round(share * len(before))
        assert np.abs(before[gone]).max() < np.abs(before[~gone]).min()
        assert (after[~gone] == before[~gone]).all()


@pytest.mark.parametrize("kind", KINDS)
def test_a_pruned_network_is_the_network_of_these_weights(kind):
    seen = look_at(KINDS[kind])
    found = pruned_weights(seen, 0.4)
    weights, biases = prune_weights(seen.parameters, 0.4)
    n_all = sum(W.size for W in weights)
    assert (found.n_gone, found.n_all) == (sum((W == 0).sum() for W in weights), n_all)
    for part, rows, now in (
        (seen.train, seen.dataset.X_train, found.train),
        (seen.test, seen.dataset.X_test, found.test),
    ):
        output, _ = forward(rows, weights, biases, seen.activations)
        assert now == pytest.approx(standing(seen, part, output))
    if not seen.dataset.is_regression:
        assert found.test.score == accuracy_score(seen.dataset.y_test, found.predicted)


def test_by_layer_each_layer_loses_its_share():
    seen = look_at(KINDS["three layers"])
    found = pruned_weights(seen, 0.5, "layer")
    # 5 · 6, 6 · 4, 4 · 5 and 5 · 3: half of 15 is rounded to an even number.
    assert (found.n_gone, found.n_all) == (15 + 12 + 10 + 8, 89)


@pytest.mark.parametrize("kind", ["relu", "three layers", "numbers", "one logistic output"])
def test_units_go_by_influence_or_by_what_is_lost_without_them(kind):
    seen = look_at(KINDS[kind])
    weights, h = seen.parameters[0], seen.train.h
    influence = {
        unit: np.linalg.norm(weights[unit.layer][:, unit.number - 1])
        * h[unit.layer - 1][:, unit.number - 1].std()
        for unit in seen.units()
    }
    assert order_of_units(seen) == sorted(influence, key=influence.get)
    whole = standing(seen, seen.train, seen.train.output).loss
    loss = {
        unit: standing(seen, seen.train, output_without(seen, seen.train, [unit])).loss - whole
        for unit in seen.units()
    }
    assert order_of_units(seen, "loss") == sorted(loss, key=loss.get)


def test_by_layer_every_layer_gives_up_units_alike():
    seen = look_at(KINDS["an activation a layer"])
    order = order_of_units(seen, within="layer")
    assert sorted(order) == list(seen.units())
    # Of 6 and 4 units the least eight are five and three.
    assert sorted(unit.layer for unit in order[:8]) == [1, 1, 1, 1, 1, 2, 2, 2]
    alone = [unit for unit in order_of_units(seen) if unit.layer == 2]
    assert [unit for unit in order if unit.layer == 2] == alone


@pytest.mark.parametrize("at", ["zero", "mean"])
def test_a_curve_of_units_goes_from_all_of_them_to_none(at):
    seen = look_at(KINDS["three layers"])
    order = order_of_units(seen)
    curve = curve_of_units(seen, order, at)
    assert [point.n_gone for point in curve.points] == list(range(len(order) + 1))
    assert (curve.n_train, curve.n_test) == (40, 23)
    assert list(curve.targets) == list(seen.dataset.y_test)
    for point in curve.points:
        alone = pruned_units(seen, order[: point.n_gone], at)
        assert alone.share == point.share
        assert alone.test == point.test
        assert list(alone.predicted) == list(point.predicted)
    assert curve.points[0].train == standing(seen, seen.train, seen.train.output)
    # Without hidden units one thing is said of every row.
    assert len(set(curve.points[-1].predicted)) == 1


@pytest.mark.parametrize("within", ["network", "layer"])
def test_a_curve_of_weights_has_every_twentieth(within):
    seen = look_at(KINDS["numbers"])
    curve = curve_of_weights(seen, within)
    assert len(curve.points) == 21
    assert curve.points[0].share == 0.0
    assert curve.points[-1].share == 1.0
    seventh = pruned_weights(seen, 0.35, within)
    assert curve.points[7].test == pytest.approx(seventh.test)
    assert curve.points[7].n_gone == seventh.n_gone


def test_a_curve_of_a_large_network_goes_over_fewer_rows(monkeypatch):
    seen = look_at(KINDS["tanh"])
    n_weights = 5 * 7 + 7 * 3
    monkeypatch.setattr(pruning, "MOST_WORK", 21 * 2 * n_weights * 9)
    curve = curve_of_weights(seen)
    assert (curve.n_train, curve.n_test) == (9, 9)
    kept = seen.test.thinned(9)
    assert list(curve.targets) == list(kept.targets)
    assert list(curve.points[0].predicted) == list(kept.output.argmax(axis=1))
    assert len(curve_of_units(seen, order_of_units(seen)).points[3].predicted) == 9


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda seen: pruned_weights(seen, 1.5), r"share must lie in 0\.\.1; got 1.5"),
        (lambda seen: pruned_weights(seen, -0.1), r"share must lie in 0\.\.1; got -0.1"),
        (lambda seen: pruned_weights(seen, 0.1, "rows"), "within must be one of network, layer"),
        (lambda seen: order_of_units(seen, "size"), "by must be one of influence, loss"),
        (lambda seen: order_of_units(seen, within="row"), "within must be one of network, layer"),
        (lambda seen: curve_of_units(seen, []), "has none to take out; got no order"),
        (lambda seen: pruned_units(seen, [Unit(9, 1)]), "hidden one, 1 to 1; got 9"),
    ],
)
def test_what_there_is_not_is_told(ask, message):
    with pytest.raises(ValueError, match=message):
        ask(look_at(KINDS["tanh"]))

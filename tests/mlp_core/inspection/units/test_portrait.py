"""Portraits of units and the table of all of them: against loops over the rows, one by one."""

import math

import numpy as np
import pytest
from sklearn.feature_selection import f_classif
from sklearn.metrics import roc_auc_score

from mlp_core import ACTIVATIONS
from mlp_core.inspection.units.look import Unit, look
from mlp_core.inspection.units.portrait import BINS, portrait
from mlp_core.inspection.units.roster import roster
from mlp_core.inspection.units.separation import correlations, roc_areas, shares_explained
from mlp_core.inspection.units.switching import each_off, output_without
from tests.mlp_core.inspection.units.cases import KINDS, Kind, look_at, made

OF_CLASSES = [name for name, kind in KINDS.items() if not kind.is_regression]
OF_NUMBERS = [name for name, kind in KINDS.items() if kind.is_regression]


def activations_of(seen, unit):
    """z and h of a unit for each training row, a row and a unit at a time."""
    weights, biases = seen.parameters
    found = []
    for x in seen.dataset.X_train:
        h = list(x)
        for k in range(unit.layer):
            z = [
                sum(w * value for w, value in zip(W_row, h, strict=True)) + b
                for W_row, b in zip(weights[k], biases[k], strict=True)
            ]
            f = ACTIVATIONS[seen.activations[k]]
            h = [float(f.function(value)) for value in z]
        found.append((z[unit.number - 1], h[unit.number - 1]))
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_a_portrait_is_what_loops_say(kind):
    seen = look_at(KINDS[kind], seed=2)
    weights, biases = seen.parameters
    for unit in list(seen.units())[::3]:
        found, k, j = portrait(seen, unit, n_rows=5), unit.layer, unit.number - 1
        values = [h for _, h in activations_of(seen, unit)]
        assert list(found.incoming) == list(weights[k - 1][j])
        assert found.bias == biases[k - 1][j]
        assert list(found.outgoing) == [row[j] for row in weights[k]]
        ordered = sorted(range(40), key=lambda i, values=values: values[i])
        # Rows that are equal up to rounding may change places.
        assert [values[i] for i in found.most] == pytest.approx(
            [values[i] for i in ordered[::-1][:5]], rel=1e-9
        )
        assert [values[i] for i in found.least] == pytest.approx(
            [values[i] for i in ordered[:5]], rel=1e-9, abs=1e-12
        )
        assert found.values == {i: pytest.approx(values[i]) for i in {*found.most, *found.least}}
        counts, edges = found.histogram
        assert counts.sum() == 40
        assert (edges[0], edges[-1]) == pytest.approx((min(values), max(values)))
        assert len(counts) == BINS
        assert counts[0] == sum(value < edges[1] for value in values)


@pytest.mark.parametrize("kind", KINDS)
def test_influence_is_what_the_output_loses(kind):
    seen = look_at(KINDS[kind], seed=4)
    for unit in seen.units():
        found = portrait(seen, unit).influence
        without = output_without(seen, seen.train, [unit])
        for k in range(seen.config.units[-1]):
            lost = [
                whole - left
                for whole, left in zip(seen.train.output[:, k], without[:, k], strict=True)
            ]
            assert found.mean[k] == pytest.approx(math.fsum(lost) / 40)
            assert found.size[k] == pytest.approx(math.fsum(map(abs, lost)) / 40)
        if unit.layer < seen.n_hidden:
            assert found.direct is None
        else:
            h = seen.train.h[-1][:, unit.number - 1]
            weights = seen.parameters[0][-1][:, unit.number - 1]
            assert list(found.direct) == pytest.approx(list(weights * np.std(h)))


def test_at_its_mean_a_unit_changes_nothing_on_average():
    seen = look_at(KINDS["relu"])
    for unit in seen.units():
        found = portrait(seen, unit, at="mean").influence
        assert found.mean == pytest.approx(np.zeros(3), abs=1e-12)


def test_of_rows_with_one_value_those_come_first_that_are_further_out():
    config, dataset, (weights, biases) = made(Kind((5, 6, 3), "relu"))
    biases[0][1] -= 1e3
    seen = look(config, dataset, (weights, biases))
    found, z = portrait(seen, Unit(1, 2)), seen.train.z[0][:, 1]
    assert set(found.values.values()) == {0.0}
    assert found.most[0] == z.argmax()
    assert found.least[0] == z.argmin()
    assert list(found.histogram.counts) == [40]
    assert found.histogram.edges[0] < 0.0 < found.histogram.edges[1]
    assert (found.influence.size == 0.0).all()


@pytest.mark.parametrize("kind", OF_CLASSES)
def test_classes_are_told_apart_as_scikit_learn_says(kind):
    seen = look_at(KINDS[kind], seed=6)
    classes = seen.dataset.y_train
    for layer in range(1, seen.n_hidden + 1):
        found, h = roster(seen, layer), seen.train.h[layer - 1]
        F, _ = f_classif(h, classes)
        between, within = seen.dataset.n_classes - 1, 40 - seen.dataset.n_classes
        # η² = F·b / (F·b + w), by the definition of F.
        assert found.separation == pytest.approx(F * between / (F * between + within))
        for number in range(1, h.shape[1] + 1):
            drawn = portrait(seen, Unit(layer, number))
            for k in range(seen.dataset.n_classes):
                values = h[:, number - 1]
                area = roc_auc_score(classes == k, values)
                assert found.areas[k, number - 1] == pytest.approx(area)
                assert drawn.by_class[k] == pytest.approx(values[classes == k].mean())
        assert found.r is None


@pytest.mark.parametrize("kind", OF_NUMBERS)
def test_with_numbers_a_unit_goes_as_numpy_says(kind):
    seen = look_at(KINDS[kind], seed=6)
    targets = seen.dataset.y_train.reshape(40, -1)
    found, h = roster(seen, 1), seen.train.h[0]
    for k in range(targets.shape[1]):
        for j in range(h.shape[1]):
            r = np.corrcoef(targets[:, k], h[:, j])[0, 1]
            assert found.r[k, j] == pytest.approx(r)
    assert found.separation == pytest.approx(np.abs(found.r).max(axis=0))
    assert found.areas is None
    assert portrait(seen, Unit(1, 1)).by_class is None


def test_a_unit_that_says_the_same_of_all_tells_nothing_apart():
    classes, same = np.array([0, 0, 1, 2, 2, 2]), np.full((6, 1), 0.1)
    assert shares_explained(same, classes, 3) == [0.0]
    assert (roc_areas(same, classes, 3) == 0.5).all()
    assert correlations(same, classes) == [[0.0]]
    assert correlations(np.arange(6.0)[:, np.newaxis], np.full(6, 0.1)) == [[0.0]]


def test_by_hand():
    values = np.array([[0.0], [1.0], [1.0], [3.0]])
    classes = np.array([0, 0, 1, 1])
    # Means ½ and 2 about 1.25: 2 · 0.75² · 2 = 2.25 of 1.25² + 2 · 0.25² + 1.75² = 4.75.
    assert shares_explained(values, classes, 2)[0] == pytest.approx(2.25 / 4.75)
    # Of four pairs three are in order and one is a tie.
    assert list(roc_areas(values, classes, 2)[:, 0]) == [0.125, 0.875]
    # A class without a row has no area, and no mean.
    assert np.isnan(roc_areas(values, classes, 3)[2, 0])


@pytest.mark.parametrize("kind", KINDS)
def test_the_table_of_all_units_is_what_loops_say(kind):
    seen = look_at(KINDS[kind], seed=8)
    weights, _ = seen.parameters
    for layer in range(1, seen.n_hidden + 1):
        found, f = roster(seen, layer), ACTIVATIONS[seen.activations[layer - 1]]
        assert [unit.number for unit in found.units] == list(range(1, len(found.mean) + 1))
        for unit in found.units:
            j = unit.number - 1
            rows = activations_of(seen, unit)
            values = [h for _, h in rows]
            assert found.mean[j] == pytest.approx(np.mean(values))
            assert found.spread[j] == pytest.approx(np.std(values))
            incoming, outgoing = weights[layer - 1][j], weights[layer][:, j]
            assert found.incoming[j] == pytest.approx(math.sqrt(sum(w * w for w in incoming)))
            assert found.outgoing[j] == pytest.approx(math.sqrt(sum(w * w for w in outgoing)))
            assert found.influence[j] == pytest.approx(found.outgoing[j] * found.spread[j])
            flat = [abs(float(f.slope(z, h))) < (1 - 0.999**2) * f.steepest for z, h in rows]
            expected = sum(flat) / 40 if f.flat else 0.0
            assert found.flat_share[j] == expected
            assert found.states[j] == (f.flat if expected >= 0.99 else "")
        off = each_off(seen, layer)
        assert found.loss_risen[0] == off.without[0].train.loss - off.whole.train.loss
        assert found.score_lost[-1] == off.whole.test.score - off.without[-1].test.score


@pytest.mark.parametrize(
    ("activation", "bias", "state", "share"),
    [
        ("relu", -1e3, "dead", 1.0),
        ("tanh", 1e3, "saturated", 1.0),
        ("logistic", -1e3, "saturated", 1.0),
        ("identity", 0.0, "constant", 0.0),
        ("relu", 1.0, "constant", 0.0),
        ("tanh", 0.5, "constant", 0.0),
    ],
)
def test_units_that_do_nothing_are_called_what_they_are(activation, bias, state, share):
    config, dataset, (weights, biases) = made(Kind((5, 6, 3), activation))
    biases[0][2] = bias
    if state == "constant":
        weights[0][2] = 0.0
    found = roster(look(config, dataset, (weights, biases)), 1)
    assert (found.states[2], found.flat_share[2]) == (state, share)
    assert found.states[0] == ""

"""Units switched off: held against a network whose weights out of them are 0."""

import dataclasses

import numpy as np
import pytest
from sklearn.metrics import accuracy_score, confusion_matrix, log_loss, r2_score

from mlp_core import compute_loss, forward
from mlp_core.inspection.units import switching
from mlp_core.inspection.units.look import Unit, look
from mlp_core.inspection.units.switching import (
    confusion,
    each_off,
    output_without,
    outputs_without_each,
    predicted,
    standing,
)
from mlp_core.losses import get_loss
from tests.mlp_core.inspection.units.cases import KINDS, Kind, look_at, made


def directly(seen_look, rows, off, at="zero"):
    """The output of a network whose weights out of units that are off are 0.

    At their mean what they add on average is in the biases after them.
    """
    weights, biases = seen_look.parameters
    weights, biases = [W.copy() for W in weights], [b.copy() for b in biases]
    _, whole = forward(seen_look.dataset.X_train, *seen_look.parameters, seen_look.activations)
    for layer, number in off:
        if at == "mean":
            mean = whole[layer - 1][:, number - 1].mean()
            biases[layer] += mean * weights[layer][:, number - 1]
        weights[layer][:, number - 1] = 0.0
    return forward(rows, weights, biases, seen_look.activations)[0]


@pytest.mark.parametrize("at", ["zero", "mean"])
@pytest.mark.parametrize("kind", KINDS)
def test_switching_off_is_having_no_weights_out(kind, at):
    seen = look_at(KINDS[kind])
    units = list(seen.units())
    groups = [[], units[:1], units[-1:], units[::2], units]
    for part, rows in ((seen.train, seen.dataset.X_train), (seen.test, seen.dataset.X_test)):
        for off in groups:
            found, expected = output_without(seen, part, off, at), directly(seen, rows, off, at)
            np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-12)
            if at == "zero":
                # Adding 0 and adding nothing are the same to the last bit.
                assert found.tobytes() == expected.tobytes()


@pytest.mark.parametrize("at", ["zero", "mean"])
@pytest.mark.parametrize("kind", KINDS)
def test_each_in_turn_is_one_at_a_time(kind, at):
    seen = look_at(KINDS[kind], seed=3)
    for layer in range(1, seen.n_hidden + 1):
        outputs = list(outputs_without_each(seen, seen.test, layer, at))
        assert len(outputs) == seen.n_units(layer)
        for number, output in enumerate(outputs, start=1):
            expected = directly(seen, seen.dataset.X_test, [(layer, number)], at)
            np.testing.assert_allclose(output, expected, rtol=1e-11, atol=1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_lost_without_each(kind):
    seen = look_at(KINDS[kind], seed=5)
    found = each_off(seen, seen.n_hidden)
    assert (found.n_train, found.n_test) == (40, 23)
    for part, name in ((seen.train, "train"), (seen.test, "test")):
        whole = getattr(found.whole, name)
        assert whole == standing(seen, part, part.output)
        for number, without in enumerate(found.without, start=1):
            output = output_without(seen, part, [Unit(seen.n_hidden, number)])
            expected = standing(seen, part, output)
            assert getattr(without, name) == pytest.approx(expected, rel=1e-11)


def test_accuracy_loss_and_confusion_are_scikit_learns():
    seen = look_at(KINDS["tanh"])
    output = output_without(seen, seen.test, [Unit(1, 2), Unit(1, 5)])
    truth, said = seen.dataset.y_test, output.argmax(axis=1)
    shares = get_loss("softmax_cross_entropy").predict(output)
    score, loss = standing(seen, seen.test, output)
    assert score == accuracy_score(truth, said)
    assert loss == pytest.approx(log_loss(truth, shares, labels=[0, 1, 2]))
    assert (confusion(seen, seen.test, output) == confusion_matrix(truth, said)).all()


def test_a_single_output_names_two_classes():
    seen = look_at(KINDS["one logistic output"])
    output = output_without(seen, seen.test, [Unit(1, 1)])
    said = (1.0 / (1.0 + np.exp(-output[:, 0])) > 0.5).astype(int)
    assert list(predicted(seen, output)) == list(said)
    assert standing(seen, seen.test, output).score == accuracy_score(seen.dataset.y_test, said)
    assert confusion(seen, seen.test, output).sum() == 23


@pytest.mark.parametrize("kind", ["numbers", "several numbers", "counts"])
def test_numbers_are_scored_by_r2(kind):
    seen = look_at(KINDS[kind])
    output = output_without(seen, seen.test, [Unit(1, 3)])
    made_of = get_loss(seen.config.loss).predict(output)
    score, loss = standing(seen, seen.test, output)
    assert score == pytest.approx(r2_score(seen.dataset.y_test, made_of))
    assert loss == pytest.approx(compute_loss(output, seen.test.labels, seen.config.loss))


def test_numbers_beyond_float64_are_worse_than_any():
    seen = look_at(KINDS["counts"])
    far = standing(seen, seen.test, np.full_like(seen.test.output, 1e4))
    assert far.score == -np.inf
    assert far.loss == np.inf


def test_a_dead_unit_is_missed_by_nobody():
    config, dataset, (weights, biases) = made(Kind((5, 6, 3), "relu"))
    biases[0][3] = -1e6
    seen = look(config, dataset, (weights, biases))
    found = each_off(seen, 1)
    assert found.without[3] == found.whole
    assert output_without(seen, seen.test, [Unit(1, 4)]).tobytes() == seen.test.output.tobytes()


def test_a_large_network_is_gone_over_in_part(monkeypatch):
    seen = look_at(KINDS["three layers"])
    whole = each_off(seen, 1)
    # After layer 1: 4, 5 and 3 units, and 4 · 5 + 5 · 3 weights, 6 times.
    monkeypatch.setattr(switching, "MOST_WORK", 10 * 6 * (20 * (4 + 5 + 3) + 4 * 5 + 5 * 3))
    part = each_off(seen, 1)
    assert (part.n_train, part.n_test) == (10, 10)
    kept = np.linspace(0, 39, 10).astype(int)
    fewer = dataclasses.replace(
        seen.dataset, X_train=seen.dataset.X_train[kept], y_train=seen.dataset.y_train[kept]
    )
    alone = each_off(look(seen.config, fewer, seen.parameters), 1)
    assert part.whole.train == pytest.approx(alone.whole.train)
    assert part.without[2].train == pytest.approx(alone.without[2].train)
    assert part.whole.train != whole.whole.train


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda seen: output_without(seen, seen.test, [Unit(3, 1)]), "hidden one, 1 to 2; got 3"),
        (lambda seen: output_without(seen, seen.test, [Unit(0, 1)]), "hidden one, 1 to 2; got 0"),
        (lambda seen: output_without(seen, seen.test, [Unit(2, 5)]), "units 1 to 4; got 5"),
        (lambda seen: output_without(seen, seen.test, [Unit(2, 0)]), "units 1 to 4; got 0"),
        (lambda seen: output_without(seen, seen.test, [], "half"), "at must be one of zero, mean"),
        (lambda seen: each_off(seen, 4), "hidden one, 1 to 2; got 4"),
        (lambda seen: each_off(seen, 1, "half"), "at must be one of zero, mean"),
    ],
)
def test_what_there_is_not_is_told(ask, message):
    with pytest.raises(ValueError, match=message):
        ask(look_at(KINDS["an activation a layer"]))

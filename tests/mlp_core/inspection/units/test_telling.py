"""What is said of units: the figures of the case, and the opposite where they say so."""

import dataclasses

import numpy as np
import pytest

from mlp_core.inspection.units.look import Unit, look
from mlp_core.inspection.units.roster import roster
from mlp_core.inspection.units.switching import Standing
from mlp_core.inspection.units.telling import change_sentence, unit_sentences
from mlp_core.number_text import percent, rounded
from tests.mlp_core.inspection.units.cases import KINDS, Kind, look_at, made


def of_one_input(activation="identity", sign=1.0, classes=(0, 1, 2)):
    """A network whose first unit is the first input, which orders the classes."""
    config, dataset, (weights, biases) = made(Kind((5, 4, 3), activation))
    rows, targets = dataset.X_train.copy(), np.arange(40) % 3
    rows[:, 0] = np.asarray(classes, dtype=float)[targets] + 0.001 * np.arange(40)
    weights[0][0] = [sign, 0.0, 0.0, 0.0, 0.0]
    biases[0][0] = 0.0
    dataset = dataclasses.replace(dataset, X_train=rows, y_train=targets)
    return look(config, dataset, (weights, biases))


def said(seen, unit=Unit(1, 1)):  # noqa: B008
    return unit_sentences(seen, roster(seen, unit.layer), unit)


def test_the_class_that_it_tells_best_is_named():
    assert said(of_one_input(classes=(0, 1, 9)))[0] == (
        "It tells a best from all others: a row of it has a lower h than another row 100.0 % of "
        "the time."
    )
    assert (
        "tells a best from all others: a row of it has a higher h"
        in said(of_one_input(sign=-1.0))[0]
    )


def test_a_unit_that_hardly_tells_classes_apart_says_so():
    seen = of_one_input(classes=(0, 0, 0))
    first = said(seen)[0]
    assert first.startswith("It alone tells no class clearly from the others: at best ")
    area = roster(seen, 1).areas[:, 0]
    best = np.abs(area - 0.5).argmax()
    often = percent(max(area[best], 1 - area[best]), 1)
    assert first.endswith(
        f"at best {'abc'[best]}, whose rows have a {'higher' if area[best] > 0.5 else 'lower'} h "
        f"than another row {often} of the time."
    )


@pytest.mark.parametrize(("sign", "word"), [(1.0, "with"), (-1.0, "against")])
def test_a_unit_goes_with_a_number_or_against_it(sign, word):
    config, dataset, (weights, biases) = made(KINDS["several numbers"])
    targets = dataset.y_train.copy()
    targets[:, 1] = sign * dataset.X_train[:, 2]
    weights[0][0] = [0.0, 0.0, 1.0, 0.0, 0.0]
    seen = look(config, dataclasses.replace(dataset, y_train=targets), (weights, biases))
    r = np.corrcoef(seen.train.h[0][:, 0], targets[:, 1])[0, 1]
    assert said(seen)[0] == f"It goes {word} target 1: r = {rounded(r)}."


def test_a_unit_that_goes_with_nothing_says_so():
    config, dataset, parameters = made(KINDS["numbers"])
    rng = np.random.default_rng(0)
    targets = rng.normal(size=40)
    seen = look(config, dataclasses.replace(dataset, y_train=targets), parameters)
    weak = int(np.abs(roster(seen, 1).r[0]).argmin()) + 1
    assert said(seen, Unit(1, weak))[0].startswith("It alone hardly goes with target 0: r = ")


def test_states_are_said_with_their_share():
    config, dataset, (weights, biases) = made(Kind((5, 6, 3), "relu"))
    biases[0][0] = -1e3
    dead = said(look(config, dataset, (weights, biases)))
    assert dead[0].startswith("It is dead: on 100.0 % of the training rows it has next to no slope")
    assert dead[-1].startswith("Without it, test accuracy stays at ")
    assert "and its loss stays at" in dead[-1]
    config, dataset, (weights, biases) = made(Kind((5, 6, 3), "tanh"))
    biases[0][0] = 1e3
    saturated = said(look(config, dataset, (weights, biases)))
    assert saturated[0].startswith("It is saturated: on 100.0 % of the training rows it is at an")
    config, dataset, (weights, biases) = made(Kind((5, 6, 3), "tanh"))
    weights[0][0] = 0.0
    constant = said(look(config, dataset, (weights, biases)))
    # Of a unit that says nothing there is nothing to be told apart.
    assert constant[0] == "It says the same of every training row."
    assert len(constant) == 2


def test_some_flat_rows_are_said_and_none_are_not():
    seen = look_at(KINDS["relu"])
    share = roster(seen, 1).flat_share[0]
    assert 0.0 < share < 0.99
    assert said(seen)[0] == (
        f"On {percent(share, 1)} of the training rows it is flat: next to no gradient comes "
        "through it there."
    )
    assert "flat" not in " ".join(said(look_at(KINDS["identity"])))


def test_what_becomes_of_score_and_loss():
    seen = look_at(KINDS["tanh"])
    better = change_sentence(seen, "test", Standing(0.5, 1.0), Standing(0.75, 0.9))
    assert better == (
        "test accuracy rises from 50.00 % to 75.00 % and its loss falls from 1.00000 to 0.900000"
    )
    worse = change_sentence(seen, "training", Standing(0.5, 1.0), Standing(0.25, 1.1))
    assert worse == (
        "training accuracy falls from 50.00 % to 25.00 % and its loss rises from 1.00000 to 1.10000"
    )
    same = change_sentence(
        look_at(KINDS["numbers"]), "test", Standing(0.5, 1.0), Standing(0.5, 1.0)
    )
    assert same == "test R² stays at 0.500 and its loss stays at 1.00000"


def test_what_is_lost_without_it_is_that_of_the_table():
    seen = look_at(KINDS["three layers"])
    units = roster(seen, 2)
    whole, without = units.off.whole, units.off.without[2]
    assert said(seen, Unit(2, 3))[-1] == (
        f"Without it, {change_sentence(seen, 'test', whole.test, without.test)}, and "
        f"{change_sentence(seen, 'training', whole.train, without.train)}."
    )

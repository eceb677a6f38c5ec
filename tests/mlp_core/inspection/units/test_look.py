"""A look at a network: the rows that go through it, and units by their names."""

import dataclasses

import numpy as np
import pytest

from mlp_core import forward
from mlp_core.inspection.diagnosis.observation import MOST_ROWS
from mlp_core.inspection.units.look import Unit, look
from mlp_core.validation_part import held_out
from tests.mlp_core.inspection.units.cases import KINDS, look_at, made


@pytest.mark.parametrize("kind", KINDS)
def test_rows_are_what_the_network_makes_of_them(kind):
    seen = look_at(KINDS[kind])
    for part, rows in ((seen.train, seen.dataset.X_train), (seen.test, seen.dataset.X_test)):
        output, hiddens = forward(rows, *seen.parameters, seen.activations)
        np.testing.assert_array_equal(part.output, output)
        for h, z, expected, of_z in zip(part.h, part.z, hiddens, hiddens.z, strict=False):
            np.testing.assert_array_equal(h, expected)
            np.testing.assert_array_equal(z, of_z)
        assert part.is_all
        assert list(part.at) == list(range(len(rows)))


def test_rows_that_are_held_out_are_not_training_rows():
    config, dataset, parameters = made(KINDS["numbers"])
    config = dataclasses.replace(config, early_stopping=True, validation_fraction=0.2)
    seen = look(config, dataset, parameters)
    assert list(seen.train.at) == list(held_out(config, dataset)[0])
    assert not seen.train.is_all
    assert len(seen.train.at) == 32


def test_of_a_large_set_the_same_rows_are_looked_at_every_time():
    config, dataset, parameters = made(KINDS["tanh"])
    rng, n = np.random.default_rng(0), MOST_ROWS + 7
    rows = rng.normal(size=(n, 5))
    large = dataclasses.replace(
        dataset, X_train=rows, y_train=np.arange(n) % 3, X_test=rows, y_test=np.arange(n) % 3,
        X_test_raw=rows,
    )  # fmt: skip
    first, second = (look(config, large, parameters) for _ in range(2))
    for part, again in ((first.train, second.train), (first.test, second.test)):
        assert len(part.at) == MOST_ROWS
        assert not part.is_all
        assert (np.diff(part.at) > 0).all()
        assert list(part.at) == list(again.at)
        assert list(part.targets) == list(part.at % 3)
        np.testing.assert_allclose(
            part.output, forward(rows[part.at], *parameters, "tanh")[0], rtol=1e-12
        )


def test_fewer_rows_keep_all_that_belongs_to_them():
    seen = look_at(KINDS["three layers"]).train
    few = seen.thinned(7)
    assert len(few.at) == 7
    assert few.at[0] == 0
    assert few.at[-1] == 39
    np.testing.assert_array_equal(few.z[1], seen.z[1][few.at])
    np.testing.assert_array_equal(few.h[2], seen.h[2][few.at])
    np.testing.assert_array_equal(few.labels, seen.labels[few.at])
    assert list(few.targets) == list(seen.targets[few.at])
    assert seen.thinned(40) is seen
    assert len(seen.thinned(0).at) == 1


def test_a_network_beyond_all_numbers_is_told():
    config, dataset, (weights, biases) = made(KINDS["relu"])
    weights[0][:] = 1e308
    with pytest.raises(ValueError, match="beyond float64: look at an earlier epoch"):
        look(config, dataset, (weights, biases))


def test_units_have_names():
    seen = look_at(KINDS["an activation a layer"])
    units = list(seen.units())
    assert len(units) == 6 + 4
    assert [units[0].text, units[-1].text] == ["1.1", "2.4"]
    assert units[7].name == "unit 2 of layer 2"
    assert [Unit.read(unit.text) for unit in units] == units
    assert Unit.read(" 1.7 ") == (1, 7)


@pytest.mark.parametrize("text", ["", "1", "1.", ".7", "a.b", "1.7.2", "-1.7", "1.7e3", "1,7", "²"])
def test_what_names_no_unit_is_told(text):
    with pytest.raises(ValueError, match="a unit is written as its layer, a dot and its number"):
        Unit.read(text)


def test_without_hidden_layers_there_are_no_units():
    config, dataset, _ = made(KINDS["tanh"])
    config = dataclasses.replace(config, units=(5, 3))
    seen = look(config, dataset, ([np.ones((3, 5))], [np.zeros(3)]))
    assert list(seen.units()) == []
    with pytest.raises(ValueError, match="got 1"):
        seen.n_units(1)

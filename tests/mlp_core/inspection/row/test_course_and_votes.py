"""What is said of a row over epochs and over seeds: counted beside predictions of each."""

import dataclasses

import numpy as np
import pytest

from mlp_core import forward, predict, softmax, train
from mlp_core.inspection.row.course import Turn, course
from mlp_core.inspection.row.votes import votes
from tests import every_set
from tests.mlp_core.inspection.row.networks import BY_HAND, config_of, plane


def moments_of(name, epochs=6, **settings):
    config = every_set.small_config(name, epochs=epochs, **settings)
    data = config.source.load(config.scaling)
    return config, data, [(m.epoch, m.checkpoint.parameters) for m in train(config, data)]


def test_turns_by_hand():
    # The biases of class b decide: (3, 1) is 5.5 ahead for class a.
    def with_bias(b):
        return BY_HAND[0], [BY_HAND[1][0], np.array([0.5, b])]

    biases = [(0, 0.0), (4, 5.4), (8, 5.6), (12, 9.0), (16, 1.0)]
    said = course(config_of((2, 2, 2)), plane(), [(e, with_bias(b)) for e, b in biases], [3.0, 1.0])
    assert said.answers.tolist() == [0, 0, 1, 1, 0]
    assert said.turns == [Turn(4, 8, 0, 1), Turn(12, 16, 1, 0)]
    assert said.are_shares
    np.testing.assert_allclose(said.figures[2], softmax([5.5, 5.6]))


def test_digits_over_epochs():
    config, data, moments = moments_of("digits")
    for row in range(5):
        said = course(config, data, moments, data.X_test[row])
        outputs = [forward(data.X_test[row], *own, config.activation)[0] for _, own in moments]
        np.testing.assert_allclose(said.figures, softmax(np.array(outputs)), rtol=1e-12)
        assert said.answers.tolist() == [int(z.argmax()) for z in outputs]
        assert said.epochs.tolist() == [1, 2, 3, 4, 5, 6]
        changed = sum(a != b for a, b in zip(said.answers, said.answers[1:], strict=False))
        assert len(said.turns) == changed


def test_outputs_without_probabilities_have_scores():
    config, data, moments = moments_of("iris", loss="squared_error")
    said = course(config, data, moments, data.X_test[0])
    assert not said.are_shares
    np.testing.assert_allclose(
        said.figures[-1], forward(data.X_test[0], *moments[-1][1], config.activation)[0]
    )


def test_numbers_over_epochs_are_in_their_units():
    config, data, moments = moments_of("diabetes")
    said = course(config, data, moments, data.X_test[0])
    assert said.answers is None
    assert said.turns == []
    z = forward(data.X_test[0], *moments[-1][1], config.activation)[0]
    np.testing.assert_allclose(said.figures[-1], data.in_units(z.reshape(1, -1))[0])


def test_votes_are_counted():
    config, data, _ = moments_of("iris", epochs=1)
    networks = {}
    for seed in (5, 1, 9, 2):
        own = dataclasses.replace(config, seed=seed, epochs=2)
        *_, last = train(own, data)
        networks[seed] = last.checkpoint.parameters
    for row in data.X_test[:10]:
        found = votes(config, data, networks, row)
        classes = [
            int(predict(row[np.newaxis], *networks[seed], config.activation)[0])
            for seed in (1, 2, 5, 9)
        ]
        assert [one.named for one in found.readings.values()] == classes
        assert list(found.readings) == [1, 2, 5, 9]
        assert sum(n for _, n in found.counts) == 4
        assert dict(found.counts) == {c: classes.count(c) for c in classes}
        sizes = [n for _, n in found.counts]
        assert sizes == sorted(sizes, reverse=True)


def test_votes_of_numbers():
    config, data, moments = moments_of("diabetes", epochs=2)
    networks = dict(moments)
    found = votes(config, data, networks, data.X_test[0])
    said = course(config, data, moments, data.X_test[0])
    np.testing.assert_array_equal(found.numbers, said.figures)


def test_of_nothing_nothing_is_said():
    config, data, _ = moments_of("iris", epochs=1)
    with pytest.raises(ValueError, match="one moment or more"):
        course(config, data, [], data.X_test[0])
    with pytest.raises(ValueError, match="one network or more"):
        votes(config, data, {}, data.X_test[0])

"""What happened in a training, against what one finds by going through every epoch oneself."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from mlp_core import TrainConfig, train
from mlp_core.inspection import events as module
from mlp_core.inspection.events import events
from mlp_core.inspection.film import Film
from mlp_core.training import train_in_slices
from tests.mlp_core.both_engines import made_up_data
from tests.mlp_core.small_data import few_digits

pytestmark = pytest.mark.usefixtures("kernels")
CONFIG = TrainConfig((64, 12, 9, 10), 0.05, 12, batch_size=8, shuffle=True, init_scale=0.4)


@pytest.fixture(scope="module")
def small(digits):
    return few_digits(digits, 200)


def of_kind(film, kind):
    return [event for event in events(film) if event.kind == kind]


def flat_by_hand(config, data):
    """[epoch][layer][unit]: 0 on every training row, or at an end of tanh's range."""
    found = []
    film = Film.of(config, data)
    for epoch in range(film.last + 1):
        weights, biases = film.parameters(epoch)
        h, layers = data.X_train, []
        for W, b in list(zip(weights, biases, strict=True))[:-1]:
            z = h @ W.T + b
            h = np.maximum(z, 0.0) if config.activation == "relu" else np.tanh(z)
            flat = h == 0 if config.activation == "relu" else np.abs(h) > 0.999
            layers.append(flat.all(axis=0))
        found.append(layers)
    return found


@pytest.mark.parametrize(
    ("activation", "rate", "word"), [("relu", 0.15, "dead"), ("tanh", 1.0, "saturated")]
)
def test_units_that_went_flat_for_good(small, activation, rate, word, monkeypatch):
    monkeypatch.setattr(module, "MOST_OF_A_KIND", 1000)
    config = replace(CONFIG, activation=activation, learning_rate=rate)
    by_hand = flat_by_hand(config, small)
    expected = {}
    for layer, unit in itertools.chain.from_iterable(
        [(k, u) for u in range(n)] for k, n in enumerate((12, 9))
    ):
        course = [epoch[layer][unit] for epoch in by_hand]
        if course[-1]:
            # The epoch after the last in which it still told rows apart.
            since = max((e for e, flat in enumerate(course) if not flat), default=-1) + 1
            expected.setdefault((since, layer + 1), []).append(unit + 1)
    assert any(since for since, _ in expected)
    found = of_kind(Film.of(config, small), "died")
    assert [event.epoch for event in found] == sorted(since for since, _ in expected)
    assert {event.sentence for event in found} == {
        f"{named(units)} of layer {layer} {'is' if len(units) == 1 else 'are'} {word} on all "
        f"training rows {f'from epoch {since} on' if since else 'from the start on'}."
        for (since, layer), units in expected.items()
    }
    assert f"{sum(map(len, expected.values()))}" == str(
        sum(int(event.title.split()[0]) for event in found)
    )


def named(units):
    if len(units) == 1:
        return f"Unit {units[0]}"
    shown = [*map(str, units[:6]), *([f"{len(units) - 6} more"] if len(units) > 6 else [])]
    return f"Units {', '.join(shown[:-1])} and {shown[-1]}"


def test_a_unit_that_comes_back_to_life_has_not_died(small):
    config = replace(CONFIG, activation="relu", learning_rate=0.15)
    film = Film.of(config, small)
    looks = module._looks(film)
    one = [look for look in looks if look.layer == 1]
    for at, flat in zip(one, (0, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1), strict=True):
        at.units[0] = flat
        at.units[1] = at.epoch < 12
    assert module._since(one, 0) == 4
    assert module._since(one, 1) is None


def test_healthy_units_have_not_died(small):
    for activation in ("tanh", "relu", "identity", "leaky_relu"):
        config = replace(CONFIG, activation=activation, learning_rate=0.005)
        assert of_kind(Film.of(config, small), "died") == []


def test_in_a_long_run_an_epoch_is_named_as_the_latest(small, monkeypatch):
    config = replace(CONFIG, activation="relu", learning_rate=0.15)
    monkeypatch.setattr(module, "MOST_LOOKS", 4)
    found = of_kind(Film.of(config, small), "died")
    assert {event.epoch for event in found} <= {0, 4, 8, 12}
    late = [event for event in found if event.epoch]
    assert late
    for event in late:
        assert event.sentence.endswith(f" by epoch {event.epoch}, and stay so.")


def test_rows_that_were_not_looked_at_are_not_spoken_of(small, monkeypatch):
    monkeypatch.setattr("mlp_core.inspection.diagnosis.observation.MOST_ROWS", 50)
    config = replace(CONFIG, activation="relu", learning_rate=0.15)
    for event in of_kind(Film.of(config, small), "died"):
        assert " on 50 rows " in event.sentence


def test_the_best_epoch_and_the_lowest_loss(small):
    config = replace(CONFIG, learning_rate=0.3, epochs=15)
    scores = Film.of(config, small).scores
    accuracies = [one.test_accuracy for one in scores]
    film = Film(config, small, scores)
    (best,) = of_kind(film, "best")
    assert best.epoch == 1 + int(np.argmax(accuracies))
    assert f"{100 * max(accuracies):.2f} %" in best.sentence
    losses = [one.test_loss for one in scores]
    assert min(losses) < losses[-1]
    (lowest,) = of_kind(film, "lowest")
    assert lowest.epoch == 1 + int(np.argmin(losses))
    # Where it falls to the end there is no such moment.
    falling = [replace(one, test_loss=1.0 / one.epoch) for one in scores]
    assert of_kind(Film(config, small, falling), "lowest") == []


def test_with_early_stopping_the_best_is_the_one_it_keeps(small):
    config = replace(CONFIG, early_stopping=True, n_iter_no_change=3, epochs=40)
    film = Film.of(config, small)
    held = [one.validation_accuracy for one in film.scores]
    (best,) = of_kind(film, "best")
    assert best.epoch == 1 + held.index(max(held))
    assert best.title == "best validation accuracy"


def test_where_the_training_loss_first_rose(small):
    config = replace(CONFIG, learning_rate=0.5)
    film = Film.of(config, small)
    losses = [one.train_loss for one in film.scores]
    rises = [k + 1 for k in range(1, len(losses)) if losses[k] > losses[k - 1]]
    assert len(rises) > 1
    assert [event.epoch for event in of_kind(film, "rose")] == rises[:1]
    falling = [replace(one, train_loss=1.0 / one.epoch) for one in film.scores]
    assert of_kind(Film(config, small, falling), "rose") == []


def test_a_rate_that_somebody_changed(small):
    rates = {1: 0.01, 2: 0.01, 3: 0.05, 4: 0.05, 5: 0.002}
    slices = train_in_slices(CONFIG, small, rate_of_epoch=rates.get)
    epochs = list(itertools.islice((s for s in slices if not isinstance(s, int)), 5))
    film = Film(CONFIG, small, [one.scores for one in epochs])
    assert [(e.epoch, e.sentence) for e in of_kind(film, "rate")] == [
        (2, "After epoch 2 the learning rate was changed, from 0.01 to 0.05."),
        (4, "After epoch 4 the learning rate was changed, from 0.05 to 0.002."),
    ]


def test_a_rate_that_the_schedule_divided(small):
    config = replace(CONFIG, schedule="adaptive", n_iter_no_change=2, tol=1.0)
    film = Film.of(config, small)
    rates = [one.learning_rate for one in film.scores]
    steps = [k for k in range(1, len(rates)) if rates[k] != rates[k - 1]]
    found = of_kind(film, "rate")
    assert [event.epoch for event in found] == steps[: module.MOST_OF_A_KIND] != []
    assert all("divided by the schedule" in event.sentence for event in found)
    # One that falls a little each epoch has no such moments.
    gliding = Film.of(replace(CONFIG, schedule="invscaling"), small)
    assert of_kind(gliding, "rate") == []


def test_a_run_that_diverges(small):
    config = replace(CONFIG, learning_rate=50.0, activation="relu", loss="squared_error")
    film = Film.of(config, small)
    (event,) = of_kind(film, "diverged")
    assert event.epoch == film.last
    assert event.sentence.startswith(f"In epoch {film.last + 1} ")
    assert of_kind(Film.of(CONFIG, small), "diverged") == []


def test_they_come_in_order_and_are_not_too_many(small, monkeypatch):
    config = replace(CONFIG, activation="relu", learning_rate=0.15)
    found = events(Film.of(config, small))
    assert [event.epoch for event in found] == sorted(event.epoch for event in found)
    kinds = [event.kind for event in found]
    assert max(map(kinds.count, kinds)) <= module.MOST_OF_A_KIND


def test_a_run_without_epochs_has_had_none(small):
    film = Film(CONFIG, small, ())
    assert events(film) == []
    data = made_up_data(3, 2, 20)
    config = TrainConfig((3, 2), 0.1, 2)
    scores = [one.scores for one in train(config, data)]
    assert {event.kind for event in events(Film(config, data, scores))} <= {"best", "lowest"}

"""A film has every epoch and every step of a run, to the last bit, whatever is kept of it."""

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest

from mlp_core import Dataset, TrainConfig, train
from mlp_core.divergence import DivergenceError
from mlp_core.engines.compiled.engine import CompiledEngine
from mlp_core.engines.numpy_engine import NumpyEngine
from mlp_core.inspection import film as films
from mlp_core.inspection.film import Film
from mlp_core.inspection.kept_checkpoints import Anchors, Recent
from mlp_core.inspection.retraining import Retraining
from mlp_core.starting_point import starting_point
from mlp_core.training import train_in_slices
from mlp_core.validation_part import held_out
from tests.every_set import small_config
from tests.mlp_core.both_engines import as_bytes
from tests.mlp_core.small_data import few_digits
from tests.mlp_core.stored import make_checkpoint

pytestmark = pytest.mark.usefixtures("kernels")
# A run of each: over sets, optimizers, schedules, patience, weights of classes, orders, layers.
RUNS = {
    "digits one by one": ("digits", {"batch_size": 1, "scaling": "none"}),
    "digits in batches": ("digits", {"batch_size": 64, "shuffle": True}),
    "digits with Adam": ("digits", {"optimizer": "adam", "alpha": 0.01}),
    "no hidden layer": ("digits", {"units": (64, 10)}),
    "moons with momentum": ("moons", {"momentum": 0.9, "nesterovs_momentum": False}),
    "spiral with Nesterov": ("spiral", {"momentum": 0.8, "shuffle": True, "batch_size": 1}),
    "xor by one output": ("xor", {"units": (2, 4, 1), "loss": "logistic_cross_entropy"}),
    "checkerboard in layers": (
        "checkerboard",
        {"units": (2, 5, 4, 2), "activation": "logistic"},
    ),
    "iris divided": ("iris", {"schedule": "adaptive", "tol": 1.0, "n_iter_no_change": 1}),
    "wine scaled back": ("wine", {"schedule": "invscaling", "power_t": 0.3, "alpha": 0.1}),
    "cancer stopping early": ("breast_cancer", {"early_stopping": True, "n_iter_no_change": 9}),
    "cancer weighted": ("breast_cancer", {"class_weight": "balanced", "shuffle": True}),
    "diabetes": ("diabetes", {"units": (10, 6, 1), "activation": "relu"}),
    "diabetes stopping early": ("diabetes", {"early_stopping": True, "shuffle": True}),
    "sine": ("sine", {"optimizer": "adam", "batch_size": 7, "shuffle": True}),
    "a plane of numbers": ("bumps", {"activation": "gelu", "epochs": 5}),
}
EACH_RUN = pytest.mark.parametrize("name", RUNS)
EACH_ENGINE = pytest.mark.parametrize("engine", ["compiled", "numpy"])


def prepared(name: str) -> tuple[TrainConfig, Dataset]:
    dataset, settings = RUNS[name]
    config = small_config(dataset, **{"epochs": 4, **settings})
    data = config.source.load(config.scaling)
    if dataset == "digits":
        data = few_digits(data, 150)
    return config, data


def stripped(metrics):
    """The film of a run of which nothing is kept but the scores."""
    return [one.scores for one in metrics]


@EACH_ENGINE
@EACH_RUN
def test_every_epoch_is_that_of_the_training(name, engine):
    config, data = prepared(name)
    epochs = list(train(config, data, engine=engine))
    film = Film(config, data, stripped(epochs), engine=engine)
    assert film.last == len(epochs) > 1
    start = starting_point(config, len(held_out(config, data)[0]))[0]
    assert as_bytes(film.parameters(0)) == as_bytes(start)
    # In an order in which it must go back, too.
    for metrics in [epochs[-1], *epochs]:
        found = film.checkpoint(metrics.epoch)
        assert found.epoch == metrics.epoch
        assert as_bytes(found.parameters) == as_bytes(metrics.parameters)
        assert found.state.steps == metrics.state.steps
        assert found.state.arrays.keys() == metrics.state.arrays.keys()
        for key, arrays in metrics.state.arrays.items():
            assert as_bytes(found.state.arrays[key]) == as_bytes(arrays)


@EACH_ENGINE
@EACH_RUN
def test_every_step_is_that_of_the_training(name, engine, monkeypatch):
    config, data = prepared(name)
    epochs = list(train(config, data, engine=engine))
    film = Film(config, data, stripped(epochs), engine=engine)
    after = 1
    expected = steps_of_training(monkeypatch, config, data, epochs, after, engine)
    n = film.n_steps(after)
    n_rows = len(held_out(config, data)[0])
    assert n == len(expected) == math.ceil(n_rows / config.batch_size)
    for step in {1, 2, n // 2, n - 1, n} - {0}:
        assert as_bytes(film.parameters(after, step)) == expected[step - 1], step
    assert as_bytes(film.parameters(after, n)) == as_bytes(film.parameters(after + 1))
    # And in one pass over all of them.
    walked = {one.step: one for one in film.walk(after, n + 1)}
    assert [as_bytes(walked[step].parameters) for step in range(1, n + 1)] == expected
    rows = [min(config.batch_size, n_rows - k * config.batch_size) for k in range(n)]
    total = math.fsum(walked[k + 1].loss * rows[k] for k in range(n))
    assert total == pytest.approx(epochs[after].total_loss, rel=1e-9)


def steps_of_training(monkeypatch, config, data, epochs, after, engine) -> list[bytes]:
    """The parameters after each step of the epoch after ``after``, seen while it is trained."""
    seen: list[bytes] = []
    with monkeypatch.context() as patch:
        if engine == "numpy":
            patch.setattr("mlp_core.engines.numpy_engine._step", spied_step(seen))
        else:
            patch.setattr(CompiledEngine, "epoch", spied_epoch(seen))
        slices = train_in_slices(
            config,
            data,
            engine=engine,
            after=epochs[after - 1].checkpoint,
            before=stripped(epochs[:after]),
        )
        next(one for one in slices if not isinstance(one, int))
    return seen


def spied_step(seen):
    from mlp_core.engines.numpy_engine import _step as step

    def spied(*arguments):
        found = step(*arguments)
        seen.append(as_bytes(found[0]))
        return found

    return spied


def spied_epoch(seen):
    """The compiled epoch, in calls of one batch each."""

    def epoch(self, order, rate):
        rows, labels = self._data["train"]
        size, total = self.config.batch_size, 0.0
        for first in range(0, len(order), size):
            last = min(first + size, len(order))
            loss, _ = self._stepper.train(rows, labels, order, rate, first, last, self._row_weights)
            total += loss
            seen.append(as_bytes(self._stepper.parameters))
            yield last - first
        self._epoch, self._rate = self._epoch + 1, rate
        return total

    return epoch


@pytest.fixture(scope="module")
def small(digits):
    return few_digits(digits, 60)


CONFIG = TrainConfig((64, 5, 10), learning_rate=0.01, epochs=30, batch_size=8, shuffle=True)


def test_a_rate_that_was_changed_is_had_again(small):
    rates = {1: 0.01, 2: 0.01, 3: 0.05, 4: 0.05, 5: 0.002}
    slices = train_in_slices(CONFIG, small, rate_of_epoch=rates.get)
    epochs = list(itertools.islice((s for s in slices if not isinstance(s, int)), 5))
    film = Film(CONFIG, small, stripped(epochs))
    for metrics in epochs:
        assert as_bytes(film.parameters(metrics.epoch)) == as_bytes(metrics.parameters)
    assert as_bytes(film.parameters(4, film.n_steps(4))) == as_bytes(epochs[4].parameters)


def test_it_trains_itself_and_keeps_within_its_bytes(small):
    epochs = list(train(CONFIG, small))
    each = epochs[0].checkpoint.n_bytes
    for budget in (1, 4 * each, 1000 * each):
        film = Film.of(CONFIG, small, most_bytes=budget)
        assert film.scores[-1].total_loss == epochs[-1].total_loss
        for epoch in (30, 1, 17, 18, 16, 30):
            assert as_bytes(film.parameters(epoch)) == as_bytes(epochs[epoch - 1].parameters)
        assert len(film._recent.epochs) <= max(1, budget // 2 // each)


def test_epochs_in_their_order_are_one_pass(small, monkeypatch):
    trained = []
    original = NumpyEngine.epoch
    monkeypatch.setattr(
        NumpyEngine, "epoch", lambda self, *given: (trained.append(1), original(self, *given))[1]
    )
    scores = stripped(train(CONFIG, small, engine="numpy"))
    trained.clear()
    film = Film(CONFIG, small, scores, engine="numpy", most_bytes=1)
    for epoch in range(31):
        film.checkpoint(epoch)
    assert len(trained) == 30


def test_what_is_kept_is_taken_and_what_is_lost_is_had_again(small):
    epochs = list(train(CONFIG, small))
    asked = []

    def load(epoch):
        asked.append(epoch)
        return epochs[epoch - 1].checkpoint if epoch == 10 else None

    film = Film(CONFIG, small, stripped(epochs), kept={10, 20}, load=load)
    assert film.checkpoint(10) is epochs[9].checkpoint
    assert as_bytes(film.parameters(22)) == as_bytes(epochs[21].parameters)
    # 20 is lost: that is found out once.
    assert asked == [10, 20]
    film.checkpoint(20)
    assert asked == [10, 20]


def test_a_lost_checkpoint_behind_nothing_goes_back_to_the_start(small):
    epochs = list(train(CONFIG, small))
    film = Film(CONFIG, small, stripped(epochs), kept={3}, load=lambda epoch: None)
    assert as_bytes(film.parameters(4)) == as_bytes(epochs[3].parameters)
    assert as_bytes(film.parameters(3)) == as_bytes(epochs[2].parameters)


def test_what_is_too_far_is_told_with_what_is_near(small):
    scores = stripped(train(CONFIG, small))
    film = Film(CONFIG, small, scores, most_work=60 * 385 * 3)
    assert film.checkpoint(3).epoch == 3
    with pytest.raises(ValueError, match="Epoch 8 is 5 epochs of training from epoch 3, the near"):
        film.checkpoint(8)


def test_a_run_of_another_machine_is_not_taken_for_this_one(small):
    scores = stripped(train(CONFIG, small))
    scores[4] = replace(scores[4], total_loss=scores[4].total_loss * (1 + 1e-8))
    film = Film(CONFIG, small, scores)
    assert film.checkpoint(4).epoch == 4
    for _ in range(2):
        with pytest.raises(ValueError, match="Epoch 5 comes to another loss here than where"):
            film.checkpoint(9)
    assert [epoch for epoch, _ in film.series(31)] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("epoch", [-1, 31, 1.5, True, "3", None])
def test_what_is_no_epoch_of_it_is_refused(small, epoch):
    film = Film(CONFIG, small, stripped(train(CONFIG, small)))
    for ask in (film.checkpoint, film.parameters, film.n_steps, lambda k: list(film.walk(k, 5))):
        with pytest.raises(ValueError, match="epoch must"):
            ask(epoch)


@pytest.mark.parametrize("step", [-1, 9, 0.5, True])
def test_what_is_no_step_of_it_is_refused(small, step):
    film = Film(CONFIG, small, stripped(train(CONFIG, small)))
    assert (film.n_steps(0), film.n_steps(30)) == (8, 0)
    with pytest.raises(ValueError, match="step must be"):
        film.parameters(2, step)
    with pytest.raises(ValueError, match="step must be from 0 to 0 after epoch 30; got 1"):
        film.parameters(30, 1)


def test_scores_with_a_gap_are_refused(small):
    scores = stripped(train(CONFIG, small))
    for wrong in (scores[1:], [*scores[:3], *scores[4:]], scores[::-1]):
        with pytest.raises(ValueError, match="some epochs of the run are missing"):
            Film(CONFIG, small, wrong)


def test_a_sample_is_even_and_has_both_ends(small):
    film = Film(CONFIG, small, stripped(train(CONFIG, small)))
    assert film.sample(31) == film.sample(1000) == tuple(range(31))
    assert film.sample(2) == (0, 30)
    assert film.sample(4) == (0, 10, 20, 30)
    for n in range(2, 31):
        found = film.sample(n)
        gaps = np.diff(found)
        assert (found[0], found[-1], len(found)) == (0, 30, n)
        assert gaps.max() - gaps.min() <= 1
    with pytest.raises(ValueError, match="n must"):
        film.sample(1)


def test_where_all_would_take_long_a_sample_is_of_what_is_kept(small, monkeypatch):
    epochs = list(train(CONFIG, small))
    monkeypatch.setattr(films, "MOST_WORK_OF_A_SERIES", 60 * 385 * 29)
    kept = {3, 8, 12, 30}
    film = Film(CONFIG, small, stripped(epochs), kept=kept, load=lambda k: epochs[k - 1].checkpoint)
    assert film.sample(100) == (0, 3, 8, 12, 30)
    assert film.sample(3) == (0, 8, 30)
    assert [epoch for epoch, _ in film.series(100)] == [0, 3, 8, 12, 30]


DIVERGES = replace(CONFIG, learning_rate=50.0, activation="relu", loss="squared_error")


@EACH_ENGINE
def test_a_run_that_diverges_ends_before_the_step_that_is_not_finite(small, engine):
    with pytest.raises(DivergenceError):
        list(train(DIVERGES, small, engine=engine))
    film = Film.of(DIVERGES, small, engine=engine)
    assert film.diverged
    n = film.n_steps(film.last)
    assert 0 < n < 8
    for step in range(n + 1):
        arrays = itertools.chain(*film.parameters(film.last, step))
        assert all(np.isfinite(array).all() for array in arrays)
    with pytest.raises(ValueError, match=f"step must be from 0 to {n}"):
        film.parameters(film.last, n + 1)
    again = Retraining(DIVERGES, small, engine)
    with pytest.raises(DivergenceError):
        list(again.walk(film.checkpoint(film.last), 50.0, (0, n + 1)))


def test_a_run_without_an_epoch_has_its_start(small):
    film = Film(CONFIG, small, ())
    assert (film.last, film.sample(5), film.n_steps(0)) == (0, (0,), 0)
    assert as_bytes(film.parameters(0)) == as_bytes(starting_point(CONFIG, 60)[0])


def test_anchors_are_evenly_over_what_has_been():
    each = make_checkpoint(1).n_bytes
    anchors = Anchors(6 * each)
    for epoch in range(1, 101):
        anchors.add(make_checkpoint(epoch))
        assert len(anchors.epochs) <= 6
        assert anchors.get(epoch).epoch == epoch
    assert anchors.epochs == {32, 64, 96, 100}
    assert anchors.get(64).epoch == 64
    assert anchors.get(65) is None


def test_the_recent_ones_are_those_that_were_asked_for_last():
    checkpoints = [make_checkpoint(epoch) for epoch in range(1, 6)]
    recent = Recent(3 * checkpoints[0].n_bytes)
    for checkpoint in checkpoints[:3]:
        recent.add(checkpoint)
    assert recent.get(1) is checkpoints[0]
    recent.add(checkpoints[3])
    assert recent.epochs == {1, 3, 4}
    assert recent.get(2) is None

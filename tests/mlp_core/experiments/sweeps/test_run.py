"""run_sweep: every combination, in order, each as train would train it, to the last bit."""

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest

from mlp_core import DivergenceError, TrainConfig, load_dataset, train
from mlp_core.experiments.sweeps import run_sweep
from mlp_core.experiments.sweeps.result import maker_here, packed
from tests.mlp_core.small_data import few_digits

BASE = TrainConfig((64, 5, 10), learning_rate=0.01, epochs=3, shuffle=True)
POINTS = TrainConfig(
    (2, 3, 2), 0.05, 4, batch_size=20, dataset="moons", scaling="standard", optimizer="adam"
)


def timeless(scores):
    """Epochs without what a clock says."""
    return [{k: v for k, v in vars(one).items() if k != "seconds"} for one in scores]


def alone(config, dataset):
    """What ``train`` comes to: its epochs, and how it ends."""
    scores = []
    try:
        scores.extend(metrics.scores for metrics in train(config, dataset))
    except DivergenceError as error:
        return timeless(scores), "diverged", str(error)
    return timeless(scores), "finished", ""


def assert_alone(results, dataset_of):
    for result in results:
        scores, state, reason = alone(result.config, dataset_of(result.config))
        assert timeless(result.scores) == scores
        assert (result.state, result.reason) == (state, reason)


def test_the_order_is_that_of_the_product_and_of_the_seeds_within(digits):
    axes = {"learning_rate": [0.001, 0.01], "units": [(64, 3, 10), (64, 10), (64, 4, 5, 10)]}
    results = run_sweep(replace(BASE, seed=7), axes, dataset=few_digits(digits, 30, 20), repeats=2)
    wanted = [
        replace(BASE, learning_rate=rate, units=units, seed=seed)
        for rate, units in itertools.product(*axes.values())
        for seed in (7, 8)
    ]
    assert [result.config for result in results] == wanted
    assert {len(result.scores) for result in results} == {3}


def test_each_is_trained_as_it_would_be_alone(digits):
    small = few_digits(digits, 30, 20)
    axes = {"learning_rate": [0.01, 1.0], "activation": ["identity", "tanh"]}
    results = run_sweep(replace(BASE, loss="squared_error"), axes, dataset=small)
    assert_alone(results, lambda config: small)
    # What diverges is a result like any other, and there is one here.
    states = {result.state for result in results}
    assert states == {"finished", "diverged"}


@pytest.mark.parametrize(
    "axes",
    [
        {"data.noise": [0.0, 0.1, 0.4], "alpha": [0.0, 1.0]},
        {"split.seed": [1, 2], "schedule": ["constant", "invscaling"]},
        {"scaling": ["none", "min_max"], "batch_size": [1, 64, 2000]},
        {"optimizer": ["sgd", "adam"], "init": ["normal", "zeros"], "init_scale": [0.1, 1.0]},
    ],
    ids=lambda axes: ", ".join(axes),
)
def test_axes_lead_to_the_data_that_they_name(axes):
    results = run_sweep(POINTS, axes)
    assert len(results) == math.prod(map(len, axes.values()))
    assert_alone(results, lambda config: config.source.load(config.scaling))


def test_an_axis_of_data_sets_gives_the_network_their_ends():
    base = TrainConfig((4, 6, 3), 0.01, 2, dataset="iris")
    results = run_sweep(base, {"dataset": ["iris", "wine", "moons"]})
    assert [result.config.units for result in results] == [(4, 6, 3), (13, 6, 3), (2, 6, 2)]
    assert_alone(results, lambda config: load_dataset(config.dataset))
    # Of layers that are said those between the ends are meant: the ends are the set's.
    own = run_sweep(base, {"dataset": ["iris", "wine"], "units": [(4, 7, 3)]})
    assert [result.config.units for result in own] == [(4, 7, 3), (13, 7, 3)]
    # Where no other set is named, they are meant as they are, and fail.
    (failed,) = run_sweep(base, {"units": [(13, 7, 3)]})
    assert (failed.state, failed.scores) == ("failed", ())
    assert "units must begin with 4 features" in failed.reason


def test_rows_are_held_out_where_the_base_asks_for_it_alone():
    (plain,) = run_sweep(POINTS, {})
    assert plain.scores[-1].validation_loss is None
    (held,) = run_sweep(replace(POINTS, split={"validation_size": 0.2}), {})
    assert 0.0 <= held.scores[-1].validation_accuracy <= 1.0


def test_patience_ends_a_run_as_it_does_alone():
    base = replace(POINTS, epochs=60, early_stopping=True, n_iter_no_change=2)
    results = run_sweep(base, {"learning_rate": [1e-4, 0.05]}, repeats=2)
    assert_alone(results, lambda config: config.source.load(config.scaling))
    assert min(len(result.scores) for result in results) < 60


def test_seeds_go_on_from_0_after_the_largest(digits):
    base = replace(BASE, seed=2**32 - 1)
    results = run_sweep(base, {}, dataset=few_digits(digits, 30, 20), repeats=3)
    assert [result.config.seed for result in results] == [2**32 - 1, 0, 1]


def test_figures_are_packed_and_come_out_as_they_were(digits):
    (result,) = run_sweep(BASE, {}, dataset=few_digits(digits, 30, 20))
    assert packed(result.scores).tobytes() == result.figures.tobytes()
    assert result.series("epoch").tolist() == [1.0, 2.0, 3.0]
    assert result.seconds == result.scores[-1].seconds > 0.0
    assert result.maker == maker_here("compiled")
    assert str(result.maker).startswith("compiled, ")


def test_the_same_is_the_same_to_the_last_bit(digits):
    small = few_digits(digits, 30, 20)
    (one,), (other,) = (run_sweep(BASE, {}, dataset=small) for _ in range(2))
    assert one.same_as(other)
    off = one.figures.copy()
    off[-1, 3] = np.nextafter(off[-1, 3], 2.0)
    assert not one.same_as(replace(other, figures=off))
    assert not one.same_as(replace(other, state="stopped"))
    assert not one.same_as(replace(other, config=replace(BASE, seed=1)))
    late = one.figures.copy()
    late[:, -4] += 0.5  # seconds: see the order of an epoch's scores
    assert one.same_as(replace(other, figures=late))


@pytest.mark.parametrize(
    ("axes", "said"),
    [
        ({"learning_rat": [0.1]}, "an axis must be a setting"),
        ({"data.nose": [0.1]}, "an axis must be a setting"),
        ({"data_parameters": [{}]}, "an axis must be a setting"),
        ({"data.choices": ["x"]}, "an axis must be a setting"),
        ({3: [0.1]}, "the name of an axis must be"),
        ({"learning_rate": 0.1}, "must be a list of values"),
        ({"activation": "tanh"}, "must be a list of values"),
        ({"learning_rate": []}, "must have a list of 1 to"),
        ({"learning_rate": [0.1, -1]}, "learning_rate must lie between"),
        ({"learning_rate": [math.nan]}, "learning_rate must lie between"),
        ({"units": [64]}, "units must be"),
        ({"activation": ["tanh", "swash"]}, "unknown activation|activation must be"),
        ({"batch_size": [1.5]}, "batch_size must be a whole number"),
        ({"data.noise": [0.3]}, "noise.* is not a parameter of digits"),
        ([("learning_rate", [0.1])], "axes must be lists of values by name"),
    ],
)
def test_what_is_no_axis_is_refused_with_a_sentence(axes, said):
    with pytest.raises(ValueError, match=said) as refused:
        run_sweep(BASE, axes)
    assert len(str(refused.value)) > 20


def test_given_rows_cannot_be_varied(digits):
    small = few_digits(digits, 30, 20)
    for axis in ({"scaling": ["none"]}, {"data.noise": [0.1]}, {"split.seed": [1]}):
        with pytest.raises(ValueError, match="would change the rows, and those of dataset are"):
            run_sweep(POINTS, axis, dataset=small)


def test_seeds_are_varied_in_one_way_alone():
    with pytest.raises(ValueError, match="both vary the seed"):
        run_sweep(BASE, {"seed": [1, 2]}, repeats=2)
    for repeats in (0, 1.5, "2", 1000):
        with pytest.raises(ValueError, match="repeats must be"):
            run_sweep(BASE, {}, repeats=repeats)


def test_an_executor_that_there_is_not_is_told():
    with pytest.raises(ValueError, match="executor must be threads, processes or the address"):
        run_sweep(BASE, {}, executor="gpu")

"""Every function of the core, with every kind of input: taken for what it is, or refused.

A case is a function, its valid arguments, and which of these are arrays, numbers or whole
numbers; the tables of ``bad_input`` say what each is replaced by, and nothing may be broadcast,
truncated, overflow, or read as something else.
"""

from dataclasses import fields, replace

import numpy as np
import pytest
from sklearn.base import BaseEstimator

import mlp_core as core
from mlp_core import Dataset
from mlp_core.checkpoint import first_checkpoint
from mlp_core.engines.compiled.layout import make_layout, unpack
from mlp_core.engines.door import ENGINES
from mlp_core.experiments.jobs.sensitivity import sensitivity
from mlp_core.practical_classifier import fit_practical
from mlp_core.sklearn_twin import parity
from tests.mlp_core import bad_input
from tests.mlp_core.input_cases import (
    BIASES,
    CASES,
    CONFIG,
    CONFUSION,
    DATA,
    OUTPUT,
    STEP,
    WEIGHTS,
    X,
    Y,
)


def flat(result):
    """All numbers of a result in a row, to compare two."""
    if isinstance(result, (list, tuple)):
        return [number for part in result for number in flat(part)]
    if isinstance(result, dict):
        return flat(list(result.values()))
    if hasattr(result, "__dataclass_fields__"):
        return flat([getattr(result, f.name) for f in fields(result)])
    # What has scaled the rows of a set is judged by these.
    if isinstance(result, (str, type(None), BaseEstimator)):
        return []
    return np.asarray(result, dtype=float).ravel().tolist()


def each(*roles):
    """Every case's arguments of these roles."""
    found = [
        pytest.param(case, name, id=f"{title}: {name}")
        for title, case in CASES.items()
        for role in roles
        for name in getattr(case, role)
    ]
    return pytest.mark.parametrize(("case", "name"), found)


def refused(ask):
    """Whether the call was refused with a sentence; anything else that is raised is a fault."""
    with np.errstate(all="ignore"):
        try:
            ask()
        except ValueError as error:
            return len(str(error)) > 20 and "got" in str(error)
    return False


def taken(case, name, kinds):
    """Those of the kinds of input that were not refused."""
    return [
        kind
        for kind, rewrite in kinds.items()
        if not refused(lambda rewrite=rewrite: case.replaced(name, rewrite))
    ]


@each("arrays", "layers")
def test_numbers_in_any_clothes_are_the_same_numbers(case, name):
    expected = flat(case.call())
    for clothes, rewrite in bad_input.CLOTHES.items():
        found = flat(case.replaced(name, rewrite))
        np.testing.assert_allclose(found, expected, rtol=1e-12, err_msg=clothes)


@each("arrays", "layers")
def test_what_is_no_array_of_numbers_is_refused(case, name):
    kinds = bad_input.NO_NUMBERS | (bad_input.NOT_FINITE if case.finite else {})
    if name in case.complex_arrays:
        kinds = {kind: rewrite for kind, rewrite in kinds.items() if "complex" not in kind}
    assert taken(case, name, kinds) == []


@each("arrays", "layers")
def test_what_has_another_shape_is_refused(case, name):
    assert name in case.any_shape or taken(case, name, bad_input.SHAPES) == []


@each("whole_arrays")
def test_classes_are_not_cut_off(case, name):
    for value in (0.5, 1.7, np.nan, np.inf, 2**70, 1e300):
        with pytest.raises(ValueError, match=r"must (hold|lie)"):
            case.replaced(name, lambda array, value=value: bad_input.changed(array, value))
    if case.function is not core.accuracy:
        with pytest.raises(ValueError, match=r"must (hold|lie)"):
            case.replaced(name, lambda array: bad_input.changed(array, -1, int))


@each("layers")
def test_layers_are_as_many_as_there_are(case, name):
    if name in ("curves", "grad_weights"):
        return
    layers = case.arguments[name]
    for wrong in ([], layers[:-1], [*layers, layers[-1]], None, 3, np.array(1.0)):
        assert refused(lambda wrong=wrong: case.call(**{name: wrong}))


@each("numbers")
def test_numbers(case, name):
    expected = flat(case.call())
    value = case.arguments[name]
    for clothes, same in (bad_input.one_of(value) if value == 1.0 else {}).items():
        np.testing.assert_allclose(flat(case.call(**{name: same})), expected, err_msg=clothes)
    kinds = bad_input.NO_FINITE_NUMBER
    assert [k for k, v in kinds.items() if not refused(lambda v=v: case.call(**{name: v}))] == []


@each("wholes")
def test_whole_numbers(case, name):
    expected = flat(case.call())
    for clothes, same in bad_input.one_of(case.arguments[name]).items():
        if clothes.startswith(("int", "uint", "no dimension")):
            found = flat(case.call(**{name: np.array(same)[()].astype(type(same))}))
            np.testing.assert_allclose(found, expected, err_msg=clothes)
    kinds = bad_input.NO_WHOLE_NUMBER
    assert [k for k, v in kinds.items() if not refused(lambda v=v: case.call(**{name: v}))] == []


def test_every_function_of_the_package_is_in_the_table():
    tested = {case.function for case in CASES.values()}
    functions = {getattr(core, name) for name in core.__all__ if callable(getattr(core, name))}
    behind_another = {core.Dataset, core.TrainConfig, core.init_parameters, core.load_dataset}
    behind_another |= {core.train, core.take_steps, core.FastMLPClassifier, core.FastMLPRegressor}
    names_of_shapes = {core.entry_names, core.parameter_names}
    records = {core.ClassScores, core.EpochScores, core.EpochMetrics, core.GradientCheck}
    records |= {core.SGDStep, core.DivergenceError}
    # Bytes of whatever kind: tests/mlp_core/data/table says what becomes of them.
    behind_another |= {core.read_table, core.Table}
    assert functions - tested == behind_another | names_of_shapes | records


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"X_test": np.ones((2, 4))}, r"X_test must be .* 3 columns; got shape \(2, 4\)"),
        ({"X_test": np.ones((2, 2))}, r"X_test must be .* 3 columns; got shape \(2, 2\)"),
        ({"X_test": np.ones((3, 3))}, r"y_test must have shape \(3,\); got \(2,\)"),
        ({"X_test": np.ones((0, 3))}, r"X_test must be a matrix of one row or more"),
        (
            {"X_train": np.ones((0, 3)), "y_train": []},
            "X_train must be .* one row or more",
        ),
        (
            {"X_train": np.ones((4, 0))},
            "X_train must be .* and one column",
        ),
        ({"X_test_raw": np.ones((3, 3))}, r"X_test_raw must have shape \(2, 3\); got \(3, 3\)"),
        ({"y_train": [0, 1, 2]}, r"y_train must have shape \(4,\); got \(3,\)"),
        ({"y_train": [0, 1, 2, 3]}, "y_train must hold classes 0 to 2; got 0 to 3"),
        ({"y_test": [-1, 0]}, "y_test must hold classes 0 to 2; got -1 to 0"),
        ({"y_test": [0.5, 1]}, "y_test must hold whole numbers; got 0.5"),
        ({"y_test": [[0, 1]]}, r"y_test must have shape \(2,\); got \(1, 2\)"),
        ({"class_names": ()}, "class_names must be a tuple of one text or more"),
        ({"class_names": "abc"}, "class_names must be a tuple of one text or more; got 'abc'"),
        ({"class_names": (0, 1, 2)}, "class_names must be a tuple of one text or more"),
        ({"image_shape": (2, 2)}, r"image_shape must be .* of 3 pixels; got \(2, 2\)"),
        ({"image_shape": 3}, "image_shape must be"),
        ({"image_shape": (1.5, 2)}, "image_shape must be a whole number"),
        ({"name": None}, "name must be a str; got None"),
        ({"scaling": 1}, "scaling must be a str; got 1"),
    ],
)
def test_a_data_set_checks_itself(changes, message):
    with pytest.raises(ValueError, match=message):
        Dataset(**(DATA | changes))


def test_a_data_set_is_its_own():
    given = {name: value.copy() for name, value in DATA.items() if isinstance(value, np.ndarray)}
    dataset = Dataset(**(DATA | given))
    for name, array in given.items():
        array[...] = 99
        np.testing.assert_array_equal(getattr(dataset, name), DATA[name])


def test_a_step_is_its_own():
    given = {name: STEP[name].copy() for name in ("x", "y")}
    given |= {name: [array.copy() for array in STEP[name]] for name in ("weights", "biases")}
    given["activation"] = "relu"
    bounds = [np.ones_like(W) for W in WEIGHTS], [np.ones_like(b) for b in BIASES]
    step, other = (
        core.sgd_step(**arguments, learning_rate=0.1, parameter_bounds=copies)
        for arguments, copies in (
            (given, bounds),
            (STEP, tuple([a.copy() for a in part] for part in bounds)),
        )
    )
    for array in (given["x"], given["y"], *given["weights"], *given["biases"], *bounds[0]):
        array[...] = 99.0
    assert flat(step) == flat(other)
    assert flat(step.bounds) == flat(other.bounds)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "parameters",
    [
        (WEIGHTS, BIASES[:1]),
        ([WEIGHTS[0][:, :2], WEIGHTS[1]], BIASES),
        ([WEIGHTS[0], WEIGHTS[1][:2]], [BIASES[0], BIASES[1][:2]]),
    ],
)
def test_engines_begin_with_parameters_of_their_own_network(engine, parameters):
    with pytest.raises(ValueError, match="got"):
        ENGINES[engine](CONFIG, Dataset(**DATA), first_checkpoint(CONFIG, parameters))


@pytest.mark.parametrize("engine", ENGINES)
def test_engines_are_asked_for_rows_that_there_are(engine):
    door = ENGINES[engine](CONFIG, Dataset(**DATA), first_checkpoint(CONFIG, (WEIGHTS, BIASES)))
    for order in ([0, 4], [-1], [[0, 1]], 0):
        with pytest.raises(ValueError, match="order must"):
            next(door.epoch(order, 0.1))
    with pytest.raises(ValueError, match="part must be one of train, test; got 'validation'"):
        next(door.evaluate("validation"))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("dtype", ["float32", "float16", "int8", "uint8", "int64"])
def test_starting_parameters_of_any_width_train_alike(engine, dtype):
    config, dataset = replace(CONFIG, learning_rate=0.01), Dataset(**DATA)
    one, other = (
        next(core.train(config, dataset, parameters=parameters, engine=engine))
        for parameters in (
            ([W.astype(dtype) for W in WEIGHTS], [b.astype(dtype) for b in BIASES]),
            (WEIGHTS, BIASES),
        )
    )
    assert flat(replace(one, seconds=0.0)) == flat(replace(other, seconds=0.0))


def test_wrong_things_in_the_place_of_a_run():
    dataset = Dataset(**DATA)
    for config, data in ((None, dataset), (CONFIG, None), (CONFIG, DATA), ("64-50-10", dataset)):
        for function in (core.train, lambda *pair: sensitivity(*pair, [0.1]), parity):
            with pytest.raises(ValueError, match=r"must be a (TrainConfig|Dataset); got"):
                next(iter(function(config, data)))
    with pytest.raises(ValueError, match="dataset must be a Dataset; got None"):
        fit_practical(None)
    with pytest.raises(ValueError, match="one at least; got none"):
        list(sensitivity(CONFIG, dataset, []))
    with pytest.raises(ValueError, match="one at least; got none"):
        list(parity(CONFIG, dataset, rates=[]))


@pytest.mark.parametrize("rng", [None, 0, np.random])
def test_a_generator_is_passed_in(rng):
    with pytest.raises(ValueError, match="rng must be a Generator; got"):
        core.init_parameters((3, 2), rng)


@pytest.mark.parametrize("units", [None, 5, "abc", (3.0, 2), (True, 2), (3, "2"), (0, 2)])
def test_layer_sizes_are_whole_numbers(units):
    for make in (lambda: core.constant_parameters(units, 0.1), lambda: make_layout(units, ())):
        with pytest.raises(ValueError, match=r"units must .*got"):
            make()


@pytest.mark.parametrize("name", [None, 3, [3], {"tanh": 1}, np.array(["tanh"]), ("tan",)])
def test_names_are_looked_up_whatever_they_are(name):
    with pytest.raises(ValueError, match=r"activation must be one of .*; got"):
        core.forward(X, WEIGHTS, BIASES, name)
    with pytest.raises(ValueError, match=r"loss must be one of .*; got"):
        core.compute_loss(OUTPUT, Y, name)
    with pytest.raises(ValueError, match=r"scaling must be one of .*; got"):
        core.load_dataset(scaling=name)


def test_no_class_is_predicted_of_what_is_no_number():
    rows = X.copy()
    rows[2, 1] = np.nan
    with pytest.raises(ValueError, match="got nan in row 2 of inputs"):
        core.predict(rows, WEIGHTS, BIASES, "relu")
    with pytest.raises(ValueError, match="got nan in row 0 of inputs"):
        core.predict(rows[2], WEIGHTS, BIASES, "relu")
    # The largest of infinite outputs is still the largest.
    assert core.predict([1e308, 0.0, 0.0], [1e10 * WEIGHTS[0]], [np.zeros(2)]) == 0


def test_an_unpacked_network_has_as_many_numbers():
    with pytest.raises(ValueError, match=r"packed must have shape \(17,\) for .*; got \(18,\)"):
        unpack(np.zeros(18), (3, 2, 3))


def test_integers_do_not_overflow_in_scores():
    # 2 · 90 and 90 + 94 do not fit into eight bits.
    for dtype in ("uint8", "int8"):
        scores = core.class_scores(CONFUSION.astype(dtype))
        assert scores.f1[0] == pytest.approx(2 * 90 / (93 + 93))
        assert scores.support.tolist() == [93, 87, 71]
    assert core.accuracy_interval(0.5, np.int16(360)) == core.accuracy_interval(0.5, 360)
    np.testing.assert_allclose(core.softmax(np.array([100, -100], np.int8)), [1.0, 0.0], atol=1e-80)

"""What a change of a control does to a walk: by FIELDS, said on the page, and not for ever."""

from dataclasses import fields, replace

import numpy as np
import pytest

from mlp_core import DivergenceError, load_dataset, one_hot, seeded_parameters, sgd_step, take_steps
from mlp_core.engines import walk as engine
from mlp_core.engines.walk import walk as walk_on
from mlp_core.optimizers import OptimizerState
from mlp_core.task import Task
from pages.one_step.entries import hidden, long_walk, preset, real_data, real_row, shelf
from pages.one_step.entries.exercise import question_1
from pages.one_step.entries.walk import FIELDS, Walk, changed
from pages.shared.links.to_one_step import EPOCH
from tests.pages.shown import choice, press, table

QUESTION_1 = question_1()
OF_HALVES = [np.full_like(array, 0.5) for array in QUESTION_1.weights]
# Another value for each field of a task, and the key of FIELDS that it counts as.
OTHERS = {
    "x": ((1, 1, 1, 1), "x"),
    "y": ((1, 0, 0), "y"),
    "weights": (OF_HALVES, "start"),
    "biases": ([b + 0.1 for b in QUESTION_1.biases], "start"),
    "learning_rate": (0.5, "learning_rate"),
    "activation": ("relu", "activation"),
    "loss": ("softmax_cross_entropy", "loss"),
    "optimizer": ("adam", "optimizer"),
    "momentum": (0.9, "momentum"),
    "nesterovs_momentum": (True, "nesterovs_momentum"),
    "alpha": (0.1, "alpha"),
    "bias": ("frozen", "bias"),
    "rows": ("sum", "rows"),
    "order": ("one by one", "order"),
    "beta_1": (0.8, "beta_1"),
    "beta_2": (0.99, "beta_2"),
    "epsilon": (0.01, "epsilon"),
    "half": (False, "half"),
    "state": (OptimizerState(steps=5), "start"),
}


def walked(task: Task, n: int) -> Walk:
    walk = Walk.start(task)
    for _ in range(n):
        walk = walk.take(walk.step())
    return walk


@pytest.mark.parametrize("name", [field.name for field in fields(Task)])
def test_every_field_has_a_rule_and_follows_it(name):
    value, key = OTHERS[name]
    other = replace(QUESTION_1, **{name: value})
    assert changed(QUESTION_1, other) == [key]
    walk = walked(QUESTION_1, 3).follow(other)
    assert walk.task == other
    if FIELDS[key].goes_on:
        assert walk.step_number == 4
        assert len(walk.losses(200)) == 3
    else:
        assert (walk.step_number, walk.losses(200), walk.last) == (1, [], 1)
        assert walk.step().loss == Walk.start(other).step().loss


def test_other_sizes_are_not_other_weights_as_well():
    weights, biases = QUESTION_1.weights[:1], QUESTION_1.biases[:1]
    smaller = replace(QUESTION_1, y=(0, 1, 0, 0), weights=weights, biases=biases)
    assert changed(QUESTION_1, smaller) == ["units", "y"]


def test_momentum_goes_on_from_step_to_step():
    task = replace(QUESTION_1, momentum=0.9)
    last = list(
        take_steps(
            *(getattr(task, n) for n in ("x", "y", "weights", "biases")),
            0.1,
            3,
            loss="squared_error",
            momentum=0.9,
        )
    )[-1]
    assert walked(task, 2).step().loss_after == last.loss_after


def test_a_walk_knows_the_rates_it_went_at():
    walk = walked(QUESTION_1, 2)
    assert walk.rate_changes == [(1, 0.1)]
    for rate in (0.5, 0.2):  # only the last is used for a step
        walk = walk.follow(replace(QUESTION_1, learning_rate=rate))
    walk = walk.take(walk.step())
    walk = walk.follow(QUESTION_1)
    assert walk.rate_changes == [(1, 0.1), (3, 0.2), (4, 0.1)]
    assert [number for number, _ in walk.losses(200)] == [1, 2, 3]


def many(walk: Walk, n: int) -> Walk:
    *_, made = walk_on(walk.task, n, walk.end)
    return walk.with_many(made)


def test_every_step_of_a_walk_is_opened_as_it_was():
    walk, steps = Walk.start(replace(QUESTION_1, momentum=0.5)), []
    for _ in range(25):
        steps.append(walk.step())
        walk = walk.take(steps[-1])
    faster = walk.follow(replace(walk.task, learning_rate=0.2))
    for _ in range(5):
        steps.append(faster.step())
        faster = faster.take(steps[-1])
    assert faster.last == 31
    for number, step in enumerate(steps, start=1):
        again = faster.at(number).step()
        assert again.values().keys() == step.values().keys()
        for name, value in step.values().items():
            assert np.array_equal(again.values()[name], value)
            assert np.array_equal(again.bounds[name], step.bounds[name])


def test_steps_at_once_are_the_steps_one_by_one():
    task = replace(QUESTION_1, y=(0.5, 1, -1), alpha=0.01, momentum=0.5)
    walk = many(Walk.start(task), 40).at(41)
    assert walk.shown == walk.last == 41
    one_by_one = walked(task, 40)
    assert walk.losses(200) == one_by_one.losses(200)
    for number in (1, 7, 40, 41):
        loss = one_by_one.at(number).step().loss_after
        assert walk.at(number).step().loss_after == pytest.approx(loss, rel=1e-12)


def test_another_rate_goes_on_from_the_step_that_is_shown():
    walk = many(walked(QUESTION_1, 5), 50)
    assert walk.last == 56
    here = walk.at(20).follow(replace(QUESTION_1, learning_rate=0.2))
    assert (here.shown, here.last) == (20, 20)
    assert here.losses(200) == walk.losses(200)[:19]
    assert here.step().loss == walk.at(20).step().loss
    assert here.rate_changes == [(1, 0.1), (20, 0.2)]
    assert [walk.at(number).shown for number in (-3, 57, 10**9)] == [1, 56, 56]


def test_a_long_walk_has_so_many_points_and_its_ends_among_them():
    walk = many(many(Walk.start(QUESTION_1), 400), 603)
    points = walk.losses(200)
    assert len(points) == 200
    assert [points[0][0], points[-1][0]] == [1, 1003]
    for number, loss in points[::40]:
        assert walk.at(number).step().loss == pytest.approx(loss, rel=1e-12)


def test_a_walk_goes_on_compiled_from_when_that_is_ready(monkeypatch):
    alone = [*long_walk._on_the_way(Walk.start(QUESTION_1), 3000)][-1]
    fastest = iter(["numpy", "numpy", "compiled"])
    monkeypatch.setattr(engine, "SLICE_WORK", 1_000_000)
    few = engine.FEW_STEPS
    fake = lambda _, n_steps: "numpy" if n_steps <= few else next(fastest, "compiled")  # noqa: E731
    monkeypatch.setattr(engine, "_fastest", fake)
    reached = [*long_walk._on_the_way(Walk.start(QUESTION_1), 3000)]
    first, second = reached[-1].legs
    assert [leg.walk.engine for leg in (first, second)] == ["numpy", "compiled"]
    assert [walk.last for walk in reached] == sorted({walk.last for walk in reached})
    assert first.end == second.first < reached[-1].last == 3000
    assert reached[-1].step().loss == pytest.approx(alone.step().loss, rel=1e-12)


def test_rounding_stays_rounding_after_many_steps():
    # Nothing tells the hidden units apart: the differences of their weights are rounding.
    task = replace(QUESTION_1, y=QUESTION_1.x[:3])
    far = many(Walk.start(task), 500)
    bound = far.step().bounds["W1"]
    assert bound.shape == (4, 4)
    assert (bound > walked(task, 1).step().bounds["W1"]).all()
    spread = np.ptp(far.step().weights[0], axis=0)
    assert (spread <= 2 * bound.max(axis=0)).all()


def test_a_walk_that_diverges_ends_at_the_last_step_that_is_finite():
    task = Task([1.0, 2.0], [1.0], [[[0.5, 0.5]]], [[0.0]], 10.0, "squared_error")
    walk = many(Walk.start(task), 1000)
    assert walk.last < 1000
    finite, step, error = long_walk.last_finite(walk)
    assert np.isfinite([step.loss, step.loss_after]).all()
    assert "Lower the learning rate" in str(error)
    assert finite.shown == finite.last >= walk.last - 3
    with pytest.raises(DivergenceError):
        finite.take(step).step()


# By key of a control, what it is set to and the words for what changes with it.
OWN = {
    "step_loss": ("softmax_cross_entropy", "the loss"),
    "step_activation": ("logistic", "the activation"),
    "step_rate": (0.5, None),
    "step_x": ("1, 1, 0, 0", "the input x"),
    "step_y": ("1, 0, 0", "the target y"),
    "step_layers": (3, "the layer sizes"),
    "step_units_in": (3, "the layer sizes and the input x"),
    "step_units1": (5, "the layer sizes"),
    "step_units2": (2, "the layer sizes"),
    "step_units_out": (2, "the layer sizes and the target y"),
    "step_start": ("random", "the starting weights"),
    "step_value": (0.3, "the starting weights"),
    "step_half": (False, "½ in squared error"),
    "step_momentum": (0.9, "the momentum"),
}
# What is drawn only after another control is set.
HIDDEN = {
    "step_units3",
    "step_units4",
    "step_seed",
    "step_n_rows",
    "step_rows",
    "step_order",
    "step_nesterovs_momentum",
    "step_beta_1",
    "step_beta_2",
    "step_epsilon",
    "step_given",
    "step_bias",
    "step_optimizer",
    "step_alpha",
    "step_each",
    *hidden.LAYERS,
}
DIGIT = {
    "digit_dataset": ("wine", "the layer sizes, the input x and the target y"),
    "digit_row": (3, "the input x and the target y"),
    "digit_part": ("train", "the input x"),
    "digit_rate": (0.1, None),
    "digit_loss": ("squared_error", "the loss"),
    "digit_layers": (0, "the layer sizes"),
    "digit_units1": (8, "the layer sizes"),
    "digit_activation": ("relu", "the activation"),
    "digit_scaling": ("min_max", "the input x"),
    "digit_seed": (1, "the starting weights"),
}


def control(app, key: str):
    groups = [*app.number_input, *app.text_input, *app.slider, *app.select_slider, *app.selectbox]
    groups += app.toggle
    found = [widget for widget in groups if widget.key == key]
    return found[0] if found else choice(app, key)


def set_to(app, key: str, value: object) -> None:
    control(app, key).set_value(value).run()
    assert not app.exception
    assert not app.error


def step_number(app) -> str:
    return app.metric[0].value


def sentences(app) -> str:
    return "\n".join(element.value for element in (*app.markdown, *app.caption))


def test_every_control_has_a_case():
    # That of famous exercises sets all the others: it has tests of its own.
    assert OWN.keys() | HIDDEN | {shelf.KEY} == preset.QUESTION_1.keys()
    without = {"digit_units2", "digit_units3", EPOCH, *real_data.KINDS}
    assert DIGIT.keys() | without == real_row.DEFAULTS.keys()


@pytest.mark.parametrize(("mode", "cases"), [("own network", OWN), ("real digit", DIGIT)])
def test_every_control_does_to_a_walk_what_the_page_says(open_app, mode, cases):
    app = open_app(step_mode=mode)
    for key, (value, words) in cases.items():
        before = control(app, key).value
        while step_number(app) != "3":
            press(app, "Take another step")
        loss, weights = app.metric[1].value, table(app, "W1 (")
        set_to(app, key, value)
        if words is None:
            assert step_number(app) == "3", key
            assert f"{value} from step 3" in sentences(app)
            assert table(app, "W1 (") == weights
            set_to(app, key, before)
            assert "from step 3" not in sentences(app)
            continue
        assert step_number(app) == "1", key
        assert f"Back at the start: {words} changed." in sentences(app)
        assert "still at step 3" in sentences(app)
        press(app, "Take up step 3 again")
        assert (step_number(app), app.metric[1].value) == ("3", loss), key
        assert control(app, key).value == before
        assert table(app, "W1 (") == weights
        assert "Back at the start" not in sentences(app)


def test_cross_entropy_starts_where_question_1_does(open_app):
    app = open_app()
    for _ in range(3):
        press(app, "Take another step")
    set_to(app, "step_loss", "softmax_cross_entropy")
    assert (step_number(app), app.metric[1].value) == ("1", "1.098612")
    # Back by the control is the start of the old task, and its walk is not lost.
    set_to(app, "step_loss", "squared_error")
    assert (step_number(app), app.metric[1].value) == ("1", "0.376364")
    assert "Back at the start. The walk before is still at step 4." in sentences(app)


def test_a_number_of_steps_counts_with_the_press_that_follows_it(open_app):
    app = open_app()
    app.number_input(key="step_many").set_value(30)
    press(app, "Take another step")
    assert step_number(app) == "31"
    set_to(app, "step_bias", "frozen")
    assert "Back at the start: the biases changed." in sentences(app)


def test_two_walks_take_turns(open_app):
    app = open_app()
    press(app, "Take another step")
    set_to(app, "step_loss", "softmax_cross_entropy")
    for _ in range(2):
        press(app, "Take another step")
    assert "differs in the loss and is still at step 2" in sentences(app)
    press(app, "Take up step 2 again")
    assert (step_number(app), control(app, "step_loss").value) == ("2", "squared_error")
    press(app, "Take up step 3 again")
    assert (step_number(app), control(app, "step_loss").value) == ("3", "softmax_cross_entropy")


@pytest.mark.parametrize("button", ["Back to start", "Reset to Question 1"])
def test_a_walk_is_left_by_a_button_as_by_a_control(open_app, button):
    app = open_app(step_rate="0.5")
    app.session_state["step_W1_0"] = {
        "edited_rows": {0: {"[·,1]": "0.7"}},
        "added_rows": [],
        "deleted_rows": [],
    }
    app.run()
    for _ in range(2):
        press(app, "Take another step")
    loss = app.metric[1].value
    press(app, button)
    assert step_number(app) == "1"
    press(app, "Take up step 3 again")
    assert (step_number(app), app.metric[1].value) == ("3", loss)
    press(app, "Back to start")
    assert table(app, "W1 (")["[1,·]", "[·,1]"] == "0.700000"


def test_an_edited_weight_is_another_start(open_app):
    app = open_app()
    press(app, "Take another step")
    app.session_state["step_W1_0"] = {
        "edited_rows": {0: {"[·,1]": "0.7"}},
        "added_rows": [],
        "deleted_rows": [],
    }
    app.run()
    assert "Back at the start: the starting weights changed." in sentences(app)
    press(app, "Take up step 2 again")
    assert step_number(app) == "2"
    press(app, "Back to start")
    assert table(app, "W1 (")["[1,·]", "[·,1]"] == "0.100000"


def test_a_bad_entry_leaves_the_walk_where_it_is(open_app):
    app = open_app()
    press(app, "Take another step")
    app.text_input(key="step_x").set_value("1, b, 0, 0").run()
    assert step_number(app) == "2"
    app.text_input(key="step_x").set_value("1 0 1 0").run()
    assert step_number(app) == "2"
    assert not app.error


def test_the_walk_of_a_digit_starts_at_the_digit(open_app):
    app = open_app(step_mode="real digit")
    press(app, "Take another step")
    set_to(app, "digit_row", 5)
    data = load_dataset()
    expected = sgd_step(
        data.X_test[5], one_hot(data.y_test[5], 10), *seeded_parameters((64, 16, 10), 0), 0.01
    )
    assert app.metric[1].value == f"{expected.loss:.6f}"

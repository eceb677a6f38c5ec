"""A real digit under AppTest: what is read in it, by whose network, and the way back."""

import re
from dataclasses import replace

import pytest

from mlp_core import TrainConfig, load_dataset, one_hot, seeded_parameters, sgd_step
from mlp_core.data.source import Source
from mlp_core.experiments.runs.storage.parameters import best_epoch
from mlp_core.inspection.film import Film
from mlp_core.next_step import next_row, next_task
from mlp_core.teaching.lessons.reading import read_step
from mlp_core.validation_part import held_out
from pages.one_step.entries import real_data, real_reading, real_row
from pages.one_step.step import classes, network_svg
from pages.shared import train_controls
from tests.pages.kept import trained
from tests.pages.shown import chart_rows, messages, press, table

DIGITS = load_dataset()
RATE = 0.000125
CONFIG = TrainConfig(units=(64, 12, 10), learning_rate=RATE, epochs=2)
DIGIT = {"step_mode": "real digit"}


@pytest.fixture
def run_id(store):
    store.edit(*(ids := trained(store, CONFIG)), name="![x](http://example.invalid/x.png) 1*2*3")
    return ids[0]


def markdown(app) -> list[str]:
    return [element.value for element in app.markdown]


def ways_back(app) -> list:
    links = [element.proto for element in app.get("page_link")]
    return [link for link in links if link.label == "Back to the run"]


def first_lines(app) -> str:
    return "\n".join(markdown(app)[:3])


def step_of(row: int, loss: str = "softmax_cross_entropy"):
    data = load_dataset()
    parameters = seeded_parameters((64, 16, 10), 0)
    return sgd_step(data.X_test[row], one_hot(data.y_test[row], 10), *parameters, 0.01, loss)


@pytest.mark.parametrize("loss", ["softmax_cross_entropy", "squared_error"])
def test_the_first_line_says_what_the_network_reads(open_app, loss):
    for row in ("0", "3"):
        app = open_app(**DIGIT, digit_row=row, digit_loss=loss)
        step = step_of(int(row), loss)
        assert real_reading.sentence(read_step(step), DIGITS) in first_lines(app)
        shown = table(app, "The outputs by digit")
        assert [shown["z2", str(digit)] for digit in range(10)] == [f"{z:.6f}" for z in step.output]
        if loss == "softmax_cross_entropy":
            assert shown["p", "9"] == f"{step.probabilities[9]:.6f}"
        # All ten of them are in the tables of the step, too.
        assert table(app, "W2 (10 × 16), the 10 × 8 that matter most here")


def of_outputs(*outputs, true=0, loss="softmax_cross_entropy"):
    y = [float(k == true) for k in range(10)]
    weights = [[[0.0]] * 10]
    biases = [[*outputs, *[-9.0] * (10 - len(outputs))]]
    step = sgd_step([0.0], y, weights, biases, 0.1, loss)
    return real_reading.sentence(read_step(step), DIGITS)


def test_a_number_is_said_short_with_its_whole_name():
    data = load_dataset("diabetes")
    step = sgd_step(
        data.X_test[0], [100.0], [[[0.0] * 10]], [[100.0 + 1 / 3]], 0.1, "squared_error"
    )
    assert real_reading.estimate(step, data) == (
        "The network says **100.333333** for `disease progression after a year`. It is 100: "
        "0.333333 too high."
    )


def test_the_sentence_follows_the_numbers():
    right = of_outputs(0.0, 2.0, true=1)
    assert right == (
        "The network reads **1**, 88.07 % sure. It is a 1: right. Next comes 0 with 11.92 %."
    )
    assert of_outputs(0.0, 2.0) == (
        "The network reads **1**, 88.07 % sure. It is a 0: wrong. The 0 gets 11.92 %."
    )
    assert "It is an 8: wrong" in of_outputs(1.0, true=8)
    assert of_outputs(0.5, 0.25, loss="squared_error") == (
        "The network reads **0**, whose output 0.500000 is the largest; outputs are not "
        "probabilities here. It is a 0: right. Next comes 1 with 0.250000."
    )
    assert of_outputs(1.0, 1.0) == (
        "The network cannot decide between **0** and **1**: their outputs are equal. It is a 0."
    )


def test_the_picture_is_in_the_page_and_of_the_chosen_row(open_app, digits):
    app = open_app(**DIGIT, digit_row="7")
    assert not app.sidebar.get("vega_lite_chart")
    pixels = [row["value"] for row in chart_rows(app, "picture")]
    assert pixels == digits.X_test_raw[7].tolist()


def test_rows_end_where_the_data_does(open_app, digits):
    last = len(digits.y_test) - 1
    assert real_row.link_rules(real_data.Asked())["digit_row"].high == last
    app = open_app(**DIGIT, digit_row="999")
    assert app.number_input(key="digit_row").value == app.number_input(key="digit_row").max == last
    assert "digit_row is `999`" in messages(app)


@pytest.mark.parametrize("text", ["inf", "-inf", "nan", "1e999", "9" * 5000, "1.5", "three", ""])
def test_a_row_that_is_none_gets_a_sentence(open_app, text):
    app = open_app(**DIGIT, digit_row=text)
    assert not app.exception
    assert app.number_input(key="digit_row").value in (
        0,
        real_row.link_rules(real_data.Asked())["digit_row"].high,
    )


def test_layer_sizes_are_typed_here_too(open_app):
    app = open_app(**DIGIT, digit_units1="5")
    assert app.text_input(key="digit_sizes").value == "64-5-10"
    app.text_input(key="digit_sizes").set_value("64, 7, 6, 10").run()
    assert table(app, "W2 (6 × 7)")
    assert app.slider(key="digit_layers").value == 2
    app.text_input(key="digit_sizes").set_value("7-6").run()
    assert "begin with 64 and end with 10" in messages(app)
    assert table(app, "W2 (6 × 7)")


def test_a_run_brings_its_rate_and_shows_the_way_back(open_app, run_id):
    app = open_app(**DIGIT, digit_run=run_id, digit_row="2")
    assert not app.warning
    assert app.select_slider(key="digit_rate").value == RATE
    (link,) = ways_back(app)
    assert f"{train_controls.RUN}={run_id}" in link.query_string
    # A rate that the visitor chooses stays.
    app.select_slider(key="digit_rate").set_value(0.1).run()
    app.number_input(key="digit_row").set_value(3).run()
    assert app.select_slider(key="digit_rate").value == 0.1


def test_a_rate_in_the_link_goes_before_that_of_the_run(open_app, run_id):
    app = open_app(**DIGIT, digit_run=run_id, digit_rate="0.5")
    assert app.select_slider(key="digit_rate").value == 0.5


def test_the_name_of_a_run_is_text(open_app, run_id):
    app = open_app(**DIGIT, digit_run=run_id)
    captions = [element.value for element in app.caption if "example.invalid" in element.value]
    assert captions
    for caption in captions:
        assert "`![x](http://example.invalid/x.png) 1*2*3`" in caption


def test_without_a_run_there_is_no_way_back(open_app):
    assert not ways_back(open_app(**DIGIT))


def test_outputs_are_called_by_their_digit_everywhere(open_app):
    app = open_app(**DIGIT, cell="z2[4]")
    for caption in ("y (10)", "b2, z2 (10)", "z2, p, y, term of L (10)", "∂L/∂z2, ∂L/∂b2 (10)"):
        rows = dict.fromkeys(row for row, _ in table(app, caption))
        assert [*rows][:10] == [f"[{k + 1}] digit {k}" for k in range(10)]
    weights = table(app, "W2 (10 × 16)")
    assert [*dict.fromkeys(row for row, _ in weights)][3] == "[4,·] digit 3"
    # Units of a hidden layer are no digits.
    assert not any("digit" in row for row, _ in table(app, "W1 (16 × 64)"))
    bars = [e.proto.body for e in app.get("html") if e.proto.body.startswith("<section")]
    assert "<strong>z2[4], digit 3 = " in bars[0]


def test_the_picture_names_the_digits(open_app):
    labels = ["digit 0", "digit 1 & more"]
    step = sgd_step([1.0], [1, 0], *seeded_parameters((1, 2), 0), 0.1)
    svg = network_svg.draw(step, "weight", classes=labels)
    assert ">digit 0</text>" in svg
    assert ">digit 1 &amp; more</text>" in svg
    assert "digit" not in network_svg.draw(step, "weight")


def test_the_picture_has_room_for_the_names_of_its_classes():
    step = sgd_step([1.0], [1, 0], *seeded_parameters((1, 2), 0), 0.1)
    bare, of_digits, of_others = (
        int(re.search(r'viewBox="0 0 (\d+)', network_svg.draw(step, "weight", classes=names))[1])
        for names in ((), ("digit 0", "digit 1"), ("class_0", "a class of a longer name"))
    )
    assert of_digits == bare
    # 24 letters of some 6 units each, less what the margin has room for.
    assert of_others - bare > 24 * 6 - 45


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("z2[4]", ", digit 3"),
        ("probabilities[1]", ", digit 0"),
        ("loss_terms[10]", ", digit 9"),
        ("y[2]", ", digit 1"),
        ("grad_W2[4,1]", ", digit 3"),
        ("updated_b2[4]", ", digit 3"),
        ("z1[4]", ""),
        ("W1[4,4]", ""),
        ("x[4]", ""),
        ("loss", ""),
        ("learning_rate", ""),
    ],
)
def test_a_cell_of_the_output_has_its_digit(cell, says):
    assert classes.of_cell(step_of(0), cell, real_data.output_labels(Source("digits"))) == says
    assert classes.of_cell(step_of(0), cell, ()) == ""


def carried_line(app) -> str:
    return next(caption.value for caption in app.caption if " to come, rate " in caption.value)


ADAM = TrainConfig((64, 6, 10), 0.001, 3, optimizer="adam", alpha=0.01, loss="squared_error")


def test_a_run_brings_what_its_optimizer_remembers(open_app, store, digits):
    (run_id,) = trained(store, ADAM)
    app = open_app(**DIGIT, digit_run=run_id, digit_epoch="2", digit_part="train", digit_row="0")
    assert not app.warning
    assert not app.error
    line = carried_line(app)
    assert line.startswith("After epoch 2 of `64-6-10, rate 0.001")
    assert line.endswith("`: Adam, α 0.01; step 2,875 to come, rate 0.001.")
    step = app.session_state["step_walk_real digit"].step()
    after = store.checkpoint(run_id, 2)
    task = next_task(ADAM, after, digits.X_train[0], one_hot(digits.y_train[0], 10), 0.001)
    assert step.task == task
    assert step.constants["step_count"] == 2 * 1437 + 1 == 2875
    # It is what training does: the first row of the third epoch is this one.
    assert (store.load(run_id).config, after.state.steps) == (ADAM, 2874)
    assert step.values()["first_moment_W2"].any()
    # Another rate or loss is not the run's: it is told.
    app.select_slider(key="digit_rate").set_value(0.1).run()
    assert carried_line(app).endswith("rate 0.001. Here: rate 0.1.")
    # Another epoch brings its rate, and its own state.
    app.number_input(key="digit_epoch").set_value(0).run()
    assert carried_line(app).startswith("At the start of")
    assert carried_line(app).endswith("step 1 to come, rate 0.001.")
    assert app.session_state["step_walk_real digit"].step().constants["step_count"] == 1
    assert app.query_params["digit_epoch"] == "0"


def test_the_penalty_of_a_row_whose_class_has_a_weight_is_divided_by_it(open_app, store, digits):
    config = replace(CONFIG, epochs=1, batch_size=32, alpha=0.5, class_weight="balanced")
    (run_id,) = trained(store, config)
    app = open_app(**DIGIT, digit_run=run_id, digit_part="train", digit_row="0")
    assert not app.exception
    count = (digits.y_train == digits.y_train[0]).sum()
    alpha = app.session_state["step_walk_real digit"].step().task.alpha
    assert alpha == pytest.approx(0.5 / (1437 / (10 * count)), rel=1e-15)
    assert carried_line(app).endswith(
        "Here: a row a step, where its class's weight cancels, "
        f"α {alpha:.4g}, divided by the weight of the row's class."
    )


def test_a_schedule_leads_below_the_slider_and_the_address_says_so(open_app, store):
    config = replace(CONFIG, learning_rate=1e-7, schedule="invscaling", epochs=1)
    (run_id,) = trained(store, config)
    app = open_app(**DIGIT, digit_run=run_id)
    rate = 1e-7 / 1438.0**0.5
    assert app.select_slider(key="digit_rate").value == rate
    assert float(app.query_params["digit_rate"]) == rate
    again = open_app(**app.query_params)
    assert not again.warning
    assert again.select_slider(key="digit_rate").value == rate


def test_the_best_epoch_is_offered_and_rows_held_out_are_told(open_app, store, digits):
    config = replace(CONFIG, epochs=3, early_stopping=True, learning_rate=0.0005)
    (run_id,) = trained(store, config)
    best = best_epoch(config, store.load(run_id).scores)
    rows, held = held_out(config, digits)
    app = open_app(**DIGIT, digit_run=run_id, digit_part="train", digit_row=str(held[0]))
    assert app.number_input(key="digit_epoch").value == best
    assert f"After epoch {best} of" in carried_line(app)
    assert "its best on the validation part" in carried_line(app)
    told = [caption.value for caption in app.caption if "held out" in caption.value]
    assert told == ["This row is held out for validation: training itself never takes it."]
    app.number_input(key="digit_row").set_value(int(rows[0])).run()
    other = 1 if best != 1 else 2
    app.number_input(key="digit_epoch").set_value(other).run()
    assert "its best" not in carried_line(app)
    assert not [caption for caption in app.caption if "held out" in caption.value]


def test_training_rows_are_shown_as_they_are_before_scaling(open_app, digits):
    app = open_app(**DIGIT, digit_part="train", digit_row="7", digit_scaling="standard")
    pixels = [row["value"] for row in chart_rows(app, "picture")]
    assert pixels == digits.X_train[7].tolist()
    assert app.number_input(key="digit_row").label == "Training digit, by row"
    assert app.number_input(key="digit_row").max == len(digits.y_train) - 1


@pytest.mark.parametrize(
    ("hidden", "says"),
    [
        ((2, 2, 2, 2), "4 hidden layers, more than the 3 that can be read here"),
        ((65,), "a layer of more than the 64 units that can"),
    ],
)
def test_a_run_that_is_too_large_to_be_read_is_told(open_app, store, hidden, says):
    (run_id,) = trained(store, replace(CONFIG, units=(64, *hidden, 10), epochs=1))
    app = open_app(**DIGIT, digit_run=run_id)
    assert says in messages(app)
    assert not ways_back(app)


def test_an_epoch_that_cannot_be_had_is_told_and_nothing_else(open_app, store, run_id, monkeypatch):
    def far(film, epoch):
        raise ValueError(f"Epoch {epoch} is too far. Choose one closer.")

    monkeypatch.setattr(Film, "checkpoint", far)
    app = open_app(**DIGIT, digit_run=run_id, digit_rate="0.5", digit_epoch="1")
    assert "Epoch 1 is too far. Choose one closer." in messages(app)
    assert not app.warning


def test_the_row_that_comes_next_is_a_click_away_and_no_walk_is_lost(open_app, store, digits):
    # The default of the page, which the address does not say.
    config = replace(ADAM, learning_rate=0.01, epochs=2, shuffle=True, batch_size=32)
    (run_id,) = trained(store, config)
    app = open_app(**DIGIT, digit_run=run_id, digit_row="5")
    press(app, "The row that comes next")
    row = next_row(config, digits, 2)
    assert app.number_input(key="digit_row").value == row
    assert app.query_params["digit_part"] == "train"
    step = app.session_state["step_walk_real digit"].step()
    assert step.x.tolist() == digits.X_train[row].tolist()
    # Training takes it with 31 others.
    assert carried_line(app).endswith("step 91 to come, rate 0.01. Here: a row a step.")
    app.select_slider(key="digit_rate").set_value(0.1).run()
    press(app, "Take another step")
    app.number_input(key="digit_epoch").set_value(1).run()
    assert app.select_slider(key="digit_rate").value == 0.01
    assert app.metric[0].value == "1"
    # Epoch and rate of the walk come back with it.
    press(app, "Take up step 2 again")
    assert app.metric[0].value == "2"
    assert app.number_input(key="digit_epoch").value == 2
    assert app.select_slider(key="digit_rate").value == 0.1
    assert carried_line(app).endswith("Here: rate 0.1, a row a step.")

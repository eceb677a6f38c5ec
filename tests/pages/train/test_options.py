"""What Train offers beyond the practical: its controls, what it says of them, what they come to."""

import json
from dataclasses import replace

import pytest

from mlp_core import QUESTION_2, confusion_matrix, predict
from mlp_core.config import without_idle
from mlp_core.number_text import percent
from mlp_core.settings import GROUPS, SETTINGS
from mlp_core.settings.stopping import NEVER
from mlp_core.validation_part import held_out
from pages.shared.train_controls import FIELDS, OF_FIELDS, PRESET, parameters_of
from tests.pages.shown import (
    buttons,
    chart_data,
    chart_rows,
    choice,
    marks,
    messages,
    press,
    rest,
    train_to_the_end,
)

QUICK = {"units1": "12", "batch_size": "32", "scaling": "min_max", "seed": "3"}
STOPS = QUICK | {
    "optimizer": "adam",
    "learning_rate": "0.02",
    "early_stopping": "true",
    "n_iter_no_change": "2",
    "epochs": "60",
}
CHARTS = ("loss", "accuracy")


def group(app, name):
    return next(part for part in app.expander if part.label.partition(":")[0] == name)


def said(app):
    return "\n".join(element.value for element in (*app.markdown, *app.caption))


def spec(app, index):
    return json.loads(app.get("vega_lite_chart")[index].proto.spec)


def test_what_few_need_stands_in_groups_that_say_what_is_set_in_them(open_train):
    app = open_train()
    named = [part.label for part in app.sidebar.expander]
    assert named == ["Split: shuffled", *(name for name in GROUPS if name)]
    assert not any(part.proto.expanded for part in app.sidebar.expander)
    app = open_train(optimizer="adam", beta_1="0.8", alpha="0.01")
    assert group(app, "Optimizer").label == "Optimizer: Adam, β₁ 0.8"
    assert group(app, "Penalty").label == "Penalty: α 0.01"
    opened = [part.label for part in app.sidebar.expander if part.proto.expanded]
    assert [label.partition(":")[0] for label in opened] == ["Optimizer", "Penalty"]


def test_every_setting_has_a_control_that_reaches_the_configuration(open_train):
    app = open_train()
    values = {
        "init": "glorot",
        "momentum": 0.9,
        "nesterovs_momentum": True,
        "alpha": 0.01,
        "schedule": "invscaling",
        "power_t": 0.25,
        "early_stopping": True,
        "validation_fraction": 0.2,
        "n_iter_no_change": 5,
        "tol": 0.001,
    }
    for name, value in values.items():
        # One after the other: what a choice brings is a control of the next run of the page.
        controls = [*app.selectbox, *app.number_input, *app.toggle, *app.select_slider]
        next(control for control in controls if control.key == name).set_value(value).run()
        assert not app.exception
    press(app, "Train")
    assert app.session_state["training_job"].config == replace(QUESTION_2, **values)
    app.session_state["training_job"].stop()


# The settings of several fields, none of which is set.
FIELDLESS = {name: SETTINGS[name].neutral for name in OF_FIELDS}


@pytest.mark.parametrize("name", [name for name in FIELDS if SETTINGS[name].group])
def test_a_setting_without_effect_is_left_out_with_a_sentence(open_train, name):
    for beside in ({}, {"optimizer": "adam"}, {"init": "he"}):
        now = {field: PRESET[field] for field in FIELDS} | FIELDLESS | beside
        reason = SETTINGS[name].idle(now)
        if not reason:
            continue
        app = open_train(**beside)
        controls = [*app.selectbox, *app.number_input, *app.toggle, *app.select_slider]
        assert name not in [control.key for control in controls]
        (caption,) = [c.value for c in app.sidebar.caption if SETTINGS[name].label in c.value]
        assert caption.endswith(f": {reason[0].lower()}{reason[1:]}")
        return


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"optimizer": "adam", "init": "he", "early_stopping": True, "n_iter_no_change": 5},
        {"momentum": 0.5, "schedule": "adaptive"},
    ],
)
def test_a_link_to_a_configuration_says_nothing_that_is_of_no_use(open_train, changes):
    config = replace(QUESTION_2, **changes)
    app = open_train(**parameters_of(config))
    assert not app.warning
    press(app, "Train")
    assert app.session_state["training_job"].config == without_idle(config)


def test_what_has_no_effect_is_not_in_the_run(open_train):
    app = open_train(**QUICK, epochs="1", optimizer="adam", beta_1="0.8")
    choice(app, "optimizer").set_value("sgd").run()
    job = train_to_the_end(app)
    assert (job.config.optimizer, job.config.beta_1) == ("sgd", 0.9)
    assert "β₁ 0.8" not in said(app)
    choice(app, "optimizer").set_value("adam").run()
    assert app.number_input(key="beta_1").value == 0.8


@pytest.mark.parametrize(
    ("link", "patience"), [({}, 10), ({"n_iter_no_change": "3"}, 3)], ids=["never", "set"]
)
def test_what_needs_patience_brings_it_unless_it_is_set(open_train, link, patience):
    app = open_train(**link)
    assert app.select_slider(key="n_iter_no_change").value == int(
        link.get("n_iter_no_change", NEVER)
    )
    app.toggle(key="early_stopping").set_value(True).run()
    assert app.select_slider(key="n_iter_no_change").value == patience
    app = open_train(**link)
    app.selectbox(key="schedule").set_value("adaptive").run()
    assert app.select_slider(key="n_iter_no_change").value == patience


def test_a_schedule_that_waits_for_ever_says_so(open_train):
    app = open_train(schedule="adaptive")
    assert "Patience never ends, so that the rate stays as it is." in said(app)
    app.select_slider(key="n_iter_no_change").set_value(5).run()
    assert "so that the rate stays" not in said(app)


def test_early_stopping_shows_the_best_epoch_and_says_why_it_ended(open_train):
    app = open_train(**STOPS)
    job = train_to_the_end(app)
    progress, data = job.snapshot.progress, job.dataset
    held = [score.validation_accuracy for score in progress.scores]
    best = held.index(max(held)) + 1
    assert best < len(held) < 60  # else nothing is shown by this run
    trained, validation = (len(rows) for rows in held_out(job.config, data))
    assert f"{trained:,} images to learn from, {validation} held out to stop by" in said(app)
    text = messages(app)
    assert f"Trained {len(held)} of 60 epochs" in text
    assert "accuracy on the validation part has not improved" in text
    assert f"**Best epoch {best}** by validation accuracy, {percent(max(held))}" in said(app)
    shown = {metric.label: metric.value for metric in app.metric}
    assert shown["Test accuracy"] == percent(progress.scores[best - 1].test_accuracy)
    assert shown["Test accuracy"] != percent(progress.scores[-1].test_accuracy)
    for index, _ in enumerate(CHARTS):
        assert marks(app, index) == [(best, f"best epoch {best}")]
    drawn = chart_data(app, 1)
    assert [row["accuracy"] for row in drawn if row["series"] == "validation"] == held
    predicted = predict(data.X_test, *progress.parameters, job.config.activation)
    assert (predicted == data.y_test).mean() == progress.scores[best - 1].test_accuracy
    cells = chart_rows(app, "predicted")
    matrix = confusion_matrix(data.y_test, predicted, 10)
    assert [cell["count"] for cell in cells] == matrix.ravel().tolist()
    choice(app, "loss_kind").set_value("mean").run()
    assert {row["series"] for row in chart_data(app, 0)} == {"training", "test", "validation"}


def test_a_run_that_stopped_early_can_be_trained_on(open_train):
    app = open_train(**STOPS)
    before = len(train_to_the_end(app).snapshot.progress.scores)
    press(app, "Train on")
    job = rest(app)
    assert len(job.snapshot.progress.scores) > before
    assert job.epochs == 120


def test_a_run_that_is_not_stopped_early_says_nothing_of_it(open_train):
    app = open_train(**QUICK, epochs="2")
    train_to_the_end(app)
    assert "Best epoch" not in said(app)
    assert "held out" not in app.markdown[0].value
    assert "stopped early" not in messages(app)
    assert "2 more epochs" in buttons(app)
    assert {row["series"] for row in chart_data(app, 1)} == {"training", "test"}


def test_the_rate_has_a_curve_where_it_varies(open_train):
    app = open_train(**QUICK, epochs="3", schedule="invscaling", learning_rate="0.1")
    scores = train_to_the_end(app).snapshot.progress.scores
    rates = [score.learning_rate for score in scores]
    assert rates == sorted(rates, reverse=True)
    assert [row["rate"] for row in chart_data(app, 2)] == rates
    y = spec(app, 2)["layer"][0]["encoding"]["y"]
    assert (y["field"], y["scale"]["type"], y["axis"]["title"]) == (
        "rate",
        "log",
        "learning rate η",
    )
    # What the schedule makes of it is no change of the rate that was set.
    assert "from epoch" not in app.caption[0].value
    app = open_train(**QUICK, epochs="3")
    train_to_the_end(app)
    with pytest.raises(AssertionError, match="no chart has data"):
        chart_rows(app, "rate")


def test_many_layers_are_typed(open_train):
    app = open_train(hidden_layers="4")
    assert app.select_slider(key="units4").value == 50
    app.text_input(key="layer_sizes").set_value("64-9-8-7-6-5-10").run()
    assert app.slider(key="hidden_layers").value == 5
    assert "units1" not in [slider.key for slider in app.select_slider]
    assert app.query_params["units5"] == "5"
    press(app, "Train")
    assert app.session_state["training_job"].config.units == (64, 9, 8, 7, 6, 5, 10)
    app.session_state["training_job"].stop()


def test_a_part_that_cannot_be_held_out_is_told_before_anything_begins(open_train):
    app = open_train(dataset="wine", early_stopping="true", validation_fraction="0.01")
    assert "No validation part can be held out" in messages(app)
    assert not {"Train", "Step one epoch"} & buttons(app)
    app.number_input(key="validation_fraction").set_value(0.2).run()
    assert "No validation part" not in messages(app)
    assert {"Train", "Step one epoch"} <= buttons(app)


WIDE = {"hidden_layers": "2", "units1": "400", "units2": "300", "epochs": "500"}


@pytest.mark.parametrize("live", ["false", "true"])
def test_a_shared_server_begins_no_run_beyond_its_bound(open_train, monkeypatch, live):
    monkeypatch.setenv("MLP_EXPLORER_HOSTED", "1")
    app = open_train(**QUICK, epochs="1", live=live)
    press(app, "Train")
    first = rest(app)
    link = {"hidden_layers": 2, "units1": 1024, "units2": 1000}
    app.text_input(key="layer_sizes").set_value(f"64-{link['units1']}-{link['units2']}-10").run()
    assert "Take fewer layers or fewer units" in messages(app)
    assert app.session_state["training_job"] is first
    assert "Train" not in buttons(app)
    app.text_input(key="layer_sizes").set_value("64-300-300-10").run()
    app.slider(key="epochs").set_value(500).run()
    if live == "false":
        assert app.session_state["training_job"] is first


def test_on_ones_own_machine_nothing_is_too_much(open_train):
    app = open_train(**WIDE)
    assert "Train" in buttons(app)
    assert "Too much" not in messages(app)


def test_a_validation_part_alone_keeps_no_epoch_and_shows_its_score(open_train):
    app = open_train(dataset="moons", epochs="5", split_validation_size="0.2", data_noise="0.5")
    job = train_to_the_end(app)
    (shown,) = [m.value for m in app.metric if m.label == "Validation accuracy"]
    assert shown == percent(job.snapshot.progress.scores[-1].validation_accuracy)
    assert "Best epoch" not in said(app)
    app = open_train(
        **{"dataset": "moons", "epochs": "5", "split_validation_size": "0.2"},
        **{"data_noise": "0.5", "early_stopping": "true"},
    )
    train_to_the_end(app)
    assert "Best epoch" in said(app)
    assert "Validation accuracy" not in [m.label for m in app.metric]

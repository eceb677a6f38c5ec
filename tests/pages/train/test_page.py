"""The Train page: what its controls configure, what a run shows, and how runs end."""

from dataclasses import replace

import pytest

from mlp_core import LIMITS, QUESTION_2, TrainConfig, load_dataset, predict, train
from mlp_core.number_text import loss, percent
from tests.pages.shown import chart_data, choice, messages, press, train_to_the_end
from tests.patience import PATIENCE_SECONDS

QUICK = {"epochs": "3", "batch_size": "32"}
QUICK_CONFIG = TrainConfig((64, 50, 10), 0.001, epochs=3, batch_size=32)
LOSS_CHART, ACCURACY_CHART, CONFUSION_CHART, MISTAKES_CHART, WEIGHTS_CHART = range(5)
SURENESS_CHART = 5


def test_question_2_is_the_default(open_train):
    app = open_train()
    press(app, "Train")
    assert app.session_state["training_job"].config == QUESTION_2


def test_nothing_trains_before_the_button_is_pressed(open_train):
    app = open_train(**QUICK)
    app.select_slider(key="units1").set_value(20).run()
    assert "training_job" not in app.session_state
    assert "First-layer weights" not in [heading.value for heading in app.subheader]


def test_every_control_reaches_the_configuration(open_train):
    app = open_train(**QUICK)
    app.slider(key="hidden_layers").set_value(2).run()
    app.select_slider(key="units2").set_value(7)
    app.select_slider(key="learning_rate").set_value(0.02)
    app.selectbox(key="scaling").set_value("standard")
    app.toggle(key="shuffle").set_value(True)
    app.number_input(key="seed").set_value(5)
    app.number_input(key="init_scale").set_value(0.25)
    choice(app, "activation").set_value("relu")
    app.selectbox(key="loss").set_value("squared_error")
    job = train_to_the_end(app)
    assert job.config == TrainConfig(
        (64, 50, 7, 10),
        0.02,
        epochs=3,
        batch_size=32,
        seed=5,
        activation="relu",
        loss="squared_error",
        shuffle=True,
        scaling="standard",
        init_scale=0.25,
    )


def test_layer_sizes_are_typed_as_people_type_them(open_train):
    app = open_train(**QUICK, units1="20")
    field = app.text_input(key="layer_sizes")
    assert field.value == "64-20-10"
    field.set_value("64, 30, 20, 10").run()
    assert (app.slider(key="hidden_layers").value, app.select_slider(key="units2").value) == (2, 20)
    assert app.query_params == QUICK | {"hidden_layers": "2", "units1": "30", "units2": "20"}
    app.text_input(key="layer_sizes").set_value("64-5000-10").run()
    assert "Layer sizes are `64-5000-10`" in messages(app)
    assert train_to_the_end(app).config.units == (64, 30, 20, 10)


@pytest.mark.parametrize("n_hidden", [0, 4])
def test_from_no_hidden_layer_to_four(open_train, n_hidden):
    app = open_train(**QUICK, hidden_layers=str(n_hidden))
    assert len(train_to_the_end(app).config.units) == n_hidden + 2
    assert app.metric[0].label == "Test accuracy"


def test_what_a_link_says_out_of_range_is_named_and_clamped(open_train):
    bad = {"hidden_layers": "19", "units1": "0", "learning_rate": "700", "epochs": "x"}
    bad |= {"batch_size": "-1", "seed": "-4", "activation": "sigmoid", "shuffle": "maybe"}
    app = open_train(**bad)
    text = messages(app)
    for name, value in bad.items():
        assert f"{name} is `{value}`" in text
    press(app, "Train")
    # What is no number at all stays at its default.
    expected = replace(
        QUESTION_2,
        units=(64, 1, *[50] * 9, 10),
        learning_rate=100.0,
        epochs=100,
        batch_size=1,
    )
    assert app.session_state["training_job"].config == expected
    press(app, "Understood")
    assert "units1 is" not in messages(app)


def test_a_rate_between_the_steps_of_the_slider_is_kept(open_train):
    app = open_train(learning_rate="0.0033")
    press(app, "Train")
    assert app.session_state["training_job"].config.learning_rate == 0.0033


def test_a_link_may_use_the_names_of_the_engine(open_train):
    app = open_train(
        **QUICK,
        loss="squared_error",
        activation="logistic",
        scaling="standard",
        learning_rate="0.00001",
    )
    config = train_to_the_end(app).config
    assert (config.loss, config.activation) == ("squared_error", "logistic")
    assert (config.scaling, config.learning_rate) == ("standard", 1e-5)


def test_a_new_run_drops_the_comparison_with_the_old_one(open_train):
    app = open_train(**QUICK)
    train_to_the_end(app)
    press(app, "Compare with scikit-learn")
    comparison = app.session_state["comparison_job"]
    train_to_the_end(app)
    assert comparison.wait(PATIENCE_SECONDS)
    assert "comparison_job" not in app.session_state


def test_the_learning_rates_offered_span_the_legal_range_evenly(open_train):
    rates = [float(option) for option in open_train().select_slider(key="learning_rate").options]
    assert (rates[0], rates[-1]) == LIMITS["learning_rate"]
    assert len(rates) == 28


def test_the_result_is_that_of_the_engine(open_train):
    app = open_train(**QUICK)
    train_to_the_end(app)
    *_, last = train(QUICK_CONFIG, load_dataset())
    shown = {metric.label: metric.value for metric in app.metric}
    assert shown["Test accuracy"] == percent(last.test_accuracy)
    assert shown["Training accuracy"] == percent(last.train_accuracy)
    assert shown["Test loss, mean per row"] == loss(last.test_loss)
    assert "95 % interval" in app.caption[1].value
    losses = chart_data(app, LOSS_CHART)
    assert losses[-1]["loss"] == last.total_loss


def test_the_loss_curve_shows_the_mean_of_both_sets_too(open_train):
    app = open_train(**QUICK)
    train_to_the_end(app)
    choice(app, "loss_kind").set_value("mean").run()
    *_, last = train(QUICK_CONFIG, load_dataset())
    final = {row["series"]: row["loss"] for row in chart_data(app, LOSS_CHART)}
    assert final == {"training": last.train_loss, "test": last.test_loss}


def test_the_confusion_matrix_and_the_mistakes_are_those_of_the_network(open_train):
    app = open_train(**QUICK)
    job = train_to_the_end(app)
    predicted = predict(job.dataset.X_test, *job.snapshot.progress.parameters)
    cells = chart_data(app, CONFUSION_CHART)
    truth = job.dataset.y_test
    for cell in cells:
        pairs = zip(truth, predicted, strict=True)
        assert cell["count"] == sum(
            (str(t), str(p)) == (cell["true"], cell["predicted"]) for t, p in pairs
        )
    wrong = int((truth != predicted).sum())
    assert f"Misclassified test digits ({wrong})" in [h.value for h in app.subheader]
    first = int((truth != predicted).argmax())
    title = chart_data(app, MISTAKES_CHART)[0]["title"]
    assert title.startswith(f"{truth[first]} taken for {predicted[first]} (")


def test_first_layer_weights_are_drawn_unit_by_unit(open_train):
    app = open_train(**QUICK, units1="70")
    W1 = train_to_the_end(app).snapshot.progress.parameters[0][0]
    pixels = chart_data(app, WEIGHTS_CHART)
    assert [pixel["value"] for pixel in pixels[:64]] == W1[0].tolist()
    assert len(pixels) == 60 * 64  # the other ten units are a click away
    choice(app, "weights_70").set_value(60).run()
    assert chart_data(app, WEIGHTS_CHART)[0]["value"] == W1[60, 0]


def test_comparison_shows_both_accuracies_and_parity(open_train):
    app = open_train(**QUICK)
    train_to_the_end(app)
    press(app, "Compare with scikit-learn")
    comparison = app.session_state["comparison_job"]
    assert comparison.wait(PATIENCE_SECONDS)
    app.run()
    points = comparison.snapshot.progress.points
    shown = app.table[-1].value
    # Formatted for the eye; the figures behind are exact.
    assert shown["test accuracy"].iloc[1] == 0.9722222222222222
    assert shown["training accuracy"].iloc[1] == 0.9993041057759221
    drawn = chart_data(app, SURENESS_CHART + 1)
    assert drawn[-1]["max_difference"] == points[-1].max_difference < 1e-12
    assert "the same computation up to rounding" in "\n".join(m.value for m in app.markdown)


def test_comparison_says_why_squared_error_has_no_parity(open_train):
    app = open_train(**QUICK, loss="Squared error")
    train_to_the_end(app)
    press(app, "Compare with scikit-learn")
    assert app.session_state["comparison_job"].wait(PATIENCE_SECONDS)
    app.run()
    assert "minimises cross-entropy only" in messages(app)


def test_a_chaotic_rate_is_explained_rather_than_looking_broken(open_train):
    app = open_train(epochs="2", learning_rate="0.01")
    train_to_the_end(app)
    press(app, "Compare with scikit-learn")
    assert app.session_state["comparison_job"].wait(PATIENCE_SECONDS)
    app.run()
    assert "training is chaotic" in "\n".join(m.value for m in app.markdown)

"""The Train page: what its controls configure, what a run shows, and how runs end."""

import pytest
from streamlit.testing.v1 import AppTest

from mlp_core import LIMITS, QUESTION_2, TrainConfig, load_dataset, predict, train
from mlp_core.experiments.job import TrainingJob
from pages.train import progress
from tests.pages.shown import chart_data, choice, messages, press

QUICK = {"epochs": "3", "batch_size": "32"}
QUICK_CONFIG = TrainConfig((64, 50, 10), 0.001, epochs=3, batch_size=32)
LOSS_CHART, ACCURACY_CHART, CONFUSION_CHART, MISTAKES_CHART, WEIGHTS_CHART = range(5)


@pytest.fixture
def open_train(open_app):
    """Opens the Train page; whatever job a test leaves running is ended with it."""
    apps: list[AppTest] = []

    def opener(**query: str) -> AppTest:
        apps.append(open_app("train", **query))
        return apps[-1]

    yield opener
    for app in apps:
        for name in ("training_job", "comparison_job"):
            if name in app.session_state:
                app.session_state[name].stop()
                assert app.session_state[name].wait(60)


def train_to_the_end(app: AppTest) -> TrainingJob:
    """Press Train and let the run end; the page as it is then."""
    press(app, "Train")
    job = app.session_state["training_job"]
    assert job.wait(60)
    app.run()
    assert not app.exception
    return job


def test_question_2_is_the_default(open_train):
    app = open_train()
    press(app, "Train")
    assert app.session_state["training_job"].config == QUESTION_2


def test_nothing_trains_before_the_button_is_pressed(open_train):
    app = open_train(**QUICK)
    app.slider(key="units1").set_value(20).run()
    assert "training_job" not in app.session_state
    assert "First-layer weights" not in [heading.value for heading in app.subheader]


def test_every_control_reaches_the_configuration(open_train):
    app = open_train(**QUICK)
    app.slider(key="hidden_layers").set_value(2).run()
    app.slider(key="units2").set_value(7)
    app.select_slider(key="learning_rate").set_value(0.02)
    app.selectbox(key="scaling").set_value("standard")
    app.toggle(key="shuffle").set_value(True)
    app.number_input(key="seed").set_value(5)
    choice(app, "activation").set_value("relu")
    choice(app, "loss").set_value("squared_error")
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
    )


@pytest.mark.parametrize("n_hidden", [0, 4])
def test_from_no_hidden_layer_to_four(open_train, n_hidden):
    app = open_train(**QUICK, hidden_layers=str(n_hidden))
    assert len(train_to_the_end(app).config.units) == n_hidden + 2
    assert app.metric[0].label == "Test accuracy"


def test_a_link_out_of_range_falls_back_to_legal_values(open_train):
    app = open_train(
        hidden_layers="9", units1="0", learning_rate="7", epochs="x", batch_size="-1", seed="-4"
    )
    press(app, "Train")
    assert app.session_state["training_job"].config == QUESTION_2


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


def test_a_run_that_ends_while_the_page_is_drawn_is_drawn_again(open_train, monkeypatch):
    app = open_train(epochs="500")
    press(app, "Train")
    job = app.session_state["training_job"]
    watch = progress.watch

    def end_first(watched, running):
        watched.stop()
        assert watched.wait(60)
        watch(watched, running)

    monkeypatch.setattr(progress, "watch", end_first)
    app.run()
    assert job.snapshot.state == "stopped"
    assert "Stop training" not in [button.label for button in app.button]
    assert not next(button for button in app.button if button.label == "Train").disabled


def test_a_new_run_drops_the_comparison_with_the_old_one(open_train):
    app = open_train(**QUICK)
    train_to_the_end(app)
    press(app, "Compare with scikit-learn")
    comparison = app.session_state["comparison_job"]
    train_to_the_end(app)
    assert comparison.wait(60)
    assert "comparison_job" not in app.session_state


def test_the_learning_rates_offered_span_the_legal_range_evenly(open_train):
    rates = [float(option) for option in open_train().select_slider(key="learning_rate").options]
    assert (rates[0], rates[-1]) == LIMITS["learning_rate"]
    assert len(rates) == 16


def test_the_result_is_that_of_the_engine(open_train):
    app = open_train(**QUICK)
    train_to_the_end(app)
    *_, last = train(QUICK_CONFIG, load_dataset())
    shown = {metric.label: metric.value for metric in app.metric}
    assert shown["Test accuracy"] == f"{last.test_accuracy:.2%}"
    assert shown["Training accuracy"] == f"{last.train_accuracy:.2%}"
    assert shown["Test loss, mean per row"] == f"{last.test_loss:.4g}"
    assert "95% interval" in app.caption[1].value
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


def test_a_changed_control_marks_the_result_as_earlier(open_train):
    app = open_train(**QUICK)
    train_to_the_end(app)
    assert not app.warning
    app.slider(key="units1").set_value(20).run()
    assert "64-50-10" in app.warning[0].value
    app.slider(key="units1").set_value(50).run()
    assert not app.warning


def test_the_page_keeps_controls_and_result_while_another_is_open(open_train):
    app = open_train(**QUICK)
    app.slider(key="units1").set_value(20).run()
    train_to_the_end(app)
    before = [metric.value for metric in app.metric]
    app.switch_page("pages/one_step/page.py").run()
    app.switch_page("pages/train/page.py").run()
    assert app.slider(key="units1").value == 20
    assert [metric.value for metric in app.metric] == before


def test_stop_keeps_what_was_learned(open_train):
    app = open_train(epochs="500")
    press(app, "Train")
    job = app.session_state["training_job"]
    while not job.snapshot.progress.scores:
        assert not job.wait(0.05)
    press(app, "Stop training")
    assert job.snapshot.state == "stopped"
    assert "Stopped after" in messages(app)
    assert app.metric[0].label == "Test accuracy"


def test_a_stop_before_the_first_epoch_says_so(open_train):
    app = open_train(hidden_layers="4", units1="256", units2="256", units3="256", units4="256")
    press(app, "Train")
    press(app, "Stop training")
    assert "nothing was learned" in messages(app)


def test_divergence_is_explained_and_charts_hold_finite_numbers(open_train):
    app = open_train(
        hidden_layers="4", learning_rate="0.2", activation="relu", scaling="standardised pixels"
    )
    job = train_to_the_end(app)
    assert job.snapshot.state == "diverged"
    text = messages(app)
    assert "Training diverged" in text
    assert "epoch 3" in text
    assert "|z|" in text
    assert "Lower the learning rate" in text
    assert all(abs(row["loss"]) < float("inf") for row in chart_data(app, LOSS_CHART))


def test_a_failure_is_told_and_the_page_goes_on(open_train, monkeypatch):
    def broken(*_args, **_kwargs):
        raise MemoryError("no room")
        yield

    monkeypatch.setattr("mlp_core.experiments.job.train", broken)
    app = open_train(**QUICK)
    train_to_the_end(app)
    assert "Training failed: MemoryError: no room" in messages(app)
    monkeypatch.undo()
    train_to_the_end(app)
    assert "Trained 3 of 3 epochs" in messages(app)


def test_comparison_shows_both_accuracies_and_parity(open_train):
    app = open_train(**QUICK)
    train_to_the_end(app)
    press(app, "Compare with scikit-learn")
    comparison = app.session_state["comparison_job"]
    assert comparison.wait(60)
    app.run()
    points = comparison.snapshot.progress.points
    shown = app.table[-1].value
    # Formatted for the eye; the figures behind are exact.
    assert shown["test accuracy"].iloc[1] == 0.9722222222222222
    assert shown["training accuracy"].iloc[1] == 0.9993041057759221
    drawn = chart_data(app, WEIGHTS_CHART + 1)
    assert drawn[-1]["max_difference"] == points[-1].max_difference < 1e-12
    assert "the same computation up to rounding" in "\n".join(m.value for m in app.markdown)


def test_comparison_says_why_squared_error_has_no_parity(open_train):
    app = open_train(**QUICK, loss="Squared error")
    train_to_the_end(app)
    press(app, "Compare with scikit-learn")
    assert app.session_state["comparison_job"].wait(60)
    app.run()
    assert "minimises cross-entropy only" in messages(app)


def test_a_chaotic_rate_is_explained_rather_than_looking_broken(open_train):
    app = open_train(epochs="2", learning_rate="0.01")
    train_to_the_end(app)
    press(app, "Compare with scikit-learn")
    assert app.session_state["comparison_job"].wait(60)
    app.run()
    assert "training is chaotic" in "\n".join(m.value for m in app.markdown)

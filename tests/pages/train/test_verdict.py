"""What the Train page says of how a run came out: a success, or stuck and why."""

import pytest

from mlp_core.number_text import percent, seconds
from tests.pages.shown import html_of, messages, press, rest, train_to_the_end

STUCK = {
    "dead": ({"learning_rate": "0.1", "activation": "relu"}, "All 50 units in hidden layer 1"),
    "saturated": ({"learning_rate": "1", "activation": "tanh"}, "units in hidden layer 1 are"),
}


def tries(app):
    """The buttons that try a remedy, in their order."""
    return [button for button in app.button if button.label.startswith("Try ")]


@pytest.mark.parametrize("kind", STUCK)
def test_a_run_that_is_stuck_is_no_success(open_train, kind):
    settings, units = STUCK[kind]
    app = open_train(epochs="10", **settings)
    job = train_to_the_end(app)
    assert not app.success
    text = app.warning[0].value
    assert text.startswith("Trained 10 of 10 epochs in")
    assert f"It did not go well: {kind} units" in text
    assert f":material/report: **Problem: {kind} units**" in [m.value for m in app.markdown]
    assert units in html_of(app)
    assert f"always naming the commonest class scores, {percent(47 / 360)}." in html_of(app)
    assert "lower the learning rate" in html_of(app)
    # Opened again, it is still what it was.
    again = open_train(epochs="10", run=job.run_id, **settings)
    assert kind in messages(again)
    assert not again.success


def test_one_click_tries_the_remedy(open_train):
    app = open_train(epochs="10", **STUCK["dead"][0])
    first = train_to_the_end(app)
    assert tries(app)[0].label == "Try rate 0.01"
    tries(app)[0].click().run()
    assert not app.exception
    second = rest(app)
    assert second.run_id != first.run_id
    assert second.config.learning_rate == 0.01
    assert app.select_slider(key="learning_rate").value == 0.01
    assert app.query_params["learning_rate"] == "0.01"
    assert second.snapshot.progress.scores[-1].test_accuracy > 0.9
    assert app.success
    # It is tried once: another run of the page trains nothing.
    app.run()
    assert app.session_state["training_job"] is second


def test_one_click_shows_the_unit_and_the_row(open_train):
    app = open_train(epochs="10", **STUCK["dead"][0])
    job = train_to_the_end(app)
    press(app, "See unit 1 of layer 1 in One step")
    assert app.query_params["digit_run"] == job.run_id
    assert "See unit" not in str([button.label for button in app.button])


def test_a_run_that_diverged_is_told_its_cause_and_remedy(open_train):
    app = open_train(epochs="5", learning_rate="0.1", hidden_layers="0", loss="squared_error")
    train_to_the_end(app)
    assert "Training diverged." in messages(app)
    assert ":material/report: **Problem: diverged**" in [m.value for m in app.markdown]
    assert "scale them, and lower it" in html_of(app)
    tries(app)[0].click().run()
    job = rest(app)
    assert (job.config.scaling, job.config.learning_rate) == ("standard", 0.01)
    assert job.snapshot.state == "finished"


def test_question_2_is_a_success(open_train):
    app = open_train(epochs="2")
    train_to_the_end(app)
    assert app.success[0].value.startswith("Trained 2 of 2 epochs in")
    assert "stuck" not in messages(app) + html_of(app)
    assert "Nothing wrong that I can see" in str([m.value for m in app.markdown])
    assert "One run tells nothing of the seed's spread" in str([m.value for m in app.markdown])


def test_a_live_run_that_is_stuck_is_no_success(open_train):
    app = open_train(live="true", epochs="8", batch_size="32", learning_rate="1", activation="relu")
    rest(app)
    assert not app.success
    assert "The network is stuck" in html_of(app)
    app.select_slider(key="learning_rate").set_value(0.01).run()
    rest(app)
    assert app.success


def test_a_stopped_run_that_is_stuck_says_so(open_train):
    app = open_train(epochs="500", learning_rate="0.1", activation="relu")
    press(app, "Step one epoch")
    rest(app)
    assert "go well" not in messages(app)  # it is only paused
    press(app, "Stop training")
    assert "Stopped after 1 of 500 epochs." in app.warning[0].value
    assert "The network is stuck" in html_of(app)


def test_a_run_has_one_time_and_one_number_of_epochs(open_train):
    app = open_train(epochs="2", batch_size="32")
    train_to_the_end(app)
    press(app, "2 more epochs")
    job = rest(app)
    last = job.snapshot.progress.scores[-1]
    assert f"Trained 4 of 4 epochs in {seconds(last.seconds)}," in messages(app)
    captions = [caption.value for caption in app.caption]
    assert any("· 4 epochs ·" in text for text in captions)
    assert not any("2 epochs" in text for text in captions)


def test_a_rate_that_is_changed_is_named_before_its_first_epoch_is_over(open_train):
    app = open_train(epochs="4", batch_size="32")
    press(app, "Step one epoch")
    rest(app)
    app.select_slider(key="learning_rate").set_value(0.0005).run()
    assert any("η = 0.001, 0.0005 from epoch 2" in caption.value for caption in app.caption)


def test_the_mistakes_are_shown_as_sure_as_the_network_was(open_train):
    app = open_train(epochs="2", batch_size="32")
    train_to_the_end(app)
    options = app.selectbox(key="mistake_row").options
    assert all(option.endswith(" %)") for option in options)

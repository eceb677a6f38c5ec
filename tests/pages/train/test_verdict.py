"""What the Train page says of how a run came out: a success, or stuck and why."""

import pytest

from mlp_core.number_text import percent, seconds
from tests.pages.shown import messages, press, rest, train_to_the_end

STUCK = {
    "dead": ({"learning_rate": "0.1", "activation": "relu"}, "All 50 units in hidden layer 1"),
    "saturated": ({"learning_rate": "1", "activation": "tanh"}, "units in hidden layer 1 are"),
}


@pytest.mark.parametrize("kind", STUCK)
def test_a_run_that_is_stuck_is_no_success(open_train, kind):
    settings, units = STUCK[kind]
    app = open_train(epochs="10", **settings)
    job = train_to_the_end(app)
    assert not app.success
    text = app.warning[0].value
    assert text.startswith("Trained 10 of 10 epochs in")
    assert f"always naming the commonest class scores, {percent(47 / 360)}." in text
    assert units in text
    assert kind in text
    assert "Lower the learning rate" in text
    # Opened again, it is still what it was.
    again = open_train(epochs="10", run=job.run_id, **settings)
    assert kind in messages(again)
    assert not again.success


def test_question_2_is_a_success(open_train):
    app = open_train(epochs="2")
    train_to_the_end(app)
    assert app.success[0].value.startswith("Trained 2 of 2 epochs in")
    assert "stuck" not in messages(app)


def test_a_live_run_that_is_stuck_is_no_success(open_train):
    app = open_train(live="true", epochs="3", batch_size="32", learning_rate="1", activation="relu")
    rest(app)
    assert not app.success
    assert "The network is stuck" in messages(app)
    app.select_slider(key="learning_rate").set_value(0.001).run()
    rest(app)
    assert app.success


def test_a_stopped_run_that_is_stuck_says_so(open_train):
    app = open_train(epochs="500", learning_rate="0.1", activation="relu")
    press(app, "Step one epoch")
    rest(app)
    assert "stuck" not in messages(app)  # it is only paused
    press(app, "Stop training")
    assert "Stopped after 1 of 500 epochs." in app.warning[0].value
    assert "The network is stuck" in app.warning[0].value


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

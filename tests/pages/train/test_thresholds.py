"""Two classes on the Train page: curves, a threshold to move, sureness, and baselines beside."""

import numpy as np
import pytest
from sklearn.metrics import accuracy_score, confusion_matrix, roc_auc_score

from mlp_core import forward, softmax
from mlp_core.metrics import best_threshold, thresholds_of
from mlp_core.number_text import percent
from tests.pages.shown import chart_rows, press, train_to_the_end
from tests.patience import PATIENCE_SECONDS

MOONS = {"dataset": "moons", "epochs": "20", "learning_rate": "0.01", "units1": "4"}
KEY = "threshold_above_0.5"


@pytest.fixture
def trained(open_train):
    app = open_train(**MOONS)
    job = train_to_the_end(app)
    parameters = job.snapshot.progress.parameters

    def sure(rows):
        return softmax(forward(rows, *parameters, job.config.activation)[0])[:, 1]

    return app, job.dataset, sure


def table(app):
    return next(t.value for t in app.table if "false alarms" in t.value.columns)


def captions(app) -> str:
    return "\n".join(caption.value for caption in app.caption)


def test_areas_and_curves_are_those_of_the_rows(trained):
    app, data, sure = trained
    test, training = (
        roc_auc_score(y, sure(X))
        for X, y in ((data.X_test, data.y_test), (data.X_train, data.y_train))
    )
    said = f"Area under the curve: {test:.3f} on test rows, {training:.3f} on training rows."
    assert said in captions(app)
    share = percent(data.y_test.mean())
    assert f"Grey: the share of `{data.class_names[1]}`, {share}, which" in captions(app)
    curve = [row for row in chart_rows(app, "threshold") if row["rows"] == "test"]
    assert len(curve) <= 200
    assert (curve[0]["x"], curve[0]["y"], curve[-1]["x"], curve[-1]["y"]) == (0, 0, 1, 1)


@pytest.mark.parametrize("threshold", [0.25, 0.9])
def test_a_threshold_says_what_it_changes(trained, threshold):
    app, data, sure = trained
    app.select_slider(key=KEY).set_value(threshold).run()
    assert not app.exception
    named = (sure(data.X_test) > threshold).astype(int)
    own = (sure(data.X_test) > 0.5).astype(int)
    found = table(app)
    (_, alarms), (missed, _) = confusion_matrix(data.y_test, named)
    (_, own_alarms), (own_missed, _) = confusion_matrix(data.y_test, own)
    chosen, before = found.loc["test, as chosen"], found.loc["test, above 50.0 %"]
    assert (chosen["false alarms"], chosen["missed"]) == (str(alarms), str(missed))
    assert (before["false alarms"], before["missed"]) == (str(own_alarms), str(own_missed))
    assert chosen["accuracy"] == percent(accuracy_score(data.y_test, named))
    assert found.loc["what changes", "missed"] == f"{missed - own_missed:+d}".replace("-", "−")


def test_the_best_threshold_is_chosen_by_training_rows(trained):
    app, data, sure = trained
    press(app, "Best accuracy on the training rows")
    best = best_threshold(thresholds_of(data.y_train, sure(data.X_train)))
    assert app.select_slider(key=KEY).value == pytest.approx(best)
    named = (sure(data.X_train) > best).astype(int)
    said = table(app).loc["training, as chosen", "accuracy"]
    assert said == percent(accuracy_score(data.y_train, named))
    press(app, "The network's own")
    assert app.select_slider(key=KEY).value == 0.5


def test_sureness_is_that_of_the_test_rows(trained):
    app, data, sure = trained
    most = np.maximum(sure(data.X_test), 1 - sure(data.X_test))
    right = accuracy_score(data.y_test, sure(data.X_test) > 0.5)
    said = f"On average the network is {percent(most.mean())} sure, and right {percent(right)}"
    assert any(said in markdown.value for markdown in app.markdown)
    assert sum(row["rows"] for row in chart_rows(app, "sureness")) == len(data.y_test)


def test_baselines_of_classes(trained):
    app, data, _ = trained
    press(app, "Fit baselines")
    job = app.session_state["baseline_job"]
    assert job.wait(PATIENCE_SECONDS)
    app.run()
    found = next(t.value for t in app.table if "on the test rows" in t.value.columns)
    assert list(found.index)[1] == "always the commonest class"
    commonest = np.bincount(data.y_train).argmax()
    share = (data.y_test == commonest).mean()
    assert found.loc["always the commonest class", "test accuracy"] == percent(share)
    # A new run has other baselines, or none.
    press(app, "Train")
    assert "baseline_job" not in app.session_state


def test_without_probabilities_there_is_a_threshold_and_no_sureness(open_train):
    app = open_train(**(MOONS | {"loss": "squared_error", "epochs": "3"}))
    train_to_the_end(app)
    assert app.select_slider(key="threshold_above_0").value == 0.0
    assert not any("sure" in heading.value for heading in app.subheader)


def test_more_classes_have_no_threshold(open_train):
    app = open_train(epochs="2", batch_size="32")
    train_to_the_end(app)
    assert not any("threshold" in heading.value for heading in app.subheader)

"""A regression beside scikit-learn: MLPRegressor by its name, R² where classes have accuracies."""

import pytest
from sklearn.neural_network import MLPRegressor

from mlp_core import load_dataset
from mlp_core.number_text import r2
from mlp_core.practical_classifier import PRACTICAL_ARGUMENTS
from mlp_core.unconverged import unconverged_is_fine
from tests.pages.shown import messages, press, train_to_the_end
from tests.patience import PATIENCE_SECONDS

SINE = {"dataset": "sine", "epochs": "3", "batch_size": "32", "scaling": "standard"}


def compared(app):
    """The page with a comparison of its run at rest, and the job that made it."""
    press(app, "Compare with scikit-learn")
    comparison = app.session_state["comparison_job"]
    assert comparison.wait(PATIENCE_SECONDS)
    app.run()
    assert not app.exception
    return comparison


def said(app) -> str:
    return "\n".join(element.value for element in (*app.markdown, *app.caption))


def test_it_is_held_against_the_regressor_and_every_weight_agrees(open_train):
    app = open_train(**SINE, loss="squared_error")
    train_to_the_end(app)
    points = compared(app).snapshot.progress.points
    assert max(point.max_difference for point in points) < 1e-14
    text = said(app)
    assert "`MLPRegressor` with the practical's arguments" in text
    assert "not a single bit" in text or "the same computation up to rounding" in text
    assert f"Test R² after epoch 3: ours {r2(points[-1].our_accuracy)}, scikit-learn's" in text
    assert "MLPClassifier" not in text[text.index("Two questions") :]
    raw = load_dataset("sine")
    with unconverged_is_fine():
        theirs = MLPRegressor(**PRACTICAL_ARGUMENTS).fit(raw.X_train, raw.y_train)
    table = next(t.value for t in app.table if "the practical's MLPRegressor" in t.value.index)
    assert table["test R²"].iloc[1] == theirs.score(raw.X_test, raw.y_test)
    assert table["training R²"].iloc[1] == theirs.score(raw.X_train, raw.y_train)


@pytest.mark.parametrize("loss", ["huber", "absolute_error"])
def test_a_loss_that_it_has_not_is_told(open_train, loss):
    app = open_train(**SINE, loss=loss)
    assert train_to_the_end(app).config.loss == loss
    compared(app)
    assert "MLPRegressor minimises squared error of linear outputs" in messages(app)

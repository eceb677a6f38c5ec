"""What simple models reach on the same rows: what a run could have come to."""

from dataclasses import dataclass

import numpy as np

from mlp_core._checks import Array
from mlp_core.baselines import BASELINES, why_constant_only
from mlp_core.data.dataset import Dataset, Targets
from mlp_core.data.once import once_a_dataset
from mlp_core.data.sampled import sampled
from mlp_core.metrics import accuracy, r2_score
from mlp_core.unconverged import unconverged_is_fine

# Those that are fitted in a fraction of a second, and rows and numbers that they are fitted to.
MODELS = ("linear", "neighbours")
MOST_ROWS, MOST_NUMBERS = 2_000, 200_000
SEED = 0


@dataclass(frozen=True)
class Reference:
    """The best test score of the simple models, accuracy or R², and the model by its name."""

    score: float
    name: str


@once_a_dataset
def reference_of(dataset: Dataset) -> Reference | None:
    """What the better of MODELS reaches on the test rows.

    Fitted to standardised columns of a sample of training rows, so that their scale plays no part.
    None where the training rows are all of one class.
    """
    if why_constant_only(dataset):
        return None
    rng = np.random.default_rng(SEED)
    X, y = _sample(dataset.X_train, dataset.y_train, rng)
    X_test, y_test = _sample(dataset.X_test, dataset.y_test, rng)
    if not dataset.is_regression and len(np.unique(y)) < 2:
        return None
    offset, unit = X.mean(axis=0), X.std(axis=0)
    unit[unit == 0.0] = 1.0
    X, X_test = (X - offset) / unit, (X_test - offset) / unit
    scored = r2_score if dataset.is_regression else accuracy
    found = []
    for name in MODELS:
        record = BASELINES[name]
        model = (record.regressor if dataset.is_regression else record.classifier)(*X.shape)
        with unconverged_is_fine():
            model.fit(X, y)
        found.append(Reference(scored(y_test, model.predict(X_test)), record.label(dataset)))
    return max(found, key=lambda reference: reference.score)


def _sample(rows: Array, targets: Targets, rng: np.random.Generator) -> tuple[Array, Targets]:
    """So many of the rows, in their order, with their targets."""
    most = min(MOST_ROWS, max(50, MOST_NUMBERS // rows.shape[1]))
    at = sampled(len(rows), most, rng)
    return rows[at], targets[at]

"""What a test would be worth if the scaling had seen its rows: the leak that is easily made.

Scaling is fitted on the training rows alone. Fitted on all rows it moves what the network is
handed, by what nobody could know before the test rows came; how much that flatters a score shows
by the plainest model there is, fitted both ways.
"""

from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression, Ridge

from mlp_core._checks import Array, check_type, look_up
from mlp_core.data.dataset import Dataset
from mlp_core.data.scaling import SCALINGS, UNSCALED
from mlp_core.unconverged import unconverged_is_fine

# Of a large set the first rows are enough to fit the plain model on.
MOST_ROWS = 5_000


@dataclass(frozen=True)
class Leak:
    """A scaling fitted on the training rows, and on all rows.

    feature  the number of the column whose test values it moves furthest, and how far: ``shift``,
             in units of the scaled values
    outside  the share (0 to 1) of all test values that lie beyond those of the training rows
    honest, leaking  the test score of the plain model, fitted both ways: accuracy, or R²
    """

    feature: int
    shift: float
    outside: float
    honest: float
    leaking: float


def scaling_leak(raw: Dataset, scaling: str) -> Leak:
    """What fitting ``scaling`` on the test rows, too, would do to ``raw``, which is unscaled.

    Raises ``ValueError`` where it is not, and for "none", which fits nothing.
    """
    check_type("raw", raw, Dataset)
    make = look_up(SCALINGS, scaling, "scaling")
    if raw.scaling != UNSCALED or scaling == UNSCALED:
        raise ValueError(
            f"a leak is of a scaling that is fitted, on rows that are not scaled; got {scaling} "
            f"on rows with {raw.scaling}"
        )
    honest = make().fit(raw.X_train)
    leaking = make().fit(np.concatenate([raw.X_train, raw.X_test]))
    moved = np.abs(honest.transform(raw.X_test) - leaking.transform(raw.X_test)).max(axis=0)
    low, high = raw.X_train.min(axis=0), raw.X_train.max(axis=0)
    return Leak(
        feature=int(moved.argmax()),
        shift=float(moved.max()),
        outside=float(((raw.X_test < low) | (raw.X_test > high)).mean()),
        honest=_score(raw, honest.transform(raw.X_train), honest.transform(raw.X_test)),
        leaking=_score(raw, leaking.transform(raw.X_train), leaking.transform(raw.X_test)),
    )


def _score(raw: Dataset, X_train: Array, X_test: Array) -> float:
    model = Ridge() if raw.is_regression else LogisticRegression()
    with unconverged_is_fine():
        model.fit(X_train[:MOST_ROWS], raw.y_train[:MOST_ROWS])
    return float(model.score(X_test, raw.y_test))

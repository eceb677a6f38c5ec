"""The validation part: training rows held out, so that early stopping has what to go by."""

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import train_test_split

from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.number_text import percent

# scikit-learn's least: the accuracy on a single row is 0 or 1.
LEAST_ROWS = 2
Rows = NDArray[np.intp]


def held_out(config: TrainConfig, dataset: Dataset) -> tuple[Rows, Rows]:
    """The training rows to train on, and those held out, as row numbers in ``X_train``.

    Without early stopping all are trained on, in their order. Otherwise the seed decides: every
    class has about its share in both, as scikit-learn has it. Raises ``ValueError`` where there
    are too few rows for that.
    """
    rows = np.arange(len(dataset.X_train))
    if not config.early_stopping:
        return rows, rows[:0]
    try:
        trained, held = train_test_split(
            rows,
            test_size=config.validation_fraction,
            stratify=dataset.y_train,
            random_state=config.seed,
        )
    except ValueError as error:
        raise ValueError(_too_few(config, dataset)) from error
    if len(held) < LEAST_ROWS:
        raise ValueError(_too_few(config, dataset))
    return trained, held


def _too_few(config: TrainConfig, dataset: Dataset) -> str:
    return (
        f"validation_fraction must hold out {LEAST_ROWS} rows or more, and a row of each class on "
        f"either side; got {percent(config.validation_fraction)} of {len(dataset.X_train)} rows in "
        f"{dataset.n_classes} classes"
    )

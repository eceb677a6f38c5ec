"""The validation part: the data set's own, or training rows that are held out to stop by."""

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import train_test_split

from mlp_core._checks import Array
from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset, Targets
from mlp_core.number_text import percent

# scikit-learn's least: the accuracy on a single row is 0 or 1.
LEAST_ROWS = 2
# The settings that say whether rows are held out, and how many.
HOLD_OUT = ("early_stopping", "validation_fraction")
Rows = NDArray[np.intp]


def held_out(config: TrainConfig, dataset: Dataset) -> tuple[Rows, Rows]:
    """The training rows to train on, and those held out, as row numbers in ``X_train``.

    Without early stopping, or where the data set has a part for it, all are trained on, in their
    order. Otherwise the seed decides: every class has about its share in both, as scikit-learn has
    it. Raises ``ValueError`` where there are too few rows for that.
    """
    rows = np.arange(len(dataset.X_train))
    if not config.early_stopping or dataset.X_validation is not None:
        return rows, rows[:0]
    try:
        trained, held = train_test_split(
            rows,
            test_size=config.validation_fraction,
            stratify=None if dataset.is_regression else dataset.y_train,
            random_state=config.seed,
        )
    except ValueError as error:
        raise ValueError(_too_few(config, dataset)) from error
    if len(held) < LEAST_ROWS:
        raise ValueError(_too_few(config, dataset))
    return trained, held


def validation_part(dataset: Dataset, held: Rows) -> tuple[Array, Targets] | None:
    """Rows and targets to validate by, where ``held`` are held out; None where there are none."""
    if dataset.X_validation is not None and dataset.y_validation is not None:
        return dataset.X_validation, dataset.y_validation
    return (dataset.X_train[held], dataset.y_train[held]) if len(held) else None


def _too_few(config: TrainConfig, dataset: Dataset) -> str:
    share, n_rows = percent(config.validation_fraction), len(dataset.X_train)
    if dataset.is_regression:
        return (
            f"validation_fraction must hold out {LEAST_ROWS} rows or more and leave one; got "
            f"{share} of {n_rows} rows"
        )
    return (
        f"validation_fraction must hold out {LEAST_ROWS} rows or more, and a row of each class on "
        f"either side; got {share} of {n_rows} rows in {dataset.n_classes} classes"
    )

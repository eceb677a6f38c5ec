"""How good predictions are: of classes, of numbers, by a threshold, and by how sure they were.

Pure functions over true and predicted values; they know neither networks nor data sets.
"""

from mlp_core.metrics.calibration import Calibration, calibration
from mlp_core.metrics.classes import (
    ClassScores,
    accuracy,
    accuracy_interval,
    class_scores,
    confusion_matrix,
    row_shares,
)
from mlp_core.metrics.regression import (
    Measured,
    RegressionScores,
    Residuals,
    mean_absolute_error,
    r2_interval,
    r2_score,
    regression_scores,
    residuals,
    root_mean_squared_error,
)
from mlp_core.metrics.two_classes import (
    Named,
    Thresholds,
    best_threshold,
    name_above,
    thinned,
    thresholds_of,
)

__all__ = [
    "Calibration",
    "ClassScores",
    "Measured",
    "Named",
    "RegressionScores",
    "Residuals",
    "Thresholds",
    "accuracy",
    "accuracy_interval",
    "best_threshold",
    "calibration",
    "class_scores",
    "confusion_matrix",
    "mean_absolute_error",
    "name_above",
    "r2_interval",
    "r2_score",
    "regression_scores",
    "residuals",
    "root_mean_squared_error",
    "row_shares",
    "thinned",
    "thresholds_of",
]

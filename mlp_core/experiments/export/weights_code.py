"""Weights of classes as source: what the program of one run does with its rows' weights."""

from mlp_core.config import TrainConfig, set_beside

WEIGHTS_CODE = """
from sklearn.utils.class_weight import compute_sample_weight

row_weights = compute_sample_weight("{class_weight}", y_train)
"""
ABOUT = (
    "n / (k · rows of its class), of n rows in k classes. A step goes by the weighted mean of its "
    "rows; the figures after an epoch are unweighted."
)
FIT = """
# with fit(X_train, y_train, sample_weight=compute_sample_weight("{class_weight}", y_train))
"""


def is_weighted(config: TrainConfig) -> bool:
    """Whether classes have weights that come to something."""
    return "class_weight" in set_beside(config)


def weights_code(config: TrainConfig) -> str:
    """The weight of each row to train on."""
    return WEIGHTS_CODE.format(class_weight=config.class_weight)


def fit_comment(config: TrainConfig) -> str:
    """How the weights are handed to scikit-learn's classifier; empty where there are none."""
    return FIT.format(class_weight=config.class_weight).lstrip("\n") * is_weighted(config)

"""The practical's MLPClassifier: what scikit-learn makes of the same rows; of numbers its twin."""

from dataclasses import dataclass

from mlp_core._checks import check_type
from mlp_core.classifier_arguments import twin_class
from mlp_core.data.dataset import Dataset
from mlp_core.divergence import ignore_overflow
from mlp_core.unconverged import unconverged_is_fine

# The practical's own arguments, word for word.
PRACTICAL_ARGUMENTS = {
    "hidden_layer_sizes": (50,),
    "activation": "tanh",
    "solver": "sgd",
    "learning_rate": "constant",
    "learning_rate_init": 0.001,
    "nesterovs_momentum": False,
    "random_state": 1,
    "max_iter": 1000,
}


@dataclass(frozen=True)
class PracticalScores:
    """Accuracies (0 to 1) of the practical's MLPClassifier, or R² of its twin for numbers.

    ``epochs`` are those that it took; with None for the scores it has left float64 behind.
    """

    train_accuracy: float | None
    test_accuracy: float | None
    epochs: int


@ignore_overflow
def fit_practical(dataset: Dataset) -> PracticalScores:
    """Fit the practical's MLPClassifier, or MLPRegressor to numbers, to the training rows."""
    check_type("dataset", dataset, Dataset)
    twin = twin_class(dataset)(**PRACTICAL_ARGUMENTS)
    try:
        with unconverged_is_fine():
            twin.fit(dataset.X_train, dataset.y_train)
    except ValueError:
        # What fits a Dataset is refused for one reason: parameters that are no numbers any more.
        return PracticalScores(None, None, int(twin.n_iter_))
    return PracticalScores(
        train_accuracy=float(twin.score(dataset.X_train, dataset.y_train)),
        test_accuracy=float(twin.score(dataset.X_test, dataset.y_test)),
        epochs=int(twin.n_iter_),
    )

"""The practical's MLPClassifier: what scikit-learn makes of the same rows."""

from dataclasses import dataclass

from sklearn.neural_network import MLPClassifier

from mlp_core._checks import check_type
from mlp_core.data.dataset import Dataset
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
    """Accuracies (0 to 1) of the practical's MLPClassifier and the epochs it took."""

    train_accuracy: float
    test_accuracy: float
    epochs: int


def fit_practical(dataset: Dataset) -> PracticalScores:
    """Fit the practical's MLPClassifier to the data set's training rows."""
    check_type("dataset", dataset, Dataset)
    classifier = MLPClassifier(**PRACTICAL_ARGUMENTS)
    with unconverged_is_fine():
        classifier.fit(dataset.X_train, dataset.y_train)
    return PracticalScores(
        train_accuracy=float(classifier.score(dataset.X_train, dataset.y_train)),
        test_accuracy=float(classifier.score(dataset.X_test, dataset.y_test)),
        epochs=int(classifier.n_iter_),
    )

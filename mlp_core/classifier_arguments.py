"""The arguments of scikit-learn's network that trains as a configuration says, if one can.

Of classes that is MLPClassifier, of numbers MLPRegressor.
"""

from typing import Any

from sklearn.neural_network import MLPClassifier, MLPRegressor

from mlp_core.activations import get_activation
from mlp_core.config import TrainConfig, set_beside
from mlp_core.data.dataset import Dataset
from mlp_core.losses import get_loss
from mlp_core.settings import SETTINGS
from mlp_core.settings.stopping import NEVER

# What those minimise whose loss is not ours.
MINIMISE = {
    MLPClassifier: "cross-entropy only",
    MLPRegressor: "squared error of linear outputs and Poisson deviance only",
}
# The loss that an MLPRegressor has where nothing is said of it.
USUAL_LOSS = "squared_error"
# One of the two; scikit-learn does not say types.
Twin = Any


def twin_class(dataset: Dataset) -> type[Twin]:
    """What scikit-learn has for the targets of ``dataset``."""
    found: type[Twin] = MLPRegressor if dataset.is_regression else MLPClassifier
    return found


def classifier_arguments(config: TrainConfig) -> dict[str, Any]:
    """Arguments of a network of scikit-learn that is that of ``config`` and trains as it says.

    Only settings that came later, and are not at their neutral value, change what is switched
    off for plain SGD.
    """
    plain = {
        "hidden_layer_sizes": config.units[1:-1],
        "activation": get_activation(config.activation).sklearn,
        "solver": "sgd",
        "alpha": 0,
        "batch_size": config.batch_size,
        "learning_rate_init": config.learning_rate,
        "momentum": 0,
        "nesterovs_momentum": False,
        "shuffle": config.shuffle,
        "random_state": config.seed,
        "max_iter": config.epochs,
        "tol": config.tol if config.n_iter_no_change < NEVER else 0,
        "n_iter_no_change": config.epochs,
    }
    if get_loss(config.loss).sklearn == MLPRegressor.__name__ and config.loss != USUAL_LOSS:
        plain = {"loss": config.loss, **plain}
    beside = {SETTINGS[name].classifier: getattr(config, name) for name in set_beside(config)}
    return plain | {argument: value for argument, value in beside.items() if argument}


def why_no_parity(config: TrainConfig, dataset: Dataset) -> str | None:
    """Why scikit-learn's network cannot train this configuration, or None where it can."""
    twin = twin_class(dataset)
    name, loss = twin.__name__, get_loss(config.loss)
    beside = [SETTINGS[setting] for setting in set_beside(config)]
    unknown = [row.label for row in beside if not (row.classifier or row.handed_over)]
    if unknown:
        return f"{name} has nothing like {unknown[0]}."
    if loss.sklearn != name:
        return f"{name} minimises {MINIMISE[twin]}, and this run another loss."
    if get_activation(config.activation).sklearn is None:
        return f"{name} has no activation called {config.activation}."
    return None if dataset.is_regression else _why_other_outputs(config, dataset)


def _why_other_outputs(config: TrainConfig, dataset: Dataset) -> str | None:
    """Why MLPClassifier has other output units for these classes, or None where it has not."""
    loss = get_loss(config.loss)
    if dataset.n_classes < 3 and not loss.tells_two_apart(config.units[-1]):
        return (
            f"For two classes MLPClassifier has one logistic output, not two {loss.unit} outputs."
        )
    if dataset.n_classes > 2 and loss.says_yes_or_no:
        return "For more than two classes MLPClassifier has softmax outputs, not logistic ones."
    return None

"""The arguments of scikit-learn's MLPClassifier that trains as a configuration says, if one can."""

from typing import Any

from sklearn.neural_network import MLPClassifier

from mlp_core.activations import get_activation
from mlp_core.config import TrainConfig, set_beside
from mlp_core.data.dataset import Dataset
from mlp_core.losses import get_loss
from mlp_core.settings import SETTINGS
from mlp_core.settings.learning import NEVER


def classifier_arguments(config: TrainConfig) -> dict[str, Any]:
    """Arguments of an MLPClassifier that is the network of ``config`` and trains as it says.

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
    beside = {SETTINGS[name].classifier: getattr(config, name) for name in set_beside(config)}
    return plain | {argument: value for argument, value in beside.items() if argument}


def why_no_parity(config: TrainConfig, dataset: Dataset) -> str | None:
    """Why MLPClassifier cannot train this configuration, or None where it can."""
    unknown = [
        SETTINGS[name].label
        for name in set_beside(config)
        if not (SETTINGS[name].classifier or SETTINGS[name].handed_over)
    ]
    if unknown:
        return f"MLPClassifier has nothing like {unknown[0]}."
    if get_loss(config.loss).sklearn != MLPClassifier.__name__:
        return "MLPClassifier minimises cross-entropy only, and this run another loss."
    if get_activation(config.activation).sklearn is None:
        return f"MLPClassifier has no activation called {config.activation}."
    loss = get_loss(config.loss)
    if dataset.n_classes < 3 and not loss.tells_two_apart(config.units[-1]):
        return (
            f"For two classes MLPClassifier has one logistic output, not two {loss.unit} outputs."
        )
    if dataset.n_classes > 2 and loss.says_yes_or_no:
        return "For more than two classes MLPClassifier has softmax outputs, not logistic ones."
    return None

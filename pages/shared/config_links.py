"""A configuration as the query parameters of the Train page's controls."""

from mlp_core import TrainConfig
from pages.shared import controls


def train_parameters(config: TrainConfig) -> dict[str, str]:
    """The parameters that a link to Train needs so that its controls show ``config``.

    Streamlit reads a control's labels from the address. What Train has no control for, the
    data set and init_scale, is not among them.
    """
    hidden = config.units[1:-1]
    return {
        "hidden_layers": str(len(hidden)),
        **{f"units{k}": str(n) for k, n in enumerate(hidden, start=1)},
        "learning_rate": controls.plain(config.learning_rate),
        "epochs": str(config.epochs),
        "batch_size": str(config.batch_size),
        "activation": config.activation,
        "loss": controls.LOSS_NAMES[config.loss],
        "scaling": controls.SCALING_NAMES[config.scaling],
        "shuffle": str(config.shuffle).lower(),
        "seed": str(config.seed),
    }

"""A configuration as the Train page's controls hold it, by their keys: from anywhere in the app."""

from mlp_core import LIMITS, QUESTION_2, TrainConfig


def values_of(config: TrainConfig) -> dict[str, object]:
    """What each control holds; layers that ``config`` does not have get the practical's units."""
    hidden = dict(enumerate(config.units[1:-1], start=1))
    most = int(LIMITS["hidden_layers"].high)
    units = {f"units{k}": hidden.get(k, QUESTION_2.units[1]) for k in range(1, most + 1)}
    names = ("learning_rate", "epochs", "batch_size", "activation", "loss", "scaling", "shuffle")
    chosen = {name: getattr(config, name) for name in (*names, "seed")}
    return {"hidden_layers": len(hidden), **units, **chosen}

"""What the columns of runs and their values are called on this page."""

from pages.shared import controls

COLUMNS = {
    "starred": "★",
    "number": "compared",
    "name": "name",
    "state": "state",
    "tags": "tags",
    "note": "note",
    "test_accuracy": "test accuracy",
    "best_test_accuracy": "best test accuracy",
    "train_accuracy": "training accuracy",
    "test_loss": "test loss",
    "train_loss": "training loss",
    "total_loss": "total loss",
    "epochs_done": "epochs done",
    "seconds": "seconds",
    "units": "units",
    "learning_rate": "learning rate",
    "epochs": "epochs",
    "batch_size": "batch size",
    "seed": "seed",
    "activation": "activation",
    "loss": "loss",
    "shuffle": "shuffled",
    "init_scale": "start scale",
    "dataset": "data",
    "scaling": "scaling",
    "started": "started",
    "engine": "engine",
}
VALUES = controls.LOSS_NAMES | controls.SCALING_NAMES


def value(found: object) -> str:
    """A value of a run's setting, as a person reads it."""
    if isinstance(found, bool):
        return "yes" if found else "no"
    if isinstance(found, tuple):
        return "-".join(map(str, found))
    if isinstance(found, float):
        return f"{found:g}"
    return VALUES.get(found, str(found))

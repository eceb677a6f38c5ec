"""What a run is scored by: accuracy where it names classes, R² where it predicts numbers."""

from collections.abc import Callable
from dataclasses import dataclass

from mlp_core.config import TrainConfig
from mlp_core.losses import get_loss
from mlp_core.number_text import percent, points, r2, r2_change


@dataclass(frozen=True)
class ScoreKind:
    """A score as people read it: what it is called, and how a value and a difference are written.

    ``is_share`` says whether it is 0 to 1; ``constant`` is the answer that needs no look at the
    rows.
    """

    name: str
    write: Callable[[float], str]
    write_difference: Callable[[float], str]
    is_share: bool
    constant: str


# What is scored: fields of an epoch, and what is made of them for a table.
SCORES = ("test_accuracy", "best_test_accuracy", "train_accuracy", "mean_accuracy", "deviation")
ACCURACY = ScoreKind("accuracy", percent, points, True, "always naming the commonest class")
R2 = ScoreKind("R²", r2, r2_change, False, "always predicting the mean")


def score_kind(is_regression: bool) -> ScoreKind:
    """What a run on such data is scored by."""
    return R2 if is_regression else ACCURACY


def kind_of_run(config: TrainConfig) -> ScoreKind:
    """What a run of ``config`` is scored by.

    Where its data are those of a file that is not here, its network must do: a single output that
    tells no two classes apart is a number.
    """
    facts = config.source.facts
    if facts is not None:
        return score_kind(facts.is_regression)
    n_outputs = config.units[-1]
    return score_kind(n_outputs == 1 and not get_loss(config.loss).tells_two_apart(n_outputs))

"""What a run is scored by: accuracy where it names classes, R² where it predicts numbers."""

from collections.abc import Callable
from dataclasses import dataclass

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


ACCURACY = ScoreKind("accuracy", percent, points, True, "always naming the commonest class")
R2 = ScoreKind("R²", r2, r2_change, False, "always predicting the mean")


def score_kind(is_regression: bool) -> ScoreKind:
    """What a run on such data is scored by."""
    return R2 if is_regression else ACCURACY

"""What there is to say once the test rows are opened, in sentences that their numbers bear."""

from mlp_core.experiments.findings.spread import CONFIDENCE
from mlp_core.experiments.sweeps.findings.board import Board
from mlp_core.experiments.sweeps.findings.measure import Measure, measure_of
from mlp_core.experiments.sweeps.findings.optimism import Excess, Optimism, test_objective
from mlp_core.experiments.sweeps.findings.order import named
from mlp_core.number_text import count, percent


def optimism_sentences(board: Board, found: Optimism) -> list[str]:
    """The test score of the chosen one; what choosing by test would have claimed; what of it is
    too much, and how much too much the validation score is."""
    other = test_objective(board.objective)
    if other is None:
        raise ValueError(f"the objective must be of validation rows; got {board.objective.score}")
    measure = measure_of(board.sweep, other)
    interval = ""
    if found.test_interval is not None:
        ends = " to ".join(map(measure.write, found.test_interval))
        interval = f" ({percent(CONFIDENCE, 0)} interval {ends} over the choice of test rows)"
    first = (
        f"The one that validation chose of {count(found.n)} has a {measure.name} of "
        f"{measure.write(found.test)}{interval}: the figure to report."
    )
    return [first, _claim(board, found, measure), *_excesses(found, measure)]


def _claim(board: Board, found: Optimism, measure: Measure) -> str:
    claimed = measure.write(found.claimed)
    if found.by_test.place == found.chosen.place:
        same = found.claimed == found.test
        figure = "the same figure" if same else f"at another epoch, and claimed {claimed}"
        return f"Choosing by the test rows would have taken the same combination, {figure}."
    return (
        f"Choosing by the test rows would have claimed {claimed}, with "
        f"{named(board.sweep, found.by_test.at)}."
    )


def _excesses(found: Optimism, measure: Measure) -> list[str]:
    if found.of_test is None or found.of_validation is None:
        return ["How much of that is luck cannot be told from so few combinations."]
    return [
        f"That claim {_told(found.of_test, measure)}",
        f"The validation score of the chosen one {_told(found.of_validation, measure)}",
    ]


def _told(excess: Excess, measure: Measure) -> str:
    """How much too good a score is, by where the interval of that lies."""
    value, low, high = map(measure.write_difference, excess)
    noise = f"{value} ({percent(CONFIDENCE, 0)} interval {low} to {high})"
    if excess.low > 0.0:
        return f"is too good by {noise}: what was chosen by a score looks better in it than it is."
    if excess.high < 0.0:
        return f"is not too good but too modest here, by {noise}."
    if excess.value > 0.0:
        return f"is too good by {noise} as measured, which is within noise: it may be sound."
    return f"is not too good as measured: by {noise}, within noise."

"""What there is to say of seeds in a sweep, in sentences that its numbers bear."""

from mlp_core.experiments.findings.spread import CONFIDENCE
from mlp_core.experiments.sweeps.findings.best import Best
from mlp_core.experiments.sweeps.findings.board import Board
from mlp_core.experiments.sweeps.findings.measure import Measure, measure_of
from mlp_core.experiments.sweeps.findings.order import named
from mlp_core.experiments.sweeps.findings.seeds import (
    POWER,
    RunnerUp,
    SeedShare,
    runner_up,
    seed_share,
)
from mlp_core.experiments.sweeps.plan.sweep import MOST_REPEATS
from mlp_core.number_text import count, percent


def seed_sentences(board: Board, best: Best | None) -> list[str]:
    """The seeds' share of the variation, and what would tell the best from the runner-up.

    None of one seed each: what that leaves open is said of the best.
    """
    share, second = seed_share(board), runner_up(board)
    measure = measure_of(board.sweep, board.objective)
    found = [] if share is None else [_share_sentence(share)]
    if second is not None and best is not None:
        found.append(_second_sentence(board, best, second, measure))
    return found


def _share_sentence(share: SeedShare) -> str:
    told = (
        f"Of the variation between runs {percent(share.value, 0)} is the seeds' "
        f"({percent(CONFIDENCE, 0)} interval {percent(share.low, 0)} to {percent(share.high, 0)}"
        f", {count(share.n)} combinations of {share.n_seeds} seeds)"
    )
    if not share.settings_matter:
        return f"{told}: that may be all of it, and the settings none."
    if share.low > 0.5:
        return f"{told}: the settings do less than the seed."
    if share.high < 0.5:
        return f"{told}; the rest is the settings'."
    return f"{told}: whether the seed or the settings do more cannot be told."


def _second_sentence(board: Board, best: Best, second: RunnerUp, measure: Measure) -> str:
    name = named(board.sweep, second.row.at)
    if second.apart == 0.0:
        return f"The runner-up, {name}, has the very same mean."
    if best.as_good is not None and second.row not in best.as_good:
        return f"The runner-up, {name}, is worse beyond noise: these seeds are enough."
    apart = f"The runner-up, {name}, is {_bare(measure, second.apart)} behind"
    if second.n_seeds is None:
        return f"{apart}: even {MOST_REPEATS} seeds each would not tell that from the seeds' noise."
    if second.n_seeds <= best.n_seeds:
        rows = ", or other rows might undo it" if best.n_rows is not None else ""
        return (
            f"{apart}: so many seeds would tell two alone apart, but among "
            f"{count(best.n_contenders)} that may be luck{rows}."
        )
    return (
        f"{apart}: to tell as much from the seeds' noise takes about {second.n_seeds} seeds each "
        f"(in {percent(POWER, 0)} of cases), here there are {best.n_seeds}."
    )


def _bare(measure: Measure, difference: float) -> str:
    return measure.write_difference(difference).removeprefix("+")

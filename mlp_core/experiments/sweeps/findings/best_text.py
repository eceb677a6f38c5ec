"""What there is to say of the best combination of a sweep, in sentences that its numbers bear."""

from collections import Counter

from mlp_core.experiments.findings.spread import CONFIDENCE
from mlp_core.experiments.sweeps.findings.best import Best
from mlp_core.experiments.sweeps.findings.board import Board, Row
from mlp_core.experiments.sweeps.findings.edges import edge_sentence, edges
from mlp_core.experiments.sweeps.findings.measure import Measure, measure_of
from mlp_core.experiments.sweeps.findings.order import named
from mlp_core.number_text import count, percent

# More names in a sentence nobody reads.
MOST_NAMED = 3


def best_sentences(board: Board, best: Best | None) -> list[str]:
    """Which is the best, which are as good, what that leaves open, and where to look further."""
    if best is None:
        return [_none_sentence(board)]
    measure = measure_of(board.sweep, board.objective)
    found = [_best_sentence(board, best, measure), _interval_sentence(board, best, measure)]
    found += [_as_good_sentence(board, best)]
    found += [_left_out_sentence(board, best), _open_sentence(best)]
    # Where nothing is told from anything, an edge means nothing.
    if best.as_good is None or len(best.as_good) < best.n_contenders:
        found += [edge_sentence(edge) for edge in edges(board, best)]
    return [sentence for sentence in found if sentence]


def _none_sentence(board: Board) -> str:
    """Why there is no best."""
    ended = [row for row in board.rows if row.ended]
    if not ended:
        seeds = " with all its seeds" if board.sweep.repeats > 1 else ""
        return f"No combination is trained yet{seeds}."
    reasons = Counter(_why_without(row) for row in ended)
    if len(reasons) == 1:
        (reason,) = reasons
        whole = len(ended) == len(board.rows)
        lead = _all(len(ended)) if whole else f"So far {_all(len(ended)).lower()} that ended"
        return f"{lead} {reason}: there is no best."
    told = ", ".join(f"{count(n)} {reason}" for reason, n in reasons.most_common())
    return f"Of {count(len(ended))} combinations that ended none can be compared: {told}."


def _why_without(row: Row) -> str:
    """Why a row whose seeds have all ended is not complete."""
    states = {state for state in row.states if state != "finished"}
    if not states:
        return "finished without such a score"
    words = " or ".join(sorted(state for state in states if state))
    return words if "finished" not in row.states else f"{words} with some seeds"


def _all(n: int) -> str:
    return "The only combination" if n == 1 else f"All {count(n)} combinations"


def _best_sentence(board: Board, best: Best, measure: Measure) -> str:
    mean = measure.write(best.row.mean or 0.0)
    if best.n_seeds > 1:
        mean += f" on average over {best.n_seeds} seeds"
    return f"Best {measure.name}: {mean}, at {named(board.sweep, best.row.at)}."


def _interval_sentence(board: Board, best: Best, measure: Measure) -> str:
    """Where its true value lies, what that is over, and which end gives way to luck."""
    if best.interval is None:
        return ""
    over = {
        "seeds and rows": "mean over all seeds and rows like these {}",
        "rows": "value over all rows like these {}",
        "seeds": "mean over all seeds, on these rows",
    }[best.counted].format(count(best.n_rows or 0))
    ends = " to ".join(map(measure.write, best.interval))
    return f"Its true {over}: {ends} ({percent(CONFIDENCE, 0)} interval{_luck(board, best)})."


def _luck(board: Board, best: Best) -> str:
    """What it was picked from, where that is more than one."""
    reasons = []
    if best.n_tried > 1:
        reasons.append(f"picked as the best of {count(best.n_tried)}")
    if best.n_rows is not None and best.n_read > best.n_tried:
        reasons.append("judged at its best epoch")
    if not reasons:
        return ""
    side = "lower" if board.objective.higher_is_better else "upper"
    return f"; its {side} end allows for the luck of being {' and '.join(reasons)}"


def _as_good_sentence(board: Board, best: Best) -> str:
    n = best.n_contenders
    if n == 1:
        return "Nothing else has come so far that it could be compared with."
    if best.as_good is None:
        return (
            "Which others are as good cannot be told: with one seed each nothing says how much of "
            "a difference is chance. Repeat over seeds."
        )
    n_good = len(best.as_good)
    if n_good == n:
        return f"All {count(n)} are alike within noise: these results choose none of them."
    if n_good == 1:
        rest = "the other one is" if n == 2 else f"the other {count(n - 1)} are"
        return f"It stands alone: {rest} worse beyond noise."
    names = "; ".join(named(board.sweep, row.at) for row in best.as_good[1 : 1 + MOST_NAMED])
    others = n_good - 1 - MOST_NAMED
    more = f"; and {count(others)} more" if others > 0 else ""
    return (
        f"{count(n_good)} of {count(n)} are not worse beyond noise, and which of them is best is "
        f"partly luck: it, and {names}{more}."
    )


def _left_out_sentence(board: Board, best: Best) -> str:
    """Who was not compared, though it has ended."""
    out = [row for row in board.rows if row.ended and not row.complete]
    complete = sum(row.complete for row in board.rows)
    told = []
    if out:
        reasons = Counter(map(_why_without, out)).most_common()
        told += [f"{count(n)} {reason}" for reason, n in reasons]
    if complete > best.n_contenders:
        told.append(f"{count(complete - best.n_contenders)} had fewer epochs")
    return f"Not compared: {', '.join(told)}." if told else ""


def _open_sentence(best: Best) -> str:
    """What noise was not counted, where some was."""
    if best.n_contenders == 1:
        return ""
    if best.counted == "rows":
        return (
            "Noise is that of the choice of rows alone: with one seed each there is no telling "
            "what another seed would change."
        )
    if best.counted == "seeds":
        return "Noise is that of the seeds alone: on other rows the order may be another."
    return ""

"""The combinations of a sweep as a frame, made once for as many results; all pictures draw it."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from typing import Any, NamedTuple

import pandas as pd

from mlp_core.experiments.sweeps.findings.board import Board, Row
from mlp_core.experiments.sweeps.findings.measure import Measure
from mlp_core.experiments.sweeps.findings.order import is_logarithmic
from mlp_core.experiments.sweeps.plan.axis import Axis
from mlp_core.experiments.sweeps.plan.spreads import Ranged
from mlp_core.quoting import one_line
from pages.shared.charts.sweep_colours import Ends
from pages.shared.charts.sweep_signs import LEFT_OUT, TO_COME, VALUE

LONGEST_LABEL = 40
# How a run ended that has no value, by what is drawn of it.
ENDINGS = {"diverged": "diverged", "failed": "failed"}
BETWEEN = " · "


class Marks(NamedTuple):
    """Combinations that stand out by what is judged by.

    ``good`` are the places of those not worse than the ``best`` beyond noise; ``stuck`` says of
    one whether it is no better than a guess.
    """

    best: int | None = None
    good: Collection[int] = ()
    stuck: Callable[[Row], bool] = lambda row: False


def frame_of(board: Board, measure: Measure, marks: Marks) -> pd.DataFrame:
    """A row a combination, in the order of the sweep.

    place      of its first seed
    label0, …  the value of each axis as people read it; number0, …, as a number where it is one
    name       all of these
    value      the mean over its seeds, not a number where there is none
    kind       "value", one of ``sweep_signs.SIGNS``, "to come", or "left out": without such a score
    text, says       the value as it is written; the same with the seeds, and how they ended
    good, best, elsewhere   whether it stands out so
    n_epochs, deviation, low, high   as of the row of the board
    """
    rows, axes = board.rows, board.sweep.axes
    columns: dict[str, Any] = {"place": [row.place for row in rows]}
    for k, axis in enumerate(axes):
        labels = _labels(axis, [row.at[k] for row in rows])
        columns[f"label{k}"] = labels
        if is_number(axis):
            columns[f"number{k}"] = [float(row.at[k]) for row in rows]

    def numbers(name: str) -> pd.Series:
        return pd.Series([getattr(row, name) for row in rows], dtype=float)

    kinds = [_kind(row, marks) for row in rows]
    texts = ["" if row.mean is None else measure.write(row.mean) for row in rows]
    good, halves = frozenset(marks.good), board.sweep.halving is not None
    columns |= {
        "value": numbers("mean"),
        "kind": kinds,
        "text": texts,
        "says": [
            _says(row, text, measure) + (f", {row.n_epochs} epochs" if halves else "")
            if kind != TO_COME
            else TO_COME
            for row, text, kind in zip(rows, texts, kinds, strict=True)
        ],
        "good": [row.place in good for row in rows],
        "best": [row.place == marks.best for row in rows],
        "elsewhere": [row.made_elsewhere for row in rows],
        "n_epochs": [row.n_epochs for row in rows],
        **{name: numbers(name) for name in ("deviation", "low", "high")},
    }
    frame = pd.DataFrame(columns)
    frame["name"] = names(frame, len(axes))
    return frame


def names(frame: pd.DataFrame, n_axes: int) -> pd.Series:
    """The values of all axes, joined; of a sweep without axes, its base."""
    if not n_axes:
        return pd.Series(["base"] * len(frame), index=frame.index)
    name = frame["label0"]
    for k in range(1, n_axes):
        name = name + BETWEEN + frame[f"label{k}"]
    return name


def labels_of(axis: Axis) -> tuple[str, ...]:
    """The values of an axis as the map has them at its side, each once."""
    return tuple(dict.fromkeys(_labels(axis, axis.values)))


def is_number(axis: Axis) -> bool:
    """Whether its values have places on a scale."""
    return all(
        isinstance(value, (int, float)) and not isinstance(value, bool) for value in axis.values
    )


def ends_of(axis: Axis) -> Ends | None:
    """The scale that its values have a place on; None where they are names, or one."""
    if not is_number(axis):
        return None
    spread = axis.spread
    whole = isinstance(spread, Ranged)
    low, high = (spread.low, spread.high) if whole else (min(axis.values), max(axis.values))
    if low == high:
        return None
    return Ends(float(low), float(high), low > 0 and is_logarithmic(axis))


def _labels(axis: Axis, values: Sequence[Any]) -> list[str]:
    """Each of ``values`` as people read it; what is the same is written once."""
    known = {value: one_line(axis.shown(value), LONGEST_LABEL) for value in set(values)}
    return [known[value] for value in values]


def _kind(row: Row, marks: Marks) -> str:
    if row.mean is not None:
        return "stuck" if marks.stuck(row) else VALUE
    ends = [state for state in row.states if state is not None]
    if not ends:
        return TO_COME
    state = ends[0] if len(ends) == 1 else Counter(ends).most_common()[0][0]
    # It finished, and yet there is no such score.
    return LEFT_OUT if state == "finished" else ENDINGS.get(state, "stopped")


def _says(row: Row, text: str, measure: Measure) -> str:
    """The mean with what the seeds do to it, and how the runs ended."""
    # Of thousands each call counts: most have one seed.
    summary = str(row.states[0]) if len(row.states) == 1 else row.summary
    if row.low is None or row.high is None:
        return summary
    spread = ""
    if row.n_values > 1:
        ends = f"{measure.write(row.low)} to {measure.write(row.high)}"
        spread = f", {row.n_values} seeds from {ends}"
    return f"{text}{spread} ({summary})"

"""What stands for a missing value: nothing, words for it, and numbers that nobody measured."""

from collections.abc import Collection

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mlp_core._checks import Array
from mlp_core.data.table.raw import Texts

# In any case of letters. "none" is not among them: it is a class as often as it is missing.
MARKERS = frozenset(
    ["", "?", "na", "n/a", "n.a.", "nan", "null", "-", "--", "#n/a", "#na", "<na>", "\\n", "nat"]
)
LONGEST_MARKER = max(map(len, MARKERS))
# Beside a plus, a minus is a sign: the classes of many a medical file.
MINUS, PLUS = "-", "+"
# Numbers that stand for a missing one where all others are far away from them.
SENTINELS = frozenset(
    sign * value
    for value in (9.0, 99.0, 999.0, 9999.0, 99999.0, 999.9, 99.9, 9999.9)
    for sign in (1.0, -1.0)
) | {-200.0, -999.25}
# A single one may well be a value.
FEWEST_SENTINELS = 2
FEWEST_OTHERS = 3


def without_markers(texts: Texts) -> Texts:
    """``texts`` with None for each that says that a value is missing."""
    short = pc.less_equal(pc.utf8_length(texts), LONGEST_MARKER)
    found = pc.unique(texts.filter(short.fill_null(False))).to_pylist()
    markers = [text for text in found if text.lower() in MARKERS]
    if PLUS in found:
        markers = [text for text in markers if text != MINUS]
    if not markers:
        return texts
    missing = pc.is_in(texts, value_set=pa.array(markers, pa.string()))
    return pc.if_else(missing, pa.scalar(None, pa.string()), texts)


def sentinel(numbers: Array) -> float | None:
    """The number that looks as if it stood for a missing one; None where none does.

    It is the smallest or the largest, occurs more than once, and is further from all others than
    these are from each other.
    """
    values, counts = np.unique(numbers[~np.isnan(numbers)], return_counts=True)
    if len(values) <= FEWEST_OTHERS:
        return None
    spread_above, spread_below = values[-1] - values[1], values[-2] - values[0]
    ends: Collection[tuple[int, float, float]] = (
        (0, values[1] - values[0], spread_above),
        (-1, values[-1] - values[-2], spread_below),
    )
    for end, gap, spread in ends:
        value = float(values[end])
        if value in SENTINELS and counts[end] >= FEWEST_SENTINELS and gap > spread:
            return value
    return None

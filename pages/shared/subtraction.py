"""before − change = after in numbers, written so that what is shown is a subtraction, too."""

from collections.abc import Sequence

import pandas as pd

from pages.shared.numbers import DECIMALS, MOST_DECIMALS, decimals_for, difference, display

Entry = float | str


def subtraction(frames: Sequence[pd.DataFrame]) -> list[pd.DataFrame]:
    """The frames of before, change and after as texts; what is text already stays as it is.

    All have as many decimals, enough for the largest change, and what is shown of each change is
    the difference of what is shown of the other two.
    """
    rows = [frame.astype(object).to_numpy().tolist() for frame in frames]
    changes = [abs(value) for row in rows[1] for value in row if not isinstance(value, str)]
    # A change that no decimals would show, such as rounding, asks for none.
    largest = max((size for size in changes if size >= 10.0**-MOST_DECIMALS), default=0.0)
    decimals = decimals_for([largest], DECIMALS, MOST_DECIMALS)
    texts = [
        [_texts(*entries, decimals) for entries in zip(*triple, strict=True)]
        for triple in zip(*rows, strict=True)
    ]
    return [
        pd.DataFrame([[entry[which] for entry in row] for row in texts], frame.index, frame.columns)
        for which, frame in enumerate(frames)
    ]


def _texts(before: Entry, change: Entry, after: Entry, decimals: int) -> tuple[Entry, Entry, Entry]:
    if any(isinstance(value, str) for value in (before, change, after)):
        return before, change, after
    before_text, after_text, change_text = difference(before, after, decimals)
    too_small = abs(change) < 10.0**-decimals
    return before_text, display(change) if too_small else change_text, after_text

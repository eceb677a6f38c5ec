"""The way to the One step page: a row of a data set through the network of a run."""

from typing import Literal

from mlp_core.data import parameters, split
from mlp_core.data.source import Source
from pages.shared import going

ONE_STEP_PAGE = "pages/one_step/page.py"
# What links have said since the digits were the only data.
REAL_ROW = "real digit"
RUN, EPOCH, PART, ROW = "digit_run", "digit_epoch", "digit_part", "digit_row"
# Which number is explained.
CELL = "cell"
KEY, MADE, SPLIT = "digit_dataset", "digit_made", "digit_split"
# What the rows are made with and how they are split has no control: a link says it.
KINDS = {MADE: parameters.KIND, SPLIT: split.KIND}
Part = Literal["test", "train"]


def open_row(
    run_id: str, row: int, epoch: int | None = None, part: Part = "test", cell: str = ""
) -> None:
    """Go to One step with row number ``row`` of a part in the network of the run after ``epoch``.

    Without one it is the best on the validation part, or else the last. ``cell`` is the number to
    explain, such as h1[3].
    """
    link = {"step_mode": REAL_ROW, RUN: run_id, PART: part, ROW: str(row)}
    link |= {} if epoch is None else {EPOCH: str(epoch)}
    link |= {CELL: cell} if cell else {}
    going.to(ONE_STEP_PAGE, link)


def open_row_of(source: Source, row: int, part: Part = "test") -> None:
    """Go to One step with row number ``row`` of a part of ``source`` in a network from a seed."""
    link = {"step_mode": REAL_ROW, KEY: source.dataset, PART: part, ROW: str(row)}
    # Said where nothing is chosen, too: the page may hold what was chosen of another.
    for key, chosen in ((MADE, source.parameters), (SPLIT, source.split)):
        link[key] = KINDS[key].write(chosen)
    going.to(ONE_STEP_PAGE, link)

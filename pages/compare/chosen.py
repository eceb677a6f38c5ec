"""Which runs are compared: each has a number and a colour for as long as it is chosen."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from mlp_core.config_link import MOST_CONFIGS
from mlp_core.experiments.runs.storage.rows import RunSummary
from mlp_core.experiments.runs.table import CAUSES, Row, differing_columns, run_row
from mlp_core.quoting import LONGEST_NAME, one_line, quoted
from pages.compare import words
from pages.shared import session
from pages.shared.charts import palette

# As many as a link to the comparison holds and as there are colours to tell apart.
MOST = MOST_CONFIGS
LONGEST_HEAD = 24
NUMBERS, GENERATION = "compare_numbers", "compare_generation"


@dataclass(frozen=True)
class Chosen:
    """A run that is compared, its number from 1 on, and its colour all over the page.

    ``label`` is what tells it from the others, as plain text: in a legend or an option.
    """

    number: int
    colour: str
    summary: RunSummary
    label: str

    @property
    def row(self) -> Row:
        """The run as a row of the table."""
        return run_row(self.summary)

    @property
    def head(self) -> str:
        """The run over a column of what it was set to and did, which is not said again."""
        return f"{self.number} · {one_line(self.summary.run.name, LONGEST_HEAD)}"

    @property
    def quoted(self) -> str:
        """The run in a sentence of Markdown, whatever it is called."""
        return f"{self.number} · {quoted(self.summary.run.name, LONGEST_NAME)}"


def numbers() -> dict[str, int]:
    """The numbers of the runs that are chosen, by the runs' ids."""
    return session.remembered(NUMBERS, dict)


def choose(ids: Iterable[str]) -> bool:
    """Compare these runs and no others; whether all of them have a number.

    A run that was chosen before keeps its number; others take the lowest that are free.
    """
    wanted = list(dict.fromkeys(ids))
    kept = {run_id: number for run_id, number in numbers().items() if run_id in wanted}
    free = [number for number in range(1, MOST + 1) if number not in kept.values()]
    new = [run_id for run_id in wanted if run_id not in kept]
    session.remember(NUMBERS, kept | dict(zip(new, free, strict=False)))
    return len(new) <= len(free)


def choose_anew(ids: Iterable[str]) -> bool:
    """``choose``, by other means than the table, which then has to show it."""
    session.remember(GENERATION, generation() + 1)
    return choose(ids)


def generation() -> int:
    """Changes whenever the table must forget which rows it has ticked."""
    return session.remembered(GENERATION, int)


def runs(summaries: Mapping[str, RunSummary]) -> list[Chosen]:
    """The chosen runs that there are, by their numbers; of all runs by their ids."""
    colours = palette.run_colours()
    found = sorted((number, i) for i, number in numbers().items() if i in summaries)
    rows = {number: run_row(summaries[run_id]) for number, run_id in found}
    different = differing_columns([*rows.values()], CAUSES)
    return [
        Chosen(
            number,
            colours[number - 1],
            summaries[run_id],
            words.label(number, rows[number], different),
        )
        for number, run_id in found
    ]


def forget_all_but(ids: Collection[str]) -> None:
    """Give up the numbers of runs that are no longer there."""
    session.remember(NUMBERS, {k: number for k, number in numbers().items() if k in ids})

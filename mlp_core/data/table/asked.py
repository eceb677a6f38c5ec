"""What is asked and told of the columns of a table while they are being understood."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mlp_core.data.table.choices import LEAVE_OUT, NUMBER, ONE_HOT, ORDINAL, SENTINELS, WAYS
from mlp_core.data.table.dates import DAY_FIRST, MONTH_FIRST
from mlp_core.data.table.numbers import COMMA, POINT
from mlp_core.data.table.raw import Doubt, written
from mlp_core.number_text import MINUS, count
from mlp_core.quoting import one_line

LONGEST_CELL = 20
LONGEST_NAME = 40


def named(name: str) -> str:
    """A column's name in a sentence, whatever somebody called it."""
    return f"“{one_line(name, LONGEST_NAME)}”"


@dataclass
class Asked:
    """Doubts and problems of all columns, in their order."""

    doubts: list[Doubt] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def asks(self, choice: str) -> bool:
        """Whether there is a doubt already that this choice answers."""
        return any(doubt.choice == choice for doubt in self.doubts)

    def decimal(self, column: str, example: str, taken: str) -> None:
        """Whether a mark before three digits sets thousands apart, or is the decimal mark."""
        thousands = (taken == POINT) == (COMMA in example)
        mark = "comma" if COMMA in example else "point"
        self._ask(
            f"“{one_line(example, LONGEST_CELL)}” in {named(column)} was read as "
            f"{'thousands' if thousands else 'a little more than a whole number'}: the {mark} may "
            f"as well {'be the decimal mark' if thousands else 'set thousands apart'}.",
            "decimal",
            {"the decimal mark is a point": POINT, "the decimal mark is a comma": COMMA},
            taken,
        )

    def date_order(self, column: str, taken: str) -> None:
        """Whether day or month comes first; once for all columns."""
        if not self.asks("dates"):
            options = {DAY_FIRST: DAY_FIRST, MONTH_FIRST: MONTH_FIRST}
            sentence = f"The dates of {named(column)} were read with the {taken}."
            self._ask(sentence, "dates", options, taken)

    def sentinel(self, column: str, value: float, taken: str) -> None:
        """Whether a number stands for a missing one."""
        self._ask(
            f"{written(value).replace('-', MINUS)} in {named(column)} is far from all its other "
            "numbers: it may stand for a missing one.",
            "sentinels",
            {label: name for name, label in SENTINELS.items()},
            taken,
            column,
        )

    def row_numbers(self, column: str, taken: str) -> None:
        """Whether numbers that count the rows are worth learning from."""
        self._ask_way(
            f"{named(column)} only counts the rows: a network that is given it may learn the order "
            "of the file.",
            (NUMBER, LEAVE_OUT),
            taken,
            column,
        )

    def many_texts(self, column: str, distinct: int, rows: int, taken: str) -> None:
        """Whether texts of so many kinds are categories."""
        self._ask_way(
            f"{named(column)} has {count(distinct)} different texts in {count(rows)} rows: too "
            "many for one input each.",
            (ONE_HOT, ORDINAL, LEAVE_OUT),
            taken,
            column,
        )

    def strays(self, column: str, n: int, kind: str) -> None:
        """Cells that are not what all others of their column are."""
        if n:
            cells = "1 cell that is" if n == 1 else f"{count(n)} cells that are"
            self.problems.append(f"{named(column)} has {cells} no {kind}: missing, then.")

    def no_numbers(self, column: str) -> None:
        """Texts that somebody wants to be numbers."""
        self.problems.append(f"{named(column)} has texts, which cannot be read as numbers.")

    def _ask_way(self, sentence: str, ways: tuple[str, ...], taken: str, column: str) -> None:
        self._ask(sentence, "columns", {WAYS[way]: way for way in ways}, taken, column)

    def _ask(
        self, sentence: str, choice: str, options: Mapping[str, str], taken: str, column: str = ""
    ) -> None:
        self.doubts.append(Doubt(sentence, choice, options, taken, column))

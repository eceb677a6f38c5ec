"""What a text says, statement by statement: W1 = …, "b1": …, a name above its rows, a record.

Whatever else stands there, prose, imports, code, is passed over, line by line, and told of.
"""

from collections.abc import Callable

from mlp_core.teaching.given.headings import OPENS, SIGNS, Headings, parts_of_name
from mlp_core.teaching.given.limits import beyond
from mlp_core.teaching.given.lists import Listed, Said, Value, flat
from mlp_core.teaching.given.source import Source, TextError, Token

# What may stand before a statement: bullets, mathematics, quotes of mail, ends of other ones.
BEFORE = {*",;*-•>$\\`."}
# What may stand behind a value.
BEHIND = {*",;.()[]{}$`*\\'\""}
# What PyTorch prints above a tensor: no name of it.
PRINTED = "Parameter containing"


class Statements(Headings):
    """Reads a whole text, of whose names ``knows`` and ``is_given`` tell what they are."""

    def __init__(
        self, source: Source, knows: Callable[[str], bool], is_given: Callable[[str], bool]
    ) -> None:
        super().__init__(source, knows, is_given)
        self.said: list[Said] = []
        # Where lines begin that say nothing, and the first error among them.
        self.passed_over: list[int] = []
        self.first_error: TextError | None = None

    def read(self) -> list[Said]:
        """All that is said; ``TextError`` where something is wrong with what is known by name."""
        while self.next.kind != "end":
            if self.next.kind in ("newline", "dots") or self._is_decoration():
                self.take()
            elif self.is_next("(") and self.ahead(1).kind == "name":
                self._skip_remark()
            else:
                self._statement()
            if complaint := beyond("names", len(self.said)):
                raise self.source.error(complaint, self.next.start)
        return self.said

    def _statement(self) -> None:
        start, place = self.next.start, self.position
        names = self.names()
        try:
            if names or self.begins_value(self.position):
                self._say(names, self._spread(), start)
            elif self.position == place:  # and no title was read
                self._pass_over(start)
        except TextError as error:
            if any(self.knows(name.text) for name in names) or self.patience < 0:
                raise
            self.first_error = self.first_error or error
            self._pass_over(start)

    def _skip_remark(self) -> None:
        """Go past words in brackets, behind a number or alone."""
        while not self.is_next(")") and self.next.kind not in ("newline", "end"):
            self.take()
        self.take()

    def _is_decoration(self) -> bool:
        is_sign_of_number = self.next.text in SIGNS and self.ahead(1).kind == "number"
        return self.next.text in BEFORE and not is_sign_of_number

    def _pass_over(self, start: int) -> None:
        self.passed_over.append(start)
        while self.next.kind not in ("newline", "end"):
            self.take()

    def _spread(self) -> Value:
        """What stands behind a name: a value, several in a row, or rows below one another."""
        self.position = self.below(self.position)
        at = self.next.start
        rows = [self._row()]
        while place := self._next_row(rows[-1]):
            self.position = place
            rows.append(self._row())
        values = [row[0] if len(row) == 1 and isinstance(row[0], Listed) else row for row in rows]
        if len(rows) > 1:
            return Listed([*values], at)
        return rows[0][0] if len(rows[0]) == 1 else rows[0]

    def _row(self) -> Listed:
        """Values with blanks or commas between them, up to whatever ends the statement."""
        row = Listed([], self.next.start)
        while True:
            row.append(self.value())
            comma = self.is_next(",")
            place = self.position + comma
            if not self._goes_on(row, place):
                self._check_end()
                return row
            self.position = place

    def _check_end(self) -> None:
        """Refuse what would be done to the numbers, and a sign of none: 1.5·10^-3 is not 1.5."""
        stars = 1 + (self.ahead(1).text == "*")  # of a power, or of Markdown's bold
        follows = self.ahead(stars)
        times = self.is_next("*") and (follows.kind == "number" or follows.text in OPENS)
        if times or self.is_next("/", "^"):
            raise self.calculation(self.next)
        if self.next.kind == "other" and self.next.text not in BEHIND:
            raise self.unexpected(self.next)

    def _goes_on(self, row: Listed, place: int) -> bool:
        """Whether what is at ``place`` belongs to the row."""
        token = self.tokens[place]
        if token.kind in ("name", "string"):
            here, self.position = self.position, place
            is_heading = self.heading() is not None
            self.position = here
            # Words behind numbers are somebody's remark; o.2 is a slip.
            is_remark = not isinstance(row[0], str) and token.text.isalpha()
            return not (is_heading or is_remark)
        if token.text == "(" and self.tokens[place + 1].kind == "name":
            return False
        return token.kind in ("number", "sizes", "bad", "dots") or token.text in {"[", "(", *SIGNS}

    def _next_row(self, row: Listed) -> int | None:
        """Where another row begins, behind a ; or on the next line, of the kind of this one."""
        comma = self.is_next(",")
        sign = self.ahead(comma)
        if sign.text != ";" and sign.kind != "newline":
            return None
        place = self.position + comma + 1
        if sign.text == ";":
            place = self.below(place)
        # An empty line ends the rows.
        follows, first = self.tokens[place], row[0]
        if isinstance(first, Listed):
            is_vector = len(row) == 1 and all(isinstance(v, float) for v in first)
            is_another = follows.text == "[" and self.tokens[place + 1].text != "["
            return place if is_vector and is_another else None
        goes_on = self.begins_value(place) and follows.text not in OPENS
        return place if isinstance(first, float) and goes_on else None

    def _say(self, names: list[Token], value: Value, start: int) -> None:
        """Note that all ``names`` are ``value``; of w1, w2 = 0.1, 0.2 each is its own."""
        for name in names or [Token("name", "", start, start)]:
            parts = [] if name.text == PRINTED else parts_of_name(name.text)
            if len(parts) > 1 and all(map(self.knows, parts)):
                if not isinstance(value, Listed) or len(value) != len(parts):
                    raise self.source.error(
                        f"{len(parts)} names need {len(parts)} values.", name.start
                    )
                for part, own in zip(parts, value, strict=True):
                    self.said += flat(Said(part, own, name.start))
            else:
                self.said += flat(Said(parts[-1] if parts else "", value, name.start))

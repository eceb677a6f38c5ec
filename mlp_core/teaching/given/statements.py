"""What a text says, statement by statement: W1 = …, "b1": …, a name above its rows, a record.

Whatever else stands there, prose, imports, code, is passed over, line by line, and told of.
"""

from collections.abc import Callable

from mlp_core.teaching.given.limits import LIMITS, beyond
from mlp_core.teaching.given.lists import Listed, Said, Value, flat
from mlp_core.teaching.given.source import Source, TextError, Token
from mlp_core.teaching.given.values import Values

# Signs within a name such as W_{1,2}^{(1)}, and what brackets are among them.
IN_NAME = {*"_^{}()[],\\$*`'"}
OPENS, CLOSES = {*"([{"}, {*")]}"}
# What may stand before a statement: bullets, mathematics, quotes of mail, ends of other ones.
BEFORE = {*",;*-•>$\\`."}
# What may stand behind a value.
BEHIND = {*",;.()[]{}$`*\\'\""}
SIGNS = {"-", "+"}
LONGEST_INDEX = 3
# What prose has in place of a sign of equality.
VERBS = {"is", "are", "of"}
# What PyTorch prints above a tensor: no name of it.
PRINTED = "Parameter containing"


class Statements(Values):
    """Reads a whole text; ``knows`` says whether a name means anything.

    What ``is_given`` needs no sign of equality before its numbers.
    """

    def __init__(
        self, source: Source, knows: Callable[[str], bool], is_given: Callable[[str], bool]
    ) -> None:
        super().__init__(source)
        self.knows = knows
        self.is_given = is_given
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
        names = self._names()
        try:
            if names or self._begins_value(self.position):
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

    def _begins_value(self, place: int) -> bool:
        """Whether a bracket or a number is there, or a function that may hold some."""
        token = self.tokens[place]
        if token.text in SIGNS:
            return self.tokens[place + 1].kind in ("number", "bad")
        is_call = token.kind == "name" and self.tokens[place + 1].text == "("
        return is_call or token.kind in ("number", "bad") or token.text in OPENS

    def _pass_over(self, start: int) -> None:
        self.passed_over.append(start)
        while self.next.kind not in ("newline", "end"):
            self.take()

    def _names(self) -> list[Token]:
        """The names that what follows is given to; none where nothing is given to a name."""
        names: list[Token] = []
        while ahead := self._heading():
            name, behind = ahead
            if names and not all(map(self.knows, _parts(name.text)[:-1])):
                break  # loss = mse, output = linear: the comma ends the value
            # Both of w1 = w2 = 0.5 are names; of "Weights: w1 = 0.5" the first is a title.
            if self.ahead(-1).text != "=":
                names = []
            names.append(name)
            self.position = behind
            below = self._below(behind)
            if self.ahead(-1).text == ":" and below > behind and not self._begins_value(below):
                names, self.position = [], below
            if complaint := beyond("names", len(names)):
                raise self.source.error(complaint, name.start)
        return names

    def _below(self, place: int) -> int:
        """The place behind the ends of lines."""
        while self.tokens[place].kind == "newline":
            place += 1
        return place

    def _heading(self) -> tuple[Token, int] | None:
        """The name that this line begins with, as one token, and the place behind its = or :.

        A name that is known may also stand above its numbers, without such a sign, or before
        them: inputs 0.05, 0.10.
        """
        inner, first = 0, None
        for place in range(self.position, self.position + LIMITS["name"].most):
            token = self.tokens[place]
            self.patience -= 1
            if first and not inner and (token.text in ("=", ":") or token.kind == "newline"):
                return self._named_by(first, token, place)
            if first and not inner and self._ends_in_numbers(place):
                return self._without_sign(first, place)
            if token.kind in ("name", "string"):
                first = first or token
            elif token.text not in IN_NAME and not (
                first and token.text.isdecimal() and len(token.text) <= LONGEST_INDEX
            ):
                return None
            inner += (token.text in OPENS) - (token.text in CLOSES)
        return None

    def _named_by(self, first: Token, sign: Token, place: int) -> tuple[Token, int] | None:
        text = self.source.text[first.start : sign.start].strip()
        name = Token("name", text, first.start, sign.start)
        follows = self.tokens[place + 1]
        if sign.kind == "newline":
            is_header = self.knows(text) and self._begins_value(self._below(place))
            return (name, place) if is_header else None
        if follows.text == "=" and sign.text == "=":  # a comparison, in somebody's code
            return None
        return name, place + 1 + (follows.text == "=")

    def _ends_in_numbers(self, place: int) -> bool:
        """Whether nothing but a number is left of this line, or several with commas between them.

        Without commas the first may be an index: x 1 0.05.
        """
        expects = True
        while (token := self.tokens[place]).kind == "number" or token.text in (",", *SIGNS):
            self.patience -= 1
            if token.kind == "number" or token.text == ",":
                if expects != (token.kind == "number"):
                    return False
                expects = not expects
            place += 1
        place += token.text == "."
        return not expects and self.tokens[place].kind in ("newline", "end")

    def _without_sign(self, first: Token, place: int) -> tuple[Token, int] | None:
        """The name before the numbers at ``place``, where it is one of what is given."""
        before = self.tokens[place - 1]
        end = before.start if before.text in VERBS else before.end
        text = self.source.text[first.start : end].strip()
        return (Token("name", text, first.start, end), place) if self.is_given(text) else None

    def _spread(self) -> Value:
        """What stands behind a name: a value, several in a row, or rows below one another."""
        self.position = self._below(self.position)
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
            is_heading = self._heading() is not None
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
            place = self._below(place)
        # An empty line ends the rows.
        follows, first = self.tokens[place], row[0]
        if isinstance(first, Listed):
            is_vector = len(row) == 1 and all(isinstance(v, float) for v in first)
            is_another = follows.text == "[" and self.tokens[place + 1].text != "["
            return place if is_vector and is_another else None
        goes_on = self._begins_value(place) and follows.text not in OPENS
        return place if isinstance(first, float) and goes_on else None

    def _say(self, names: list[Token], value: Value, start: int) -> None:
        """Note that all ``names`` are ``value``; of w1, w2 = 0.1, 0.2 each is its own."""
        for name in names or [Token("name", "", start, start)]:
            parts = [] if name.text == PRINTED else _parts(name.text)
            if len(parts) > 1 and all(map(self.knows, parts)):
                if not isinstance(value, Listed) or len(value) != len(parts):
                    raise self.source.error(
                        f"{len(parts)} names need {len(parts)} values.", name.start
                    )
                for part, own in zip(parts, value, strict=True):
                    self.said += flat(Said(part, own, name.start))
            else:
                self.said += flat(Said(parts[-1] if parts else "", value, name.start))


def _parts(name: str) -> list[str]:
    """A name, or several with commas between them that no bracket holds together."""
    parts, inner = [""], 0
    for character in name:
        inner += (character in OPENS) - (character in CLOSES)
        if character == "," and inner <= 0:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts if part.strip()]

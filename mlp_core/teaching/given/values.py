"""Values as people write them: numbers, words, and brackets of Python, JSON and MATLAB."""

from mlp_core.quoting import quoted
from mlp_core.teaching.given.calls import KEEPS, TURNS, result_of
from mlp_core.teaching.given.cursor import CLOSING, NOT_FINITE, OPENING, Cursor
from mlp_core.teaching.given.limits import beyond
from mlp_core.teaching.given.lists import Listed, Record, Said, Value, Word, in_rows, transposed
from mlp_core.teaching.given.source import Token

KEYS = ("string", "name", "number")


class Values(Cursor):
    """Reads one value after another."""

    def value(self, depth: int = 0) -> Value:
        """The value that begins here; ``TextError`` where none does."""
        token = self.next
        if complaint := beyond("nesting", depth):
            raise self.source.error(complaint, token.start)
        match token.kind, token.text:
            case ("other", "[" | "(" | "{"):
                return self._turned(self._bracket(depth))
            case ("number", _) | ("other", "-" | "+"):
                return self.number()
            case ("string", text):
                self.take()
                return Word(text[1:-1], token.start)
            case ("sizes", text):
                self.take()
                return Word(text, token.start)
            case ("name", _):
                return self._named(depth)
        raise self.unexpected(token)

    def _named(self, depth: int) -> Value:
        """A function around numbers, or words such as squared error."""
        name = self.take()
        if name.text.lower() in NOT_FINITE:
            raise self.not_finite(name)
        if self.is_next("(") and self.next.start == name.end:
            return self._turned(result_of(self.source, name, self._arguments(depth)))
        if name.text == "Parameter" and self.next.text == "containing":  # as PyTorch prints it
            while self.next.text in ("Parameter", "containing", ":", "\n"):
                self.take()
            return self.value(depth)
        words = [name.text]
        while self._is_another_word():
            words.append(self.take().text)
        return Word(" ".join(words).replace(" - ", "-"), name.start)

    def _is_another_word(self) -> bool:
        if self.is_next("-"):
            return self.ahead(1).kind == "name"
        return self.next.kind == "name" and self.ahead(1).text not in ("=", ":")

    def _arguments(self, depth: int) -> list[Value]:
        """What stands in the brackets, without what has a name, such as dtype=float."""
        opening = self.take()
        found: list[Value] = []
        while not self.is_next(")"):
            if self.next.kind == "end":
                raise self.never_closed(opening)
            if self.is_next(",") or self.next.kind == "newline":
                self.take()
            elif self.next.kind == "name" and self.ahead(1).text == "=":
                self._skip_argument(opening)
            else:
                found.append(self.value(depth + 1))
        self.take()
        return found

    def _skip_argument(self, opening: Token) -> None:
        inner = 0
        while inner or not self.is_next(",", ")"):
            if self.next.kind == "end":
                raise self.never_closed(opening)
            inner += self.is_next(*OPENING) - self.is_next(*CLOSING)
            self.take()

    def _turned(self, value: Value) -> Value:
        """``value``, turned where .T, ^T or MATLAB's ' follows it; ``TextError`` for .reshape."""
        while isinstance(value, Listed) and self.next.start == self.ahead(-1).end:
            sign, after = self.next, self.ahead(1)
            if self.is_next("'") or (self.is_next("^") and after.text == "T"):
                value = transposed(value)
                self.position += sign.text == "^"
                self.take()
            elif self.is_next(".") and after.kind == "name" and after.start == sign.end:
                self.take()
                value = self._method(self.take(), value)
            else:
                break
        return value

    def _method(self, names: Token, value: Listed) -> Value:
        """What .T.copy() makes of ``value``; ``TextError`` where the numbers would change."""
        for name in names.text.split("."):
            if name in TURNS:
                value = transposed(value)
            elif name not in KEEPS:
                message = (
                    f"{quoted('.' + name)} would have to be run. Write the numbers themselves."
                )
                raise self.source.error(message, names.start)
        if self.is_next("("):
            self._skip_argument(self.take())
            self.take()
        return value

    def _bracket(self, depth: int) -> Value:
        opening = self.take()
        if opening.text == "{" and self._has_names():
            return self._record(opening, depth)
        items: list[Value] = []
        rows_end: list[int] = []  # where a ; says so
        lines_end: list[int] = []  # where a line does, without a comma before it or behind it
        expects = True
        while not self.is_next(*CLOSING):
            token = self.next
            if token.kind == "end" or self.is_next("=", ":"):
                raise self.never_closed(opening)
            if token.kind == "newline":
                lines_end += [] if expects else [len(items)]
            elif self.is_next(",", ";"):
                if self.is_next(",") and expects:
                    raise self.source.error("A number is missing before this comma.", token.start)
                rows_end += [len(items)] if self.is_next(";") else []
                lines_end = [end for end in lines_end if end < len(items)]
                expects = True
            else:
                items.append(self.value(depth + 1))
                expects = False
                continue
            self.take()
        self._close(opening)
        return in_rows(items, rows_end, lines_end, opening.start, is_outermost=depth == 0)

    def _has_names(self) -> bool:
        """Whether a name and a colon come next, behind the brace, or nothing at all."""
        self.skip_lines()
        return self.is_next("}") or (self.next.kind in KEYS and self.ahead(1).text in (":", "="))

    def _record(self, opening: Token, depth: int) -> Record:
        found = Record()
        while not self.is_next("}"):
            token = self.take()
            if token.kind == "newline" or token.text in (",", ";"):
                continue
            if token.kind == "end":
                raise self.never_closed(opening)
            if token.kind not in KEYS or not self.is_next(":", "="):
                raise self.source.error("A name and a colon are expected here.", token.start)
            self.take()
            self.skip_lines()
            key = token.text[1:-1] if token.kind == "string" else token.text
            found.append(Said(key, self.value(depth + 1), token.start))
        self._close(opening)
        return found

    def _close(self, opening: Token) -> None:
        closing = self.take()
        needed = OPENING[opening.text]
        if closing.text != needed:
            message = f"The bracket before it needs a {quoted(needed)} here."
            raise self.source.error(message, closing.start)

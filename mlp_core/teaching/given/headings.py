"""What a statement gives its value to: W1 =, "b1":, a name above its rows or before its numbers."""

from collections.abc import Callable

from mlp_core.teaching.given.limits import LIMITS, beyond
from mlp_core.teaching.given.source import Source, Token
from mlp_core.teaching.given.values import Values

# Signs within a name such as W_{1,2}^{(1)}, and what brackets are among them.
IN_NAME = {*"_^{}()[],\\$*`'"}
OPENS, CLOSES = {*"([{"}, {*")]}"}
SIGNS = {"-", "+"}
LONGEST_INDEX = 3
# What prose has in place of a sign of equality.
VERBS = {"is", "are", "of"}


class Headings(Values):
    """Reads names; ``knows`` says whether one means anything.

    What ``is_given`` needs no sign of equality before its numbers.
    """

    def __init__(
        self, source: Source, knows: Callable[[str], bool], is_given: Callable[[str], bool]
    ) -> None:
        super().__init__(source)
        self.knows = knows
        self.is_given = is_given

    def begins_value(self, place: int) -> bool:
        """Whether a bracket or a number is there, or a function that may hold some."""
        token = self.tokens[place]
        if token.text in SIGNS:
            return self.tokens[place + 1].kind in ("number", "bad")
        is_call = token.kind == "name" and self.tokens[place + 1].text == "("
        return is_call or token.kind in ("number", "bad") or token.text in OPENS

    def names(self) -> list[Token]:
        """The names that what follows is given to; none where nothing is given to a name."""
        names: list[Token] = []
        while ahead := self.heading():
            name, behind = ahead
            if names and not all(map(self.knows, parts_of_name(name.text)[:-1])):
                break  # loss = mse, output = linear: the comma ends the value
            # Both of w1 = w2 = 0.5 are names; of "Weights: w1 = 0.5" the first is a title.
            if self.ahead(-1).text != "=":
                names = []
            names.append(name)
            self.position = behind
            below = self.below(behind)
            if self.ahead(-1).text == ":" and below > behind and not self.begins_value(below):
                names, self.position = [], below
            if complaint := beyond("names", len(names)):
                raise self.source.error(complaint, name.start)
        return names

    def below(self, place: int) -> int:
        """The place behind the ends of lines."""
        while self.tokens[place].kind == "newline":
            place += 1
        return place

    def heading(self) -> tuple[Token, int] | None:
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
            is_header = self.knows(text) and self.begins_value(self.below(place))
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


def parts_of_name(name: str) -> list[str]:
    """A name, or several with commas between them that no bracket holds together."""
    parts, inner = [""], 0
    for character in name:
        inner += (character in OPENS) - (character in CLOSES)
        if character == "," and inner <= 0:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts if part.strip()]

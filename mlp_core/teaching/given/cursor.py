"""A place among the tokens of a text, and what is read there without looking further: numbers."""

import math

from mlp_core.quoting import quoted
from mlp_core.teaching.given.limits import beyond
from mlp_core.teaching.given.source import Source, TextError, Token

SIGNS, OPERATORS = ("-", "+"), ("-", "+", "*", "/", "^")
NOT_FINITE = {"nan", "inf", "infinity", "∞"}
OPENING = {"[": "]", "(": ")", "{": "}"}
CLOSING = {*OPENING.values()}


class Cursor:
    """Goes over the tokens of a ``source``."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.tokens = source.tokens
        self.position = 0
        # Looking ahead goes back now and then; a text that makes it do so for ever is refused.
        self.patience = 20 * len(self.tokens) + 1_000

    @property
    def next(self) -> Token:
        return self.tokens[self.position]

    def ahead(self, n: int) -> Token:
        """The token ``n`` places on; the last where there are no more."""
        return self.tokens[min(self.position + n, len(self.tokens) - 1)]

    def take(self) -> Token:
        token = self.next
        self.position = min(self.position + 1, len(self.tokens) - 1)
        self.patience -= 1
        if self.patience < 0:
            raise self.source.error("This text is too tangled to be read.", token.start)
        return token

    def is_next(self, *texts: str) -> bool:
        return self.next.kind == "other" and self.next.text in texts

    def skip_lines(self) -> None:
        while self.next.kind == "newline":
            self.take()

    def never_closed(self, opening: Token) -> TextError:
        closing = OPENING[opening.text]
        message = f"This bracket is never closed. Write the {quoted(closing)} that ends it."
        return self.source.error(message, opening.start)

    def unexpected(self, token: Token) -> TextError:
        if token.kind in ("end", "newline"):
            return self.source.error("The text ends where a number is expected.", token.start)
        if token.kind == "dots":
            message = "Numbers were left out here. Print the whole array and paste that."
        elif token.kind == "bad":
            message = f"{quoted(token.text)} is not a number. Write one such as 0.25, 1e-3 or 1/3."
        else:
            message = f"A number is expected here, not {quoted(token.text)}."
        return self.source.error(message, token.start)

    def number(self) -> float:
        """The number that begins here, or a fraction of two."""
        first = self.next
        value = self._signed()
        if self.is_next("/"):
            slash = self.take()
            divisor = self._signed()
            if divisor == 0.0:
                raise self.source.error("This divides by zero.", slash.start)
            value /= divisor
        if not math.isfinite(value):
            raise self.source.error("This number is larger than any can be.", first.start)
        self._refuse_calculation()
        return value

    def _signed(self) -> float:
        sign = -1.0 if self.is_next("-") else 1.0
        if self.is_next(*SIGNS):
            self.take()
        token = self.next
        if token.kind == "name" and token.text.lower() in NOT_FINITE:
            raise self.not_finite(token)
        if token.kind != "number":
            raise self.unexpected(token)
        if complaint := beyond("number", len(token.text)):
            raise self.source.error(complaint, token.start)
        self.take()
        return sign * float(token.text)

    def _refuse_calculation(self) -> None:
        """Raise ``TextError`` for 1 - 2, which is not [1 -2]."""
        before, sign, after = self.ahead(-1), self.next, self.ahead(1)
        if not self.is_next(*OPERATORS):
            return
        begins_another = before.end < sign.start and sign.end == after.start
        if sign.text not in SIGNS or not begins_another:
            raise self.calculation(sign)

    def calculation(self, sign: Token) -> TextError:
        message = "This is a calculation. Write its result, or a fraction such as 1/3."
        return self.source.error(message, sign.start)

    def not_finite(self, token: Token) -> TextError:
        message = f"{quoted(token.text)} is no finite number: nothing can be computed with it."
        return self.source.error(message, token.start)

"""A text that somebody pasted, cut into tokens; every token, and every error, knows its place."""

import re
from functools import cached_property
from typing import NamedTuple

from mlp_core.teaching.given.limits import LIMITS, beyond

# How much of a long line an excerpt shows, before the place and behind it.
BEFORE, BEHIND = 40, 40
# One character for one, so that places stay: signs that look like others, and small digits.
ALIKE = str.maketrans(
    "−–‒﹣－“”„‘’′，；：＝（）［］｛｝₀₁₂₃₄₅₆₇₈₉⁰¹²³⁴⁵⁶⁷⁸⁹",
    "-----\"\"\"''',;:=()[]{}01234567890123456789",
)
TOKEN = re.compile(
    r"""
    (?P<blank>    [^\S\n]+ | [\u200b-\u200f\u2060\ufeff]+ )
  | (?P<comment>  \#[^\n]* | %[^\n]* | //[^\n]* | ```[^\n]* )
  | (?P<newline>  \n )
  | (?P<dots>     \.\.\. | … )
  | (?P<sizes>    [0-9]+ (?: -[0-9]+ )+ (?![\w.]) )
  | (?P<number>   (?: [0-9]+\.?[0-9]* | \.[0-9]+ ) (?: [eE][+-]?[0-9]+ )? )
  | (?P<name>     [^\W\d_]\w* (?: \.\w+ )* | _\w+ )
  | (?P<string>   "[^"\n]*" | '[^'\n]*' )
  | (?P<other>    . )
    """,
    re.VERBOSE,
)
# What a number cannot end with: 1_000, 0.5f, 1.2.3, 50%; where a remark follows, % is MATLAB's.
GLUED = re.compile(r"\w[\w.]*|\.[\w.]*\w|%(?![^\S\n]*[^\W\d])|[^\S\n]%(?=[^\S\n]*(?:[],;)\n]|$))")
UNREAD = ("blank", "comment")


# Matrices of LaTeX, and what they are in brackets; their places stay where they are.
LATEX = re.compile(r"\\begin\{[bpvBV]?matrix\}|\\end\{[bpvBV]?matrix\}")
LATEX_SIGNS = re.compile(r"\\\\|&")
# Prose has it for the comma before the last number: 0.05 and 0.10.
AND = re.compile(r"(?<=[0-9])( +)and(?= +[-+.]?[0-9])")


class TextError(ValueError):
    """What is wrong with a text, for a learner: where, and what to do.

    ``message`` is without the place; ``line`` and ``column`` count from 1. ``excerpt`` is the line,
    with a mark beneath the place; it is what somebody pasted, so a page shows it as code.
    """

    def __init__(self, message: str, text: str, at: int) -> None:
        before = text[:at]
        self.message = message
        self.line = before.count("\n") + 1
        self.column = at - before.rfind("\n")
        self.excerpt = _excerpt(text.split("\n")[self.line - 1], self.column - 1)
        super().__init__(f"Line {self.line}, column {self.column}: {message}")


class Token(NamedTuple):
    """A piece of the text: what it is (a group of TOKEN, bad or end), and from where to where."""

    kind: str
    text: str
    start: int
    end: int


class Source:
    """A text in which line ends and signs are of one kind. ``TextError`` where it is too long.

    ``shown`` is the same as somebody pasted it, for excerpts: place for place as long.
    """

    def __init__(self, text: str, shown: str = "") -> None:
        kept = text[: LIMITS["characters"].most + 1].replace("\r\n", "\n").replace("\r", "\n")
        self.shown = shown or kept
        self.text = AND.sub(r",\1  ", _in_brackets(kept.translate(ALIKE)))
        self.n_numbers = 0
        complaint = beyond("characters", len(text))
        if complaint:
            raise self.error(complaint, LIMITS["characters"].most)

    def error(self, message: str, at: int) -> TextError:
        return TextError(message, self.shown, at)

    def line(self, at: int) -> int:
        return self.text.count("\n", 0, at) + 1

    def count_numbers(self, n: int, at: int) -> None:
        """Note that ``n`` more are at this place; ``TextError`` where they are too many."""
        self.n_numbers += n
        if complaint := beyond("numbers", self.n_numbers):
            raise self.error(complaint, at)

    @cached_property
    def tokens(self) -> list[Token]:
        """All but blanks and comments, and one of kind ``end``."""
        found: list[Token] = []
        at, length = 0, len(self.text)
        while at < length:
            token = self._token(at, found)
            at = token.end
            if token.kind not in UNREAD:
                found.append(token)
            if token.kind == "number":
                self.count_numbers(1, token.start)
            if complaint := beyond("tokens", len(found)):
                raise self.error(complaint, token.start)
        return [*found, Token("end", "", length, length)]

    def _token(self, at: int, before: list[Token]) -> Token:
        match = TOKEN.match(self.text, at)
        assert match  # any character is one at least
        kind, end = str(match.lastgroup), match.end()
        if kind == "number" and (glued := GLUED.match(self.text, end)):
            kind, end = "bad", glued.end()
        if kind == "string" and match.group().startswith("'") and self._is_glued(at, before):
            kind, end = "other", at + 1  # an apostrophe, or MATLAB's mark of a turned matrix
        if kind == "dots" and self._goes_on(match.end(), before):
            kind, end = "blank", self.text.find("\n", end) + 1
        return Token(kind, self.text[at:end], at, end)

    def _is_glued(self, at: int, before: list[Token]) -> bool:
        """Whether a word, a number or a closing bracket ends right there."""
        last = before[-1] if before else None
        return (
            last is not None and last.end == at and (last.kind == "name" or last.text[-1] in "])")
        )

    def _goes_on(self, end: int, before: list[Token]) -> bool:
        """Whether the dots that end here are MATLAB's, which say that the line goes on."""
        rest = self.text[end : end + BEHIND].partition("\n")
        return bool(rest[1] and not rest[0].strip() and before and before[-1].kind != "newline")


def _in_brackets(text: str) -> str:
    """``text`` with matrices of LaTeX in brackets, of the same length."""
    if not LATEX.search(text):
        return text
    text = LATEX.sub(lambda m: ("[" if "begin" in m[0] else "]").ljust(len(m[0])), text)
    return LATEX_SIGNS.sub(lambda m: " " if m[0] == "&" else "; ", text)


def _excerpt(line: str, at: int) -> str:
    """``line`` around the place ``at``, in characters that can be seen, and a mark beneath it."""
    first = max(0, at - BEFORE)
    piece = line[first : at + BEHIND]
    seen = "".join(c if c.isprintable() else " " for c in piece)
    left, right = "…" * (first > 0), "…" * (len(line) > at + BEHIND)
    return f"{left}{seen}{right}\n{' ' * (at - first + len(left))}^"

"""Section: a part of a solution, which a script and a notebook show each in its own way."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    """A heading, a sentence or two, and code; ``quotes`` are lines that somebody else wrote.

    One that ``draws`` is for a notebook alone, which can show a picture.
    """

    title: str
    text: str
    code: str = ""
    quotes: tuple[str, ...] = ()
    draws: bool = False


def one_line(text: str) -> str:
    """``text`` without line breaks or invisible characters, so that no comment can end in it."""
    visible = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(visible.split())

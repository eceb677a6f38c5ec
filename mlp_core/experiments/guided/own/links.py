"""The text of a lesson in an address, and back."""

from mlp_core.experiments.guided.own.reading import MOST_CHARACTERS
from mlp_core.packed_text import LONGEST_LINK, PackedError, pack, unpack

VERSION = "a"
# Of UTF-8.
MOST_BYTES = 4 * MOST_CHARACTERS
WRONG = {
    "cut": "The link was cut short. Copy all of it, or ask for the lesson as a file.",
    "changed": "The link was changed on its way. Copy it again, or ask for the lesson as a file.",
    "too much": "There is far too much in this link.",
}


def lesson_to_link(text: str) -> str:
    """``text`` as ``lesson_from_link`` reads it; ``ValueError`` where no address bears it."""
    link = VERSION + pack(text)
    if len(link) > LONGEST_LINK:
        raise ValueError(
            f"As a link this lesson has {len(link):,} characters, and an address bears "
            f"{LONGEST_LINK:,}. Save it as a file and hand that on"
        )
    return link


def lesson_from_link(link: str) -> str:
    """The text in ``link``; ``ValueError`` with a sentence where there is none to read."""
    if len(link) > LONGEST_LINK:
        raise ValueError("This is far too long for a link of a lesson")
    if not link.startswith(VERSION):
        raise ValueError("This is no link of a lesson, or a newer app has written it")
    try:
        return unpack(link[len(VERSION) :], MOST_BYTES)
    except PackedError as error:
        raise ValueError(WRONG[error.kind].removesuffix(".")) from None

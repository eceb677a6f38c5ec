"""An exercise in an address: its text, compressed, in characters that an address carries as they
are, and checked, so that a link that was cut is told from one that is whole.

A link is the version's letter, then the text of ``writing``, packed.
"""

from collections.abc import Mapping
from typing import Any

from mlp_core.packed_text import CHARACTERS, LONGEST_LINK, PackedError, pack, unpack
from mlp_core.teaching.given.limits import LIMITS
from mlp_core.teaching.given.reading import read_text
from mlp_core.teaching.given.source import TextError
from mlp_core.teaching.given.writing import write_text

VERSION = "a"
CUT = "The link was cut short. Copy all of it, or ask for the exercise as a file."
CHANGED = "The link was changed on its way. Copy it again, or ask for the exercise as a file."
WRONG = {"cut": CUT, "changed": CHANGED, "too much": "There is far too much in this link."}


def to_link(arguments: Mapping[str, Any]) -> str:
    """``arguments`` of ``take_steps`` as a text that ``from_link`` reads back to the last bit."""
    return VERSION + pack(write_text(arguments))


def from_link(link: str) -> dict[str, Any]:
    """The arguments in ``link``; ``TextError`` where it is cut, changed or of another version."""
    link = link.strip()
    if len(link) > LIMITS["link"].most:
        raise TextError("This is far too long for a link of an exercise.", "", 0)
    if not link.startswith(VERSION):
        message = (
            f"This link is of version {link[0]}, which is not known here: a newer app may have "
            "written it."
            if CHARACTERS.fullmatch(link)
            else "This is no link of an exercise."
        )
        raise TextError(message, link, 0)
    return read_text(_unpacked(link)).arguments


def fits_address(link: str) -> bool:
    """Whether browsers and servers bear an address with ``link`` in it."""
    return len(link) <= LONGEST_LINK


def too_long(link: str) -> str:
    """What to do instead where ``link`` does not fit an address; nothing where it does."""
    if fits_address(link):
        return ""
    return (
        f"As a link this exercise has {len(link):,} characters, and an address bears "
        f"{LONGEST_LINK:,}. Save it as a file and hand that on."
    )


def _unpacked(link: str) -> str:
    """The text in ``link``, never more of it than a text may have."""
    try:
        return unpack(link[len(VERSION) :], LIMITS["characters"].most)
    except PackedError as error:
        at = 0 if error.at is None else error.at + len(VERSION)
        raise TextError(WRONG[error.kind], link, at) from None

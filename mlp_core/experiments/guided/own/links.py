"""The text of a lesson in an address, and back."""

from mlp_core.experiments.guided.own.reading import MOST_CHARACTERS
from mlp_core.packed_link import PackedLink

# Of UTF-8.
MOST_BYTES = 4 * MOST_CHARACTERS
LINK = PackedLink("lesson", MOST_BYTES)


def lesson_to_link(text: str) -> str:
    """``text`` as ``lesson_from_link`` reads it; ``ValueError`` where no address bears it."""
    return LINK.write(text)


def lesson_from_link(link: str) -> str:
    """The text in ``link``; ``ValueError`` with a sentence where there is none to read."""
    return LINK.read(link)

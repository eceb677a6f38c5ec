"""A sweep in an address, and back. People cut links and change them: none is an error."""

import json

from mlp_core.experiments.runs.plain_json import parse_json
from mlp_core.experiments.sweeps.kept.possible import check_possible
from mlp_core.experiments.sweeps.kept.record import MOST_BYTES, document, sweep_of
from mlp_core.experiments.sweeps.sweep import Sweep
from mlp_core.packed_text import LONGEST_LINK, PackedError, pack, unpack

VERSION = "a"
WRONG = {
    "cut": "The link was cut short. Copy all of it, or ask for the sweep as a file.",
    "changed": "The link was changed on its way. Copy it again, or ask for the sweep as a file.",
    "too much": "There is far too much in this link.",
}


def to_link(sweep: Sweep) -> str:
    """The text that ``from_link`` reads; ``ValueError`` where no address bears it."""
    text = json.dumps(document(sweep), ensure_ascii=False, separators=(",", ":"))
    link = VERSION + pack(text)
    if len(link) > LONGEST_LINK:
        raise ValueError(
            f"As a link this sweep has {len(link):,} characters, and an address bears "
            f"{LONGEST_LINK:,}. Save it as a file and hand that on"
        )
    return link


def from_link(link: str) -> tuple[Sweep | None, tuple[str, ...]]:
    """The sweep in ``link``, or None, and what is to be said of the link. Never raises."""
    if len(link) > LONGEST_LINK:
        return None, ("This is far too long for a link of a sweep.",)
    if not link.startswith(VERSION):
        return None, ("This is no link of a sweep, or a newer app has written it.",)
    try:
        text = unpack(link[len(VERSION) :], MOST_BYTES)
    except PackedError as error:
        return None, (WRONG[error.kind],)
    try:
        return check_possible(sweep_of(parse_json(text, "the link"), "the link")), ()
    except ValueError as error:
        return None, (f"The sweep of this link cannot be had: {error}.",)

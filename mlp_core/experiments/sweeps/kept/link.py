"""A sweep in an address, and back. People cut links and change them: none is an error."""

import json

from mlp_core.experiments.runs.plain_json import parse_json
from mlp_core.experiments.sweeps.kept.possible import check_possible
from mlp_core.experiments.sweeps.kept.record import MOST_BYTES, document, sweep_of
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from mlp_core.packed_link import PackedLink

LINK = PackedLink("sweep", MOST_BYTES)


def to_link(sweep: Sweep) -> str:
    """The text that ``from_link`` reads; ``ValueError`` where no address bears it."""
    return LINK.write(json.dumps(document(sweep), ensure_ascii=False, separators=(",", ":")))


def from_link(link: str) -> tuple[Sweep | None, tuple[str, ...]]:
    """The sweep in ``link``, or None, and what is to be said of the link. Never raises."""
    try:
        text = LINK.read(link)
    except ValueError as error:
        return None, (f"{error}.",)
    try:
        return check_possible(sweep_of(parse_json(text, "the link"), "the link")), ()
    except ValueError as error:
        return None, (f"The sweep of this link cannot be had: {error}.",)

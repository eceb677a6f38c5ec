"""A row as it is shown, be it one of the set, or drawn or typed: its answer, and a view of it."""

from collections.abc import Callable
from typing import NamedTuple

import streamlit as st

from mlp_core._checks import Array
from mlp_core.inspection.row.reading import read
from pages.inspect.moment import Moment
from pages.inspect.row import answer, change, epochs, nearest, seeds, way, why
from pages.inspect.row.asked import Asked
from pages.shared import sentences
from pages.shared.links.address import bound


class View(NamedTuple):
    """What can be asked of a row, and what draws the reply."""

    title: str
    show: Callable[[Asked], None]


# By what the address calls them; only the one that is chosen is computed.
VIEWS = {
    "why": View("Why?", why.show),
    "way": View("Way through", way.show),
    "nearest": View("What is like it", nearest.show),
    "change": View("What would change it", change.show),
    "epochs": View("Over epochs", epochs.show),
    "seeds": View("Other seeds", seeds.show),
}


def show_row(
    moment: Moment,
    row_scaled: Array,
    row_raw: Array,
    truth: int | Array | None,
    key: str,
    *,
    besides: int | None = None,
    answered: bool = False,
) -> None:
    """What the network of ``moment`` says of a row (n_features,), scaled and as a person has it.

    ``truth`` is its class, or its numbers (n_targets,) in units that people know, if somebody
    knows it. ``key`` begins the keys of all controls. ``besides`` is its number among the training
    rows, where it is one of them. Where the answer is shown already, it is ``answered``.
    """
    try:
        reading = read(moment.config, moment.dataset, moment.parameters, row_scaled)
    except ValueError as error:
        sentences.tell(f"Nothing can be said of this row: {error}.", "warning")
        return
    asked = Asked(moment, row_scaled, row_raw, truth, key, besides, reading)
    if not answered:
        answer.show(asked)
    chosen = st.segmented_control(
        "Ask",
        options=list(VIEWS),
        default=next(iter(VIEWS)),
        format_func=lambda name: VIEWS[name].title,
        required=True,
        label_visibility="collapsed",
        **bound(f"{key}_view"),
    )
    VIEWS[chosen].show(asked)

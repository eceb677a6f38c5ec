"""Data: choose what to learn from, or bring your own, and look at it before anything is trained."""

import streamlit as st

from mlp_core.data.drawn import DRAWN
from mlp_core.data.source import Source
from mlp_core.data.uploaded import UPLOADED
from pages.data import browse, leak, one_row, overview, own, seeming, table_page
from pages.shared import data_controls, datasets, layout, point_pad
from pages.shared.links import address

ADDRESS = address.Address("data", rules=data_controls.RULES, defaults=data_controls.DEFAULTS)


def main() -> None:
    """The page, top to bottom."""
    address.follow(ADDRESS)
    layout.begin(
        "Data",
        "Choose what to learn from, draw it, or bring your own; look at it before anything is "
        "trained.",
    )
    own.show()
    left, right = st.columns([2, 3], gap="large")
    with left:
        source, facts = data_controls.choose()
        if facts is not None:
            scaling = data_controls.scaling(source, facts)
            leak.offer(datasets.raw(source), scaling)
    address.write()
    with right:
        if source.dataset == DRAWN.name:
            point_pad.of_control(data_controls.POINTS)
        if facts is not None:
            overview.show(source)
    if source.dataset == UPLOADED.name:
        table_page.show(source)
    if facts is not None:
        look_at(source)


def look_at(source: Source) -> None:
    """The rows, before any scaling."""
    raw = datasets.raw(source)
    browse.show(raw)
    one_row.show(source, raw)
    seeming.show(source)


main()

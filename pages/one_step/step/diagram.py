"""The network's picture on the page: what its lines show, and its download."""

from collections.abc import Callable, Sequence, Set

import streamlit as st

from mlp_core import SGDStep
from pages.one_step.step.network_svg import EDGES, draw
from pages.shared import cells, navigation
from pages.shared.links.address import bound

PICTURE = "network"
EDGES_KEY, DEFAULT_EDGES = "step_edges", "weight"


def show(
    step: SGDStep,
    blanks: Set[str] = frozenset(),
    classes: Sequence[str] = (),
    beside: Callable[[], None] | None = None,
) -> None:
    """The picture, what its lines show, and its download; ``classes`` name the output units.

    ``beside`` draws what else can be done with it.
    """
    # By this name it is hidden while something else is shown in its place: it stays on the page,
    # which waits for it to be drawn.
    with st.container(key="network_picture"):
        _show(step, blanks, classes, beside)


def _show(
    step: SGDStep, blanks: Set[str], classes: Sequence[str], beside: Callable[[], None] | None
) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = st.segmented_control(
            "Lines show",
            options=list(EDGES),
            default=DEFAULT_EDGES,
            format_func=lambda kind: EDGES[kind][0],
            required=True,
            **bound(EDGES_KEY),
        )
        row = 1
        if step.n_rows > 1:
            row = st.segmented_control(
                "Units show",
                options=range(1, step.n_rows + 1),
                default=1,
                format_func=lambda row: f"row {row}",
                required=True,
                key=f"picture_row_{step.n_rows}",
            )
        svg = draw(step, kind, blanks, classes, row)
        st.download_button(
            "Picture as SVG",
            data=svg,
            file_name="network.svg",
            mime="image/svg+xml",
            on_click="ignore",
            icon=":material/image:",
        )
        if beside:
            beside()
    cells.picture(PICTURE, svg, page=navigation.HOME)
    what = "changes of weights" if kind == "update" else EDGES[kind][0].lower()
    text = f"Blue lines are positive {what}, orange dashed ones negative, wider ones larger."
    if not blanks:
        text += " Pick a line or a unit to see where its number comes from."
    st.caption(text)

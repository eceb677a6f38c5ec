"""Which layer is shown, what its units are sorted by, and the grid that they are picked in."""

from collections.abc import Callable, Sequence

import streamlit as st

from mlp_core import TrainConfig
from mlp_core.inspection.units.look import Look, Unit
from mlp_core.inspection.units.roster import Roster, roster
from mlp_core.number_text import count
from pages.inspect.moment import Moment
from pages.inspect.units import grid, keys
from pages.inspect.units.found import once
from pages.inspect.units.orders import FIRST, ORDERS, in_order
from pages.shared import cells, controls, session
from pages.shared.links.address import bound

LAYER = "units_layer"


def units_of(config: TrainConfig) -> list[Unit]:
    """All hidden units of a network, layer by layer."""
    layers = enumerate(config.units[1:-1], start=1)
    return [Unit(layer, number) for layer, n in layers for number in range(1, n + 1)]


def layer(seen: Look, now: int, change: Callable[[], None] | None = None) -> int:
    """The layer that is shown, ``now`` or as its control says, which is there for several."""
    if seen.n_hidden == 1:
        return 1
    session.set_controls({LAYER: now})
    return st.segmented_control(
        "Layer", options=range(1, seen.n_hidden + 1), required=True, key=LAYER, on_change=change
    )


def layer_held(seen: Look) -> int:
    """What the control of the layer holds; the first where it holds none of this network."""
    held = session.control_values({LAYER: 1})[LAYER]
    return held if held in range(1, seen.n_hidden + 1) else 1


def order(seen: Look) -> str:
    """What units are sorted by."""
    return st.selectbox(
        "Sort by",
        list(ORDERS),
        index=list(ORDERS).index(FIRST),
        format_func=lambda name: ORDERS[name].label(seen),
        **bound(keys.ORDER),
    )


def roster_of(moment: Moment, seen: Look, layer: int) -> Roster:
    """All units of a layer, gone over once a moment."""
    return once(moment, ("roster", layer), lambda: roster(seen, layer))


def show_grid(
    seen: Look,
    units: Roster,
    order: str,
    pick: Callable[[str], None],
    selected: str = "",
    off: Sequence[str] = (),
) -> None:
    """The units of a layer, sorted; ``pick`` is called with the text of one that is picked."""
    ordered = in_order(units, order)
    part = controls.part_of("Units", len(ordered), grid.PER_SCREEN, "units_screen")
    grid.show(seen, units, ordered[part], order)
    square = grid.square_of(seen.dataset, units.layer)
    st.caption(
        f"The {count(len(ordered))} units of layer {units.layer} by their incoming weights, all on "
        f"one scale: {square}, blue above 0, orange below."
    )
    _tell_rows(units, seen)
    known = {unit.text for unit in units.units}
    cells.listen(
        cells.Marks(selected=selected, sources=off), lambda name: name in known and pick(name)
    )


def _tell_rows(units: Roster, seen: Look) -> None:
    """Where going without each in turn took fewer rows than there are."""
    off = units.off
    if (off.n_train, off.n_test) != (len(seen.train.at), len(seen.test.at)):
        st.caption(
            f"What is lost without each is of {count(off.n_train)} training rows and "
            f"{count(off.n_test)} test rows, so that it does not take long."
        )

"""The units of a layer as small pictures of their incoming weights: each a cell to be picked."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from mlp_core import Dataset
from mlp_core.data.rows import Picture
from mlp_core.inspection.shading import value_picture
from mlp_core.inspection.units.look import Look, Unit
from mlp_core.inspection.units.roster import Roster
from pages.inspect.units.orders import ORDERS
from pages.shared.charts.contrast import page_colour
from pages.shared.charts.images import png_address, rgb
from pages.shared.charts.palette import BLUE, ORANGE

COLUMNS, PER_SCREEN = 10, 60


def show(look: Look, roster: Roster, units: Sequence[Unit], order: str) -> None:
    """Pictures of ``units``, all of one layer, in this order, each with the figure of ``order``."""
    caption = f"Units of layer {roster.layer} by their incoming weights"
    rows = [units[i : i + COLUMNS] for i in range(0, len(units), COLUMNS)]
    cells = _cells(look, roster, units, order)
    body = "".join(f"<tr>{''.join(cells[unit] for unit in row)}</tr>" for row in rows)
    st.html(
        '<div class="tables"><figure class="units">'
        f'<table role="grid" aria-label="{caption}"><tbody>{body}</tbody></table></figure></div>'
    )


def square_of(dataset: Dataset, layer: int) -> str:
    """What a spot of a picture is, in words."""
    if layer > 1:
        return "a stripe is a unit of the layer before"
    if isinstance(dataset.row, Picture):
        return f"a square is the weight of a {dataset.words.value}"
    return "a stripe is the weight of a column"


def _cells(look: Look, roster: Roster, units: Sequence[Unit], order: str) -> dict[Unit, str]:
    """A cell a unit; the Tab key stops at the first, and arrow keys go on from there."""
    weights = look.parameters[0][roster.layer - 1]
    # All units of the layer on one scale, that they can be compared.
    reach = max(abs(float(weights.min())), abs(float(weights.max()))) or 1.0
    shades = rgb(ORANGE), rgb(page_colour()), rgb(BLUE)
    values, write = ORDERS[order].of(roster), ORDERS[order].write
    found = {}
    for unit in units:
        j = unit.number - 1
        shown = _as_shown(look.dataset, weights[j], roster.layer)
        url = png_address(value_picture(shown, 0.0, reach, *shades))
        figure = write(look, float(values[j]))
        state = f", {roster.states[j]}" if roster.states[j] else ""
        name = escape(f"{unit.name}{state}{': ' if figure else ''}{figure}", quote=True)
        stop = "-1" if found else "0"
        dead = ' class="idle"' if roster.states[j] else ""
        found[unit] = (
            f'<td role="gridcell" data-cell="{unit.text}" tabindex="{stop}" aria-label="{name}" '
            f'title="{name}"{dead}><img alt="" src="{url}"><span>{unit.number}</span>'
            f"<small>{escape(figure)}</small></td>"
        )
    return found


def _as_shown(dataset: Dataset, weights, layer: int):
    """The weights of a unit as a picture is where rows are such; else side by side."""
    if layer == 1 and isinstance(dataset.row, Picture):
        return weights.reshape(dataset.row.shape)[::-1]
    return weights

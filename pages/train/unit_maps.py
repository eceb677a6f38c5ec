"""What each unit of a run makes of every point, live: a small map a unit, layer by layer."""

import pandas as pd
import streamlit as st

from mlp_core import Dataset, TrainConfig
from mlp_core._checks import Parameters
from mlp_core.inspection.lattice import lattice_over
from mlp_core.inspection.shading import value_picture
from mlp_core.inspection.unit_maps import connections, unit_maps
from mlp_core.layer_sizes import write_sizes
from mlp_core.quoting import one_line
from pages.shared import controls
from pages.shared.charts import prebuilt
from pages.shared.charts.contrast import page_colour
from pages.shared.charts.images import png_address, rgb
from pages.shared.charts.palette import run_colours
from pages.shared.charts.unit_network import unit_network

# Places along each side of a map.
CELLS = 40
# Units of a layer that are shown at once.
PER_SCREEN = 8


def show(dataset: Dataset, config: TrainConfig, parameters: Parameters) -> None:
    """The maps of all layers of a network over points, and its weights between them."""
    st.subheader("What each unit makes of a point", anchor="unit-maps")
    st.caption(
        "Each square is the picture above as one unit sees it: blue where it is above 0, orange "
        "below, faint near it. A line is the weight by which it goes into a unit of the next "
        "layer: the thicker, the larger; orange where it is negative."
    )
    widest = max(config.units[1:-1], default=0)
    part = controls.part_of("Units", widest, PER_SCREEN, "unit_maps")
    hidden = [range(n)[part] for n in config.units[1:-1]]
    ends = [range(min(n, PER_SCREEN)) for n in (config.units[0], config.units[-1])]
    shown = [ends[0], *hidden, ends[1]]
    tallest = max(map(len, shown))
    names = _names(dataset, config)
    frames = {
        "units": _units(dataset, config, parameters, shown, names),
        "weights": _weights(parameters, shown, names),
        "layers": pd.DataFrame(enumerate(_layer_names(len(shown))), columns=["layer", "name"]),
    }
    above, below, *_ = run_colours()
    spec = prebuilt.with_frames(unit_network, frames, len(shown), tallest, below, above)
    sizes = write_sizes(config.units)
    alt = f"A small map of each unit of the network {sizes}, layer by layer, and its weights."
    st.vega_lite_chart(spec, alt=alt, width="content")
    if max(config.units[0], config.units[-1]) > PER_SCREEN:
        st.caption(f"Of inputs and outputs the first {PER_SCREEN} are shown.")


def _units(
    dataset: Dataset,
    config: TrainConfig,
    parameters: Parameters,
    shown: list[range],
    names: list[list[str]],
) -> pd.DataFrame:
    """A row a unit that is shown: its place, its picture, and what it is called."""
    lattice = lattice_over(dataset.plane, CELLS)
    maps = unit_maps(parameters, config.activation, config.loss, lattice)
    above, below, *_ = map(rgb, run_colours())
    shades = below, rgb(page_colour()), above
    tops = _tops(shown)
    rows = [
        {
            "layer": layer,
            "place": tops[layer] + place,
            "url": png_address(
                value_picture(maps[layer][k].values, 0.0, maps[layer][k].reach, *shades)
            ),
            "name": names[layer][k],
            "left": names[layer][k] if layer == 0 else "",
            "right": names[layer][k] if layer == len(shown) - 1 else "",
            "low": maps[layer][k].low,
            "high": maps[layer][k].high,
        }
        for layer, units in enumerate(shown)
        for place, k in enumerate(units)
    ]
    return pd.DataFrame(rows)


def _weights(parameters: Parameters, shown: list[range], names: list[list[str]]) -> pd.DataFrame:
    """A row a weight between units that are shown: where it begins and ends, and its size."""
    tops = _tops(shown)
    return pd.DataFrame(
        {
            "layer": way.layer,
            "place": tops[way.layer] + way.unit - shown[way.layer].start,
            "next_layer": way.layer + 1,
            "next_place": tops[way.layer + 1] + way.to - shown[way.layer + 1].start,
            "weight": way.weight,
            "share": way.share,
            "source": names[way.layer][way.unit],
            "target": names[way.layer + 1][way.to],
        }
        for way in connections(parameters, shown)
    )


def _tops(shown: list[range]) -> list[float]:
    """The place of the first unit of each layer, all layers being around one middle."""
    tallest = max(map(len, shown))
    return [(tallest - len(units)) / 2 for units in shown]


def _names(dataset: Dataset, config: TrainConfig) -> list[list[str]]:
    """What the units of each layer are called."""
    outputs = dataset.class_names[-config.units[-1] :] or dataset.target_names
    hidden = [
        [f"unit {k} of layer {layer}" for k in range(1, n + 1)]
        for layer, n in enumerate(config.units[1:-1], start=1)
    ]
    return [[*map(one_line, dataset.row.names)], *hidden, [*map(one_line, outputs)]]


def _layer_names(n_layers: int) -> list[str]:
    return ["inputs", *(f"layer {k}" for k in range(1, n_layers - 1)), "output"]

"""Charts of layers: which field is on which axis, on one scale, and what 0 and ∞ become."""

from dataclasses import replace

import numpy as np
import pytest

from mlp_core.inspection.diagnosis.observation import LayerObservation, Observation
from pages.shared.charts import layer_curves, prebuilt

COLOURS = ("#111111", "#222222", "#333333")
NONE = np.zeros(4, dtype=bool)
LAYER = LayerObservation(1, NONE, NONE, NONE, 0.25, 1.0, 10.0, 0.1, 1.0, np.nan, 0.001)
FLAT = replace(
    LAYER, layer=2, dead=np.array([True, True, True, False]), gradient_norm=0.0, step=np.inf
)
SERIES = (Observation(0, (LAYER, FLAT)), Observation(5, (replace(LAYER, weight_norm=40.0), FLAT)))


def sizes_spec(layer):
    low, high = layer_curves.sizes_range(SERIES)
    frames = {"points": layer_curves.sizes_frame(SERIES, layer), "now": None}
    return prebuilt.with_frames(layer_curves.sizes_chart, frames, 5, low, high, COLOURS)


def test_all_layers_are_on_one_logarithmic_scale():
    for layer in (0, 1):
        lines = sizes_spec(layer)["layer"][0]["encoding"]
        assert (lines["x"]["field"], lines["y"]["field"]) == ("epoch", "value")
        assert lines["y"]["scale"]["type"] == "log"
        # Of 0.001 to 40 in all layers, with as much room again on either side.
        assert lines["y"]["scale"]["domain"] == pytest.approx([0.0005, 80.0])
        assert lines["x"]["scale"]["domain"] == [0, 5]
        assert lines["x"]["title"] == "epoch"


def test_colours_and_dashes_tell_the_sizes_apart():
    lines = sizes_spec(0)["layer"][0]["encoding"]
    assert lines["color"]["field"] == lines["strokeDash"]["field"] == "what"
    assert lines["color"]["scale"] == {"domain": [*layer_curves.SIZES], "range": [*COLOURS]}
    assert lines["strokeDash"]["scale"]["domain"] == [*layer_curves.SIZES]
    legend = layer_curves.legend(["weights <W>"], COLOURS)
    assert "solid #111111" in legend
    assert "weights &lt;W&gt;" in legend


def test_what_has_no_place_on_the_scale_is_written_at_its_edge():
    frame = layer_curves.sizes_frame(SERIES, 1)
    at = frame[frame["epoch"] == 0].set_index("what")
    assert at["edge"].to_dict() == {
        "weights ‖W‖": "",
        "gradient ‖∂L/∂W‖": "0",
        "a step ‖ΔW‖ / ‖W‖": "∞",
    }
    assert at["value"].isna().to_list() == [False, True, True]
    assert at["says"].to_list() == ["10.00", "0", "∞"]
    texts = [layer for layer in sizes_spec(1)["layer"] if layer["mark"]["type"] == "text"]
    assert [text["transform"][0]["filter"] for text in texts] == [
        "(datum.edge === '0')",
        "(datum.edge === '∞')",
    ]
    ends = [text["encoding"]["y"]["datum"] for text in texts]
    assert ends == [*layer_curves.sizes_range(SERIES)]


def test_of_nothing_there_is_still_a_scale():
    nothing = replace(FLAT, weight_norm=0.0)
    assert layer_curves.sizes_range([Observation(0, (nothing,))]) == (0.1, 10.0)


def test_shares_are_of_units_and_of_values():
    frame = layer_curves.shares_frame(SERIES, 1, "dead")
    found = frame[frame["epoch"] == 5].set_index("what")["value"].to_dict()
    assert found == {"units": 0.75, "values": 0.25}
    frames = {"points": frame, "now": None}
    spec = prebuilt.with_frames(layer_curves.shares_chart, frames, 5, COLOURS[:2])
    assert spec["layer"][0]["encoding"]["y"]["scale"]["domain"] == [0, 1]
    assert spec["layer"][-1]["mark"]["type"] == "rule"

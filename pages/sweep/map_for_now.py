"""A heatmap of what the runs of a sweep over two settings came to."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from mlp_core.experiments.sweeps.cell import cells
from mlp_core.experiments.sweeps.result import Result
from mlp_core.experiments.sweeps.sweep import Sweep


def show(sweep: Sweep, results: Sequence[Result]) -> None:
    """The objective by the last two axes."""
    found = {result.config: result for result in results}
    horizontal, vertical = sweep.axes[-1], sweep.axes[-2]
    rows = [
        {
            "x": horizontal.shown(cell.at[-1]),
            "y": vertical.shown(cell.at[-2]),
            "value": sweep.objective.of(found[cell.config].scores),
        }
        for cell in cells(sweep)
        if cell.config in found
    ]
    if not rows:
        return
    spec = {
        "mark": "rect",
        "height": 400,
        "encoding": {
            "x": {
                "field": "x",
                "type": "nominal",
                "title": horizontal.label,
                "scale": {"domain": [horizontal.shown(value) for value in horizontal.values]},
                "sort": None,
            },
            "y": {
                "field": "y",
                "type": "nominal",
                "title": vertical.label,
                "scale": {"domain": [vertical.shown(value) for value in reversed(vertical.values)]},
                "sort": None,
            },
            "color": {"field": "value", "type": "quantitative", "title": sweep.objective.score},
        },
    }
    st.vega_lite_chart(pd.DataFrame(rows), spec, alt="A cell a combination")

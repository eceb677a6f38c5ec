"""The network as a picture: units are circles with their value, weights are lines."""

import altair as alt
import pandas as pd

from mlp_core import SGDStep
from pages.shared.charts import BLUE, GREY, ORANGE
from pages.shared.numbers import display

ROW_HEIGHT = 56
SIGNS = ["positive", "negative", "zero"]
COLOURS = [BLUE, ORANGE, GREY]


def network_diagram(step: SGDStep) -> alt.LayerChart:
    """Layers from left to right; a line's width is the weight's size, its colour the sign."""
    widest = min(5.0, 16.0 / max(step.units))  # so that many lines do not make one surface
    nodes, edges, titles = _nodes(step), _edges(step), _titles(step)
    x = alt.X("layer:Q", axis=None, scale=alt.Scale(domain=[-0.35, len(step.units) - 0.65]))
    y = alt.Y("height:Q", axis=None, scale=alt.Scale(domain=[-0.6, max(step.units) + 0.1]))
    lines = (
        alt.Chart(edges)
        .mark_rule()
        .encode(
            x=x,
            y=y,
            x2="layer_to:Q",
            y2="height_to:Q",
            strokeWidth=alt.StrokeWidth(
                "size:Q", scale=alt.Scale(domain=[0, edges["size"].max() or 1], range=[0.3, widest])
            ).legend(None),
            color=alt.Color("sign:N", scale=alt.Scale(domain=SIGNS, range=COLOURS)).legend(None),
        )
    )
    # Thin lines are hard to point at: an unseen wider one answers for each.
    handles = (
        alt.Chart(edges)
        .mark_rule(strokeWidth=9, opacity=0)
        .encode(
            x=x, y=y, x2="layer_to:Q", y2="height_to:Q", tooltip=["weight", "value", "gradient"]
        )
    )
    circles = (
        alt.Chart(nodes)
        .mark_circle(size=1700, opacity=1, fill="#E8EEF5", stroke="#55606E", strokeWidth=1.2)
        .encode(x=x, y=y, tooltip="unit")
    )
    values = (
        alt.Chart(nodes)
        .mark_text(fontSize=12, color="#1B2330")
        .encode(x=x, y=y, text="short", tooltip="unit")
    )
    heads = (
        alt.Chart(titles)
        .mark_text(fontSize=13, fontWeight="bold", color=GREY)
        .encode(x=x, y=y, text="title")
    )
    return (lines + handles + circles + values + heads).properties(
        height=ROW_HEIGHT * (max(step.units) + 0.7)
    )


def describe(step: SGDStep) -> str:
    """The picture in words, for those who hear the page."""
    n_weights = sum(W.size for W in step.weights)
    shape = "-".join(map(str, step.units))
    return f"Network diagram of the {shape} network with {n_weights} weights between its units."


def _titles(step: SGDStep) -> pd.DataFrame:
    n = len(step.units) - 1
    hidden = [f"h{k} = {step.activation}(z{k})" for k in range(1, n)]
    titles = ["x", *hidden, f"z{n} = output"]
    return pd.DataFrame({"layer": range(n + 1), "height": max(step.units) - 0.15, "title": titles})


def _height(step: SGDStep, layer: int, unit: int) -> float:
    """Layers are centred on one another; the first unit is on top."""
    return (max(step.units) + step.units[layer]) / 2 - 1 - unit


def _nodes(step: SGDStep) -> pd.DataFrame:
    names = ["x", *(f"h{k}" for k in range(1, len(step.units) - 1)), f"z{len(step.units) - 1}"]
    rows = []
    for layer, (name, values) in enumerate(zip(names, [step.x, *step.h, step.output], strict=True)):
        for unit, value in enumerate(values):
            label = f"{name}[{unit + 1}] = {display(value)}"
            if layer:
                z, grad_z = step.z[layer - 1][unit], step.grad_z[layer - 1][unit]
                if layer < len(names) - 1:
                    label = f"z{layer}[{unit + 1}] = {display(z)}, {label}"
                label += f", ∂L/∂z{layer}[{unit + 1}] = {display(grad_z)}"
            height = _height(step, layer, unit)
            rows.append({"layer": layer, "height": height, "short": _short(value), "unit": label})
    return pd.DataFrame(rows)


def _short(value: float) -> str:
    """Few enough characters to stand inside a circle."""
    if (value and abs(value) < 0.01) or abs(value) >= 1000:
        mantissa, exponent = f"{value:.0e}".split("e")
        return f"{mantissa}e{int(exponent)}"
    return f"{value:.3g}" if abs(value) >= 0.1 else f"{value:.2g}"


def _edges(step: SGDStep) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "layer": k,
            "height": _height(step, k, j),
            "layer_to": k + 1,
            "height_to": _height(step, k + 1, i),
            "weight": f"W{k + 1}[{i + 1},{j + 1}]",
            "value": display(weight),
            "gradient": display(step.grad_weights[k][i, j]),
            "size": abs(weight),
            "sign": SIGNS[0] if weight > 0 else SIGNS[1] if weight < 0 else SIGNS[2],
        }
        for k, W in enumerate(step.weights)
        for i, row in enumerate(W)
        for j, weight in enumerate(row)
    )

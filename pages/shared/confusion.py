"""Confusion matrices as the frames that are drawn of them."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from mlp_core import row_shares
from pages.shared.charts import BLUE, GREY, ORANGE


def cells(confusion, names: Sequence[str]) -> pd.DataFrame:
    """The frame of ``charts.heatmap`` with counts as its texts.

    ``confusion`` is (n_classes, n_classes): a row a true class, a column a predicted one.
    """
    shares = row_shares(confusion)
    frame = pd.DataFrame(
        {
            "true": names[i],
            "predicted": names[j],
            "kind": "correct" if i == j else "mistake",
            "count": int(confusion[i, j]),
            "share": float(shares[i, j]),
        }
        for i in range(len(names))
        for j in range(len(names))
    )
    frame["text"] = frame["count"].map(lambda count: str(count) if count else "")
    return frame


def difference_heatmap(difference, names: Sequence[str]) -> alt.LayerChart:
    """A confusion matrix minus another: blue is more, orange less, and zero is the page itself."""
    frame = pd.DataFrame(
        {
            "true": names[i],
            "predicted": names[j],
            "more": int(difference[i, j]),
            "size": abs(int(difference[i, j])),
            "text": f"{int(difference[i, j]):+d}" if difference[i, j] else "",
        }
        for i in range(len(names))
        for j in range(len(names))
    )
    limit = max(1, frame["size"].max())
    base = alt.Chart(frame).encode(
        alt.X("predicted:N", sort=None).axis(labelAngle=0, orient="top").title("predicted class"),
        alt.Y("true:N", sort=None).title("true class"),
        tooltip=["true:N", "predicted:N", alt.Tooltip("more:Q", format="+d")],
    )
    # Opacity on two hues is a diverging scale whose middle is the page, light or dark.
    squares = base.mark_rect(stroke=GREY, strokeWidth=0.3).encode(
        color=alt.condition("datum.more > 0", alt.value(BLUE), alt.value(ORANGE)),
        opacity=alt.Opacity("size:Q", scale=alt.Scale(domain=[0, limit], range=[0, 1])).legend(
            None
        ),
    )
    labels = base.mark_text(fontSize=13).encode(
        text="text:N",
        color=alt.condition(f"datum.size > {limit / 2}", alt.value("white"), alt.value(GREY)),
    )
    return (squares + labels).properties(height=340)

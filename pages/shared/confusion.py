"""Confusion matrices as the frames that are drawn of them, and the difference of two."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from mlp_core import row_shares
from mlp_core.number_text import MINUS
from pages.shared.charts import BLUE, GREY, KINDS, ORANGE
from pages.shared.contrast import ink_on, page_colour


def cells(confusion, names: Sequence[str]) -> pd.DataFrame:
    """The frame of ``charts.heatmap`` with counts as its texts.

    ``confusion`` is (n_classes, n_classes): a row a true class, a column a predicted one.
    """
    shares, page = row_shares(confusion), page_colour()
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
    # A square is as opaque as the root of its share.
    frame["ink"] = [
        ink_on(KINDS[kind], share**0.5, page)
        for kind, share in zip(frame["kind"], frame["share"], strict=True)
    ]
    return frame


def difference_heatmap(difference, names: Sequence[str]) -> alt.LayerChart:
    """A confusion matrix minus another: blue is more, orange less, and zero is the page itself."""
    frame = _difference_frame(difference, names)
    limit = max(1, int(frame["size"].max()))
    page = page_colour()
    frame["ink"] = [
        ink_on(BLUE if more > 0 else ORANGE, abs(more) / limit, page) for more in frame["more"]
    ]
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
    labels = base.mark_text(fontSize=13).encode(text="text:N", color=alt.Color("ink:N", scale=None))
    return (squares + labels).properties(height=340)


def _difference_frame(difference, names: Sequence[str]) -> pd.DataFrame:
    """A row a cell: how many ``more`` images, the ``size`` of that, and how it is written."""
    return pd.DataFrame(
        {
            "true": names[i],
            "predicted": names[j],
            "more": int(difference[i, j]),
            "size": abs(int(difference[i, j])),
            "text": f"{int(difference[i, j]):+d}".replace("-", MINUS) if difference[i, j] else "",
        }
        for i in range(len(names))
        for j in range(len(names))
    )

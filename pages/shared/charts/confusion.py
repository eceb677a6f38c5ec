"""Confusion matrices and the difference of two as charts, with the frames that they draw."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from mlp_core import row_shares
from mlp_core.number_text import MINUS
from pages.shared.charts.contrast import ink_on, page_colour
from pages.shared.charts.palette import BLUE, GREY, ORANGE

KINDS = {"correct": BLUE, "mistake": ORANGE}


def cells(confusion, names: Sequence[str]) -> pd.DataFrame:
    """The frame of ``heatmap`` with counts as its texts.

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


def heatmap(cells: pd.DataFrame) -> alt.LayerChart:
    """A confusion matrix: correct on the diagonal, mistakes in another colour.

    ``cells`` has the columns true, predicted, kind (correct or mistake), count, share of the
    true class, and the text of the cell with its ink, a colour.
    """
    colours = alt.Scale(domain=[*KINDS], range=[*KINDS.values()])
    # Opacity instead of lightness: an empty cell is the page itself, light or dark. By square
    # root, since a share of 2 % is a mistake worth seeing.
    opacities = alt.Scale(type="sqrt", domain=[0, 1], range=[0, 1])
    return _class_matrix(
        cells,
        [alt.Tooltip("count:Q"), alt.Tooltip("share:Q", format=".1%")],
        color=alt.Color("kind:N", scale=colours).legend(None),
        opacity=alt.Opacity("share:Q", scale=opacities).legend(None),
    ).properties(height=420)


def difference_heatmap(difference, names: Sequence[str]) -> alt.LayerChart:
    """A confusion matrix minus another: blue is more, orange less, and zero is the page itself."""
    frame = _difference_frame(difference, names)
    limit = max(1, int(frame["size"].max()))
    page = page_colour()
    frame["ink"] = [
        ink_on(BLUE if more > 0 else ORANGE, abs(more) / limit, page) for more in frame["more"]
    ]
    # Opacity on two hues is a diverging scale whose middle is the page, light or dark.
    opacities = alt.Scale(domain=[0, limit], range=[0, 1])
    return _class_matrix(
        frame,
        [alt.Tooltip("more:Q", format="+d")],
        color=alt.condition("datum.more > 0", alt.value(BLUE), alt.value(ORANGE)),
        opacity=alt.Opacity("size:Q", scale=opacities).legend(None),
    ).properties(height=340)


def _class_matrix(
    cells: pd.DataFrame, tooltips: Sequence[alt.Tooltip], **squares: object
) -> alt.LayerChart:
    """A square a true and a predicted class, encoded as ``squares`` says, with its text on it.

    ``cells`` has the columns true, predicted, text and ink, and what else the encodings name.
    """
    base = alt.Chart(cells).encode(
        alt.X("predicted:N", sort=None).axis(labelAngle=0, orient="top").title("predicted class"),
        alt.Y("true:N", sort=None).title("true class"),
        tooltip=[alt.Tooltip("true:N"), alt.Tooltip("predicted:N"), *tooltips],
    )
    labels = base.mark_text(fontSize=13).encode(alt.Text("text:N"), alt.Color("ink:N", scale=None))
    return base.mark_rect(stroke=GREY, strokeWidth=0.3).encode(**squares) + labels


def _difference_frame(difference, names: Sequence[str]) -> pd.DataFrame:
    """A row a cell: how many ``more`` rows, the ``size`` of that, and how it is written."""
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

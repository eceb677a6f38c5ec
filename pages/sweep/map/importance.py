"""How much each setting matters, as bars with their intervals."""

import pandas as pd
import streamlit as st

from mlp_core.experiments.sweeps.findings.board import Board
from mlp_core.experiments.sweeps.findings.importance import Importances, Share, importances
from mlp_core.experiments.sweeps.findings.importance_text import importance_sentences
from mlp_core.number_text import percent
from pages.shared import sentences, session
from pages.shared.charts import palette, prebuilt, sweep_findings


def show(board: Board) -> None:
    """The sentences, and the bars where they mean something; asked once for a board."""
    st.subheader("Which settings matter", anchor=False)
    with st.spinner("Asking which settings matter"):
        found = session.computed("sweep_importances", (board,), lambda: importances(board))
    sentences.tell_all(importance_sentences(found))
    if found is None or not found.means_something:
        return
    bars = frame_of(found)
    options = tuple(bars["name"]), palette.ink_colour()
    spec = prebuilt.with_frames(sweep_findings.importances, {"bars": bars}, *options)
    with st.container(width=760):
        st.vega_lite_chart(spec=spec, alt=f"How much each matters: {'; '.join(bars['spoken'])}")


def frame_of(found: Importances) -> pd.DataFrame:
    """A row a setting, the greatest share first, and the pair that matters most."""
    shares = [(one.axis.column, one.share) for one in found.axes]
    if found.interaction is not None:
        a, b = (axis.column for axis in found.interaction.axes)
        shares.append((f"{a} and {b} together", found.interaction.share))
    return pd.DataFrame(
        {
            "name": name,
            "share": _part(share.value),
            "low": _part(share.low),
            "high": _part(share.high),
            "matters": "beyond noise" if share.beyond_noise else "within noise",
            "says": _says(share),
            "spoken": f"{name} {_says(share)}",
        }
        for name, share in shares
    )


def _part(share: float) -> float:
    return min(max(share, 0.0), 1.0)


def _says(share: Share) -> str:
    low, high = (percent(_part(end), 0) for end in (share.low, share.high))
    return f"{percent(_part(share.value), 0)} ({low} to {high})"

"""How sure the network is of what it names, and whether it is right as often."""

import pandas as pd
import streamlit as st

from mlp_core import LOSSES
from mlp_core.experiments.jobs.recorded_job import RecordedJob
from mlp_core.inspection.sureness import calibration_of
from mlp_core.metrics import Calibration
from mlp_core.metrics.calibration import calibration_sentence
from mlp_core.number_text import percent
from pages.shared.charts import prebuilt, rates
from pages.train import found

FOUND = "calibration"
IDEAL = pd.DataFrame({"x": [0, 1], "y": [0, 1]})


def show(job: RecordedJob) -> None:
    """The reliability diagram of the test rows, where outputs are probabilities."""
    if not LOSSES[job.config.loss].predicts_probabilities:
        return
    bins: Calibration | None = found.once(FOUND, job, calibration_of)
    st.subheader("Right as often as it is sure?", anchor="calibration")
    rows = job.dataset.words.rows
    if bins is None:
        st.info("Some outputs are 0 for every class, so that nothing can be said of sureness.")
        return
    left, right = st.columns([3, 2])
    with left:
        spec = prebuilt.with_frames(rates.reliability, {"bins": _frame(bins), "ideal": IDEAL})
        alt = f"Share of test {rows} named rightly over how sure the network was."
        st.vega_lite_chart(spec=spec, alt=alt)
    with right:
        st.markdown(calibration_sentence(bins))
        st.caption(
            f"A dot is the test {rows} whose most probable class was as probable as it says below; "
            "the larger, the more of them. On the grey line the network is right as often as it is "
            "sure; below it, less often. Lines are 95 % intervals: orange where they miss the grey "
            "line. The expected calibration error is the mean distance from it; few "
            f"{rows} make it larger than it is."
        )


def _frame(bins: Calibration) -> pd.DataFrame:
    """What ``rates.reliability`` draws."""
    outside = (bins.sureness < bins.interval_lows) | (bins.sureness > bins.interval_highs)
    columns = zip(bins.lows, bins.highs, bins.interval_lows, bins.interval_highs, strict=True)
    texts = [
        (f"{percent(a, 0)} to {percent(b, 0)}", f"{percent(c)} to {percent(d)}")
        for a, b, c, d in columns
    ]
    return pd.DataFrame(
        {
            "sureness": bins.sureness,
            "accuracy": bins.accuracy,
            "low": bins.interval_lows,
            "high": bins.interval_highs,
            "rows": bins.counts,
            "outside": outside,
            "bin": [bin_ for bin_, _ in texts],
            "interval": [interval for _, interval in texts],
            "sure": list(map(percent, bins.sureness)),
            "right": list(map(percent, bins.accuracy)),
        }
    )

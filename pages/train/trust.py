"""How far a run's digits can be trusted, and the run to take home."""

import pandas as pd
import streamlit as st

from mlp_core.experiments.findings.trust import Drift, epochs_shown_right, sensitivity_verdict
from mlp_core.experiments.jobs.recorded_job import RecordedJob
from mlp_core.experiments.jobs.sensitivity import SensitivityJob
from pages.shared import exports, jobs, store
from pages.shared.charts import curves

JOB = "sensitivity_job"
REDRAW_SECONDS = 0.5


def show(trained: RecordedJob) -> None:
    """The button that measures, what came of it, and the downloads of this run."""
    st.header("Trust and take home", anchor="trust")
    st.markdown(
        "Would another machine show the same decimals? A twin of this run gets weights that differ "
        "by rounding alone, a share of 10⁻¹⁵. Where the two stay together, every decimal means "
        "something; where they drift apart, training is chaotic, and the last decimals are noise."
    )
    run = store.runs().load(trained.run_id)
    if run is None or not run.scores:
        st.info("This run is not kept, so there is nothing to take home.")
        return
    job = exports.measurement(JOB, run, trained.dataset)
    # Once: it may end while the page is drawn, which then has to be drawn again.
    active = job.active
    if st.button("Measure it", icon=":material/query_stats:", disabled=active):
        job.resume()
        st.rerun()
    jobs.redraw_while_active(job, active, lambda: _show(job), REDRAW_SECONDS)
    progress = trained.snapshot.progress
    exports.show(run, progress.checkpoint, progress.best, trained.dataset, job)


def drop() -> None:
    """End and forget the measurement: it was of a run that is over."""
    jobs.drop(JOB)


def _show(job: SensitivityJob) -> None:
    snapshot = job.snapshot
    drifts = snapshot.progress
    n = len(job.rates)
    if snapshot.state == "queued":
        st.markdown("Waiting for a free place: all of this server's are taken.")
    elif snapshot.state == "running":
        st.progress(len(drifts) / n, f"{len(drifts)} of {n} epochs measured")
    elif snapshot.state not in ("finished", "paused") and not drifts:
        st.info(f"The measurement ended before its first result. {snapshot.reason}")
    if not drifts:
        return
    stable = epochs_shown_right(drifts) == len(drifts)
    tell, icon = (st.success, "check_circle") if stable else (st.warning, "blur_on")
    tell(sensitivity_verdict(drifts), icon=f":material/{icon}:")
    frame = _frame(drifts)
    spec = curves.spec(frame, "drift", "share by which run and twin differ", log=True)
    alt = f"Drift of run and twin over {len(drifts)} epochs, log scale"
    st.vega_lite_chart(spec, alt=alt)


def _frame(drifts: tuple[Drift, ...]) -> pd.DataFrame:
    series = {"total loss": "total_loss", "weights and biases": "parameters"}
    return pd.DataFrame(
        {
            "run": "this run",
            "epoch": drift.epoch,
            "series": label,
            "drift": getattr(drift, field),
        }
        for drift in curves.thinned(drifts)
        for label, field in series.items()
        # A logarithm has no place for epochs in which nothing differs.
        if 0.0 < getattr(drift, field) < float("inf")
    )

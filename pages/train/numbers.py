"""What a trained network does with the test rows of a regression: scores, residuals, worst rows."""

import pandas as pd
import streamlit as st

from mlp_core import Dataset
from mlp_core.experiments.jobs.recorded_job import RecordedJob
from mlp_core.inspection.predicted import Numbers
from mlp_core.inspection.scores import Scored, TargetScores, scored_numbers
from mlp_core.metrics import Measured, residuals
from mlp_core.number_text import count, r2, rounded
from mlp_core.quoting import LONGEST_NAME, one_line, quoted
from pages.shared import rows
from pages.shared.charts import prebuilt
from pages.shared.charts.residuals import dots, predicted_against_true, residual_plot
from pages.train import found, mistakes

SCORED = "scored_numbers"
WORST, COLUMNS = 16, 8


def scores_of(job: RecordedJob) -> Scored:
    """The test rows as predicted and scored: worked out once an epoch."""
    return found.once(SCORED, job, scored_numbers)


def show(job: RecordedJob) -> None:
    """A target's scores beside those of always the mean, its charts, and its worst rows."""
    dataset, scored = job.dataset, scores_of(job)
    target = _choose(dataset)
    _scores(scored.targets[target], dataset, target)
    worst = scored.numbers.worst(target, WORST)
    _charts(scored.numbers, target, set(worst[:COLUMNS].tolist()), dataset)
    _worst_rows(job, scored.numbers, target, worst.tolist())


def _choose(dataset: Dataset) -> int:
    """The target that is looked at, where there are several."""
    if dataset.n_targets == 1:
        return 0
    return st.selectbox(
        "Target",
        range(dataset.n_targets),
        format_func=lambda k: one_line(dataset.target_names[k]),
        key="target_shown",
        width=320,
    )


def _scores(of_target: TargetScores, dataset: Dataset, target: int) -> None:
    name = quoted(dataset.target_names[target], LONGEST_NAME)
    st.subheader("How far off", anchor="scores")
    ours, mean = of_target
    errors = {"mean absolute error": rounded, "root mean squared error": rounded, "R²": r2}
    fields = ("mean_absolute_error", "root_mean_squared_error", "r2")
    table = pd.DataFrame(
        {
            title: [_measured(getattr(scores, field), write) for scores in (ours, mean)]
            for (title, write), field in zip(errors.items(), fields, strict=True)
        },
        index=["this run", "always the mean"],
    )
    st.table(table)
    st.caption(
        f"Of {count(ours.n_rows)} test {dataset.words.rows}, in the unit of {name}, with 95 % "
        f"intervals by bootstrap: the {dataset.words.rows} drawn {count(ours.n_resamples)} times "
        "with replacement, and scored each time. The mean is that of the training rows. R² is 1 "
        "where nothing is off, and 0 where predicting the mean would be as good."
    )


def _measured(measured: Measured, write) -> str:
    """A score with its interval."""
    return f"{write(measured.value)} ({write(measured.low)} to {write(measured.high)})"


def _charts(numbers: Numbers, target: int, worst: set[int], dataset: Dataset) -> None:
    frame = dots(numbers, target, worst)
    name = one_line(dataset.target_names[target])
    low, high = float(frame["true"].min()), float(frame["true"].max())
    ends = [float(frame["predicted"].min()), float(frame["predicted"].max())]
    diagonal = pd.DataFrame({"x": [low, high], "y": [low, high]})
    level = pd.DataFrame({"x": ends, "y": [0.0, 0.0]})
    left, right = st.columns(2)
    with left:
        st.markdown("**Predicted against true**")
        spec = prebuilt.with_frames(
            predicted_against_true, {"rows": frame, "ideal": diagonal}, name
        )
        st.vega_lite_chart(spec=spec, alt=f"Predicted over true {name}, a dot a test row")
    with right:
        st.markdown("**Residuals**")
        spec = prebuilt.with_frames(residual_plot, {"rows": frame, "ideal": level}, name)
        st.vega_lite_chart(spec=spec, alt=f"True minus predicted {name} over predicted")
    left_over = residuals(numbers.truth[:, target], numbers.predicted[:, target])
    drawn = "" if len(frame) == len(numbers.truth) else f" {count(len(frame))} of them are drawn."
    st.caption(
        f"A dot a test {dataset.words.row}, orange the furthest off.{drawn} On the grey lines "
        f"nothing is off. Residuals have mean {rounded(left_over.mean)} and deviation "
        f"{rounded(left_over.deviation)}; half of them lie between "
        f"{rounded(left_over.lower_quartile)} and {rounded(left_over.upper_quartile)}. A bend in "
        "them is a bend that the network has not learned."
    )


def _worst_rows(job: RecordedJob, numbers: Numbers, target: int, worst: list[int]) -> None:
    """The rows that are furthest off, and the way to One step with one of them."""
    words = job.dataset.words
    st.subheader(f"Furthest off among the test {words.rows}", anchor="worst")
    titles = [
        f"row {i}: true {rounded(numbers.truth[i, target])}, "
        f"predicted {rounded(numbers.predicted[i, target])}"
        for i in worst
    ]
    caption = f"{len(worst)} test {words.rows} furthest off"
    rows.show(rows.Shown(job.dataset, worst, titles, caption, COLUMNS, size=90))
    mistakes.offer_step(job, dict(zip(worst, titles, strict=True)))

"""The whole step in one view, with both losses side by side, and what the step was worth."""

import altair as alt
import pandas as pd
import streamlit as st

from mlp_core import SGDStep
from mlp_core.number_text import MINUS
from mlp_core.teaching.lessons.ledger import LedgerRow, Mask, Value, ledger
from mlp_core.teaching.lessons.step_length import StepLength, step_length, step_lengths
from mlp_core.teaching.quantities.names import shown_name
from pages.one_step import words
from pages.shared.charts import prebuilt
from pages.shared.charts.palette import GREY, ORANGE
from pages.shared.numbers import difference, full_precision, known, like
from pages.shared.tables import Table, Write, show_tables

LOSS_COLUMNS = ("squared error", "softmax and cross-entropy")
# Of an array with more numbers than this the smallest and the largest are told.
MOST_NUMBERS = 4
# Far below zero a ratio tells nothing new, and would flatten all the rest of its chart.
LOWEST = -1.5
LEVELS = pd.DataFrame(
    {"level": [1.0, 0.0], "says": ["1: as predicted", "below 0: the loss has risen"]}
)


def show(step: SGDStep, write: Write) -> None:
    """The ledger, the predicted and the actual change of the loss, and their ratio over η."""
    st.header("The whole step at a glance", anchor="ledger")
    st.markdown(words.LEDGER)
    try:
        rows = ledger(
            step.x,
            step.y,
            step.weights,
            step.biases,
            step.learning_rate,
            step.activation,
            parameter_bounds=step.parameter_bounds,
        )
    except ValueError:
        shown = ", ".join(f"{value:g}" for value in step.y)
        st.info(words.NOT_ONE_HOT.format(shown), icon=":material/info:")
    except ArithmeticError as error:
        st.info(f"The other loss makes no step from here. {error}", icon=":material/info:")
    else:
        _show_rows(rows, write)
    _show_step_length(step)


def _show_rows(rows: list[LedgerRow], write: Write) -> None:
    frame = pd.DataFrame(
        [
            {
                "stage": row.stage,
                "quantity": shown_name(row.name),
                "shape": " × ".join(map(str, row.shape)) or "number",
                f"{LOSS_COLUMNS[0]}: formula": words.in_page_names(row.squared_error_formula),
                "value": _numbers(row.squared_error, row.squared_error_rounding, write),
                f"{LOSS_COLUMNS[1]}: formula": words.in_page_names(row.cross_entropy_formula),
                "value ": _numbers(row.cross_entropy, row.cross_entropy_rounding, write),
                "differs in": _difference(row),
            }
            for row in rows
        ]
    ).set_index("stage")
    marks = tuple(i for i, row in enumerate(rows) if row.differs_in_form)
    show_tables(Table("Ledger of the step", frame, marked_rows=marks), write=write, css="ledger")


def _difference(row: LedgerRow) -> str:
    if row.differs_in_form:
        return "form"
    return "value" if row.differs_in_value else ""


def _numbers(value: Value, rounding: Mask, write: Write) -> str:
    """The numbers of a small vector, the range of anything larger."""
    if isinstance(value, float):
        return known(value, bool(rounding), write)
    pairs = list(zip(value.ravel().tolist(), rounding.ravel().tolist(), strict=True))
    texts = [known(*pair, write) for pair in pairs]
    # What is nothing but rounding has its place in a range as the 0 that it is.
    places = [0.0 if zero and write is not full_precision else number for number, zero in pairs]
    low, high = (texts[places.index(extreme(places))] for extreme in (min, max))
    if low == high and value.size > 1:
        return f"all {low}"
    if value.size > MOST_NUMBERS:
        return f"{low} to {high}"
    return ", ".join(texts)


def _show_step_length(step: SGDStep) -> None:
    st.subheader("Was the step too long?", anchor="step-length")
    now = step_length(step)
    st.markdown(
        "To first order, a step of gradient descent changes the loss by −η‖∇L‖². The shorter the "
        "step, the better that holds; one that is too long overshoots the valley, and the loss "
        "can even rise."
    )
    with st.container(horizontal=True, gap="large"):
        *_, change = difference(step.loss_after, step.loss)
        actual = change if now.actual else known(0.0, step.loss_change != 0.0)
        st.metric("Predicted change −η‖∇L‖²", like(now.predicted, change), width="content")
        st.metric("Actual change L′ − L", actual, width="content")
        ratio = f"{now.ratio:.4g}" if now.ratio is not None and now.resolved else "–"
        st.metric("Actual / predicted", ratio, width="content")
    points = [point for point in step_lengths(step) if point.resolved and point.ratio is not None]
    if points:
        alt_text = "Actual over predicted change of the loss against the learning rate."
        st.vega_lite_chart(_ratio_spec(points, now), alt=alt_text)
        if any(point.ratio < LOWEST for point in points):
            lowest = f"{MINUS}{-LOWEST:g}"
            st.caption(f"What is below {lowest} is drawn at {lowest}; pointing at it says it all.")


def _ratio_spec(points: list[StepLength], now: StepLength) -> dict:
    rows = [
        {
            "η": point.learning_rate,
            "drawn": max(point.ratio, LOWEST),
            "ratio": point.ratio,
            "predicted": point.predicted,
            "actual": point.actual,
        }
        for point in points
    ]
    here = pd.DataFrame({"η": [now.learning_rate]})
    frames = {"points": pd.DataFrame(rows), "levels": LEVELS, "here": here}
    return prebuilt.with_frames(_ratio_chart, frames)


def _ratio_chart(*data: alt.NamedData) -> alt.LayerChart:
    """The ratio over η, its levels and the η of the step: 1 is what the gradient predicts, below
    0 the loss has risen."""
    points, levels, here = map(alt.Chart, data)
    x = alt.X("η:Q", scale=alt.Scale(type="log")).axis(format="~g").title("learning rate η")
    y = alt.Y("drawn:Q", scale=alt.Scale(domain=[LOWEST, 1.5], clamp=True)).title(
        "actual / predicted"
    )
    tooltip = [
        alt.Tooltip(f"{name}:Q", format=".4~g") for name in ("η", "ratio", "predicted", "actual")
    ]
    line = points.mark_line(point=True).encode(x, y, tooltip=tooltip)
    rules = levels.mark_rule(strokeDash=[4, 3], color=GREY).encode(alt.Y("level:Q"))
    texts = levels.mark_text(align="left", dx=4, dy=-7, color=GREY).encode(
        alt.Y("level:Q"), x=alt.value(0), text=alt.Text("says:N")
    )
    mark = here.mark_rule(strokeWidth=2, color=ORANGE).encode(alt.X("η:Q"))
    return (rules + texts + mark + line).properties(height=260)

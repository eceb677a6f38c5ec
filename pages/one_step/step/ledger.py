"""The whole step in one view, both losses side by side where there are two, and its worth."""

from collections.abc import Sequence
from functools import partial

import altair as alt
import pandas as pd
import streamlit as st

from mlp_core import LOSSES, SGDStep
from mlp_core.number_text import MINUS
from mlp_core.teaching.lessons.ledger import (
    LedgerRow,
    Mask,
    Side,
    Value,
    both_losses,
    ledger,
    partner,
)
from mlp_core.teaching.lessons.missing_slope import MissingSlope, missing_slope
from mlp_core.teaching.lessons.step_length import StepLength, step_length, step_lengths
from mlp_core.teaching.quantities.names import shown_name
from pages.one_step import words
from pages.shared.charts import prebuilt
from pages.shared.charts.palette import GREY, ORANGE
from pages.shared.numbers import difference, full_precision, known, like
from pages.shared.tables import Table, Write, show_tables

TWO_LOSSES = (
    "The same step twice, all else alike: once with {}, once with {}. Only the marked lines have "
    "another form; everything before them is the same, and everything after them is computed in "
    "the same way from other numbers."
)
ALONE = "Every number of the step, with {}, in the order in which it is computed."
NO_PARTNER = "There is no other loss of {} outputs here, and so no other side."
NOT_A_TARGET = "The other side, {}, is missing: {}."
SLOW = (
    "**The slope makes squared error slow here.** It has the factor g′(z) = {slope} in {cell}, "
    "which cross-entropy lacks: {squared} beside {entropy}, {factor}. The unit is saturated, and "
    "far off its target all the same."
)
NOT_SLOW = (
    "Squared error has the factor g′(z) = {slope} in {cell}, which cross-entropy lacks: {squared} "
    "beside {entropy}, {factor}. Here that is no matter: the slope is not far from the steepest "
    "there is, {steepest:g}. Where the unit is saturated it is next to nothing."
)
# What a step promises: plain gradient descent, and any other that is made of the same gradient.
PROMISE, PROMISE_OF_OTHERS = "−η‖∇L‖²", "Σ ∂L/∂w · (w′ − w)"
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
    steps, why_alone = _losses(step)
    names = [one.objective.record.brief for one in steps]
    st.markdown(TWO_LOSSES.format(*names) if len(steps) > 1 else ALONE.format(*names))
    if why_alone:
        st.info(why_alone, icon=":material/info:")
    elif lesson := missing_slope(steps):
        st.markdown(_of_slope(lesson, write))
    _show_rows(ledger(steps), steps, write)
    _show_step_length(step)


def _losses(step: SGDStep) -> tuple[list[SGDStep], str]:
    """``step`` beside the same with the other loss; alone with a sentence that says why."""
    other = partner(step.loss_name)
    if other is None:
        return [step], NO_PARTNER.format(words.output_unit(step.objective.record.unit))
    brief = LOSSES[other].brief
    try:
        return both_losses(step), ""
    except ValueError as error:
        return [step], NOT_A_TARGET.format(brief, error)
    except ArithmeticError as error:
        return [step], f"With {brief} there is no step from here. {error}"


def _of_slope(lesson: MissingSlope, write: Write) -> str:
    """What squared error's further factor does in this step, with its numbers."""
    factor = (
        "all of the gradient gone"
        if lesson.factor is None
        else f"{lesson.factor:.3g} times smaller"
    )
    numbers = {
        "slope": write(lesson.slope),
        "cell": shown_name(lesson.cell),
        "squared": write(lesson.squared_error),
        "entropy": write(lesson.cross_entropy),
    }
    words = SLOW if lesson.slow else NOT_SLOW
    return words.format(**numbers, factor=factor, steepest=lesson.steepest)


def _show_rows(rows: Sequence[LedgerRow], steps: Sequence[SGDStep], write: Write) -> None:
    several = len(steps) > 1
    frame = pd.DataFrame(
        [
            {
                "stage": row.stage,
                "quantity": words.shown(steps[0], row.name),
                "shape": " × ".join(map(str, row.shape)) or "number",
                **_columns(row.sides, steps, write),
                **({"differs in": _difference(row)} if several else {}),
            }
            for row in rows
        ]
    ).set_index("stage")
    marks = tuple(i for i, row in enumerate(rows) if row.differs_in_form)
    show_tables(Table("Ledger of the step", frame, marked_rows=marks), write=write, css="ledger")


def _columns(
    sides: Sequence[Side | None], steps: Sequence[SGDStep], write: Write
) -> dict[str, str]:
    """Formula and value under each loss; a dash where it has no such quantity."""
    columns = {}
    for at, (side, step) in enumerate(zip(sides, steps, strict=True)):
        formula = words.in_page_names(side.formula, partial(words.shown, step)) if side else "–"
        columns[f"{step.objective.record.measure}: formula"] = formula
        # The headings of columns that are called alike differ in blanks, which nobody sees.
        value = _numbers(side.value, side.rounding, write) if side else "–"
        columns[f"value{' ' * at}"] = value
    return columns


def _difference(row: LedgerRow) -> str:
    if row.differs_in_form:
        return "form"
    return "value" if row.differs_in_value else ""


def _numbers(value: Value, rounding: Mask, write: Write) -> str:
    """The numbers of a small array, the range of anything larger."""
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
    plain = step.optimizer == "sgd"
    promise = PROMISE if plain else PROMISE_OF_OTHERS
    st.markdown(
        f"To first order, this step changes the loss by {promise}. The shorter a step, the better "
        "that holds; one that is too long overshoots the valley, and the loss can even rise."
    )
    with st.container(horizontal=True, gap="large"):
        *_, change = difference(step.loss_after, step.loss)
        actual = change if now.actual else known(0.0, step.loss_change != 0.0)
        st.metric(f"Predicted change {promise}", like(now.predicted, change), width="content")
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

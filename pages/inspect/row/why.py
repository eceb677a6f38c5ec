"""Why this class, and not that one: the units that speak for it and against it, as a sum."""

import pandas as pd
import streamlit as st

from mlp_core.data.rows import Picture
from mlp_core.inspection.row.contributions import Contributions, contributions
from mlp_core.inspection.row.question import question
from mlp_core.number_text import rounded
from pages.inspect.row.asked import Asked
from pages.shared.charts import one_row, prebuilt

MOST_TERMS = 12
BIAS = "bias"


def show(asked: Asked) -> None:
    """What is asked, the sum in a sentence, and its terms."""
    favoured, against = _choose(asked)
    moment = asked.moment
    n_out = len(moment.parameters[1][-1])
    c = question(moment.dataset, moment.config.loss, n_out, favoured, against)
    found = contributions(moment.parameters, asked.reading, c)
    st.markdown(sentence(asked, found, favoured, against))
    frame = frame_of(asked, found)
    limit = float(frame["term"].abs().max()) or 1.0
    axis = _axis(asked, favoured, against)
    spec = prebuilt.with_data(one_row.term_bars, frame, axis, limit)
    told = "; ".join(f"{a} {b}" for a, b in zip(frame["label"], frame["written"], strict=True))
    st.vega_lite_chart(spec=spec, alt=f"{axis}, term by term: {told}.")
    hidden = "what a unit of the last hidden layer makes of the row"
    what = hidden if asked.reading.hiddens else "an input of the row"
    st.caption(
        f"A term is {what}, times its weight to the output"
        f"{'' if against is None else 's: that of the one minus that of the other'}. Blue speaks "
        "for, orange against; all bars together are the sum above."
    )


def _choose(asked: Asked) -> tuple[int, int | None]:
    """What is asked: the class that is named, against another; or a target."""
    data, reading = asked.moment.dataset, asked.reading
    if data.is_regression:
        return choose_target(asked), None
    others = [k for k in range(data.n_classes) if k != reading.named]
    first = reading.runner_up if asked.is_right is not False else asked.truth
    other = st.selectbox(
        f"Why {asked.name_of(reading.named)}, and not …",
        others,
        others.index(first),
        format_func=asked.name_of,
        # Another row has another answer, and so another question.
        key=f"{asked.key}_against_{reading.named}_{first}",
        width=260,
    )
    return reading.named, other


def choose_target(asked: Asked) -> int:
    """The target that is asked about, where there are several."""
    data = asked.moment.dataset
    if data.n_targets == 1:
        return 0
    return st.selectbox(
        "Target",
        range(data.n_targets),
        format_func=asked.name_of,
        key=f"{asked.key}_target",
        width=260,
    )


def sentence(asked: Asked, found: Contributions, favoured: int, against: int | None) -> str:
    """The sum: what speaks for, what against, and what comes of it."""
    sum_text = (
        f"{rounded(found.speaks_for)} for, {rounded(found.speaks_against)} against, "
        f"and {rounded(found.bias)} by the bias: together **{rounded(found.total)}**"
    )
    if against is None:
        return f"The output z of {asked.quoted(favoured)} is a sum. There is {sum_text}."
    if found.total > 0:
        end = f"so {asked.quoted(favoured)} is ahead of {asked.quoted(against)} by that much"
    elif found.total < 0:
        end = f"so {asked.quoted(against)} is ahead of {asked.quoted(favoured)} by that much"
    else:
        end = "so both are level"
    return f"There is {sum_text}, {end}."


def frame_of(asked: Asked, found: Contributions) -> pd.DataFrame:
    """What ``one_row.term_bars`` draws: the strongest terms, all others together, and the bias."""
    strongest = [int(k) for k in found.strongest(MOST_TERMS)]
    entries = [
        (
            unit_name(asked, k),
            float(found.terms[k]),
            f"{rounded(float(found.weights[k]))} · {rounded(float(found.values[k]))}",
        )
        for k in strongest
    ]
    rest = len(found.terms) - len(strongest)
    if rest:
        name = f"{rest} other{'s' if rest > 1 else ''}"
        entries.append((name, found.without(strongest), "the sum of all others"))
    entries.append((BIAS, found.bias, "the bias of the output"))
    return pd.DataFrame(
        {"label": label, "term": term, "written": rounded(term), "how": how}
        for label, term, how in entries
    )


def unit_name(asked: Asked, number: int) -> str:
    """A unit of the last hidden layer; without one, an input."""
    row = asked.moment.dataset.row
    if asked.reading.hiddens:
        return f"unit {number + 1}"
    if isinstance(row, Picture):
        line, column = divmod(number, row.shape[1])
        return f"line {line + 1}, column {column + 1}"
    return f"{number + 1}: {row.names[number]}"


def _axis(asked: Asked, favoured: int, against: int | None) -> str:
    if against is None:
        return f"z of {asked.name_of(favoured)}"
    return f"z of {asked.name_of(favoured)} minus z of {asked.name_of(against)}"

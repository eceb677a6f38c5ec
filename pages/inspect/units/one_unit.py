"""What a unit does: its weights, when it is excited, what it tells apart, what it changes."""

import pandas as pd
import streamlit as st

from mlp_core.data.rows import Picture
from mlp_core.inspection.units.look import Look, Unit
from mlp_core.inspection.units.portrait import Portrait, portrait
from mlp_core.inspection.units.roster import Roster
from mlp_core.inspection.units.telling import unit_sentences
from mlp_core.number_text import rounded
from mlp_core.quoting import one_line
from pages.inspect.moment import Moment
from pages.inspect.units import choosing, excited, keys, switched_off
from pages.inspect.units.orders import in_order
from pages.shared import sentences, session
from pages.shared.charts import bars, prebuilt, small_pictures
from pages.shared.links.address import bound
from pages.shared.tables import Table, show_tables

# Of the picture of its weights.
SIZE = 180
# Weights by name, or units of the next layer, the largest.
MOST_BARS = 30


def show(moment: Moment, seen: Look) -> None:
    """The grid on the left, and the unit that is picked in it."""
    left, right = st.columns([5, 6], gap="large")
    with left:
        order = choosing.order(seen)
        now = _held(seen)
        layer = choosing.layer(seen, now.layer if now else choosing.layer_held(seen), _leave)
        roster = choosing.roster_of(moment, seen, layer)
        if now is None:
            now = in_order(roster, order)[0]
            session.set_controls({keys.UNIT: now.text})
        choosing.show_grid(seen, roster, order, _pick, selected=now.text)
    with right:
        unit = _by_name(roster)
        drawn = portrait(seen, unit)
        sentences.tell_all(unit_sentences(seen, roster, unit))
        with st.container(horizontal=True):
            st.button(
                "Switch it off",
                icon=":material/toggle_off:",
                on_click=switched_off.add,
                args=(unit.text,),
            )
            excited.offer_step(moment, seen, drawn)
        one, two = st.columns([2, 3])
        with one:
            _weights(seen, drawn)
        with two:
            _activation(seen, drawn)
    excited.show(moment, seen, drawn)
    one, two = st.columns(2, gap="large")
    with one:
        _apart(seen, roster, drawn)
    with two:
        _influence(seen, drawn)


def _held(seen: Look) -> Unit | None:
    """The unit that the control holds, if this network has it."""
    held = session.control_values({keys.UNIT: None})[keys.UNIT]
    return next((unit for unit in seen.units() if unit.text == held), None)


def _by_name(roster: Roster) -> Unit:
    """The unit by its name, which a keyboard finds."""
    units = {unit.text: unit for unit in roster.units}
    chosen = st.selectbox(
        "Unit",
        list(units),
        format_func=lambda text: units[text].name.capitalize(),
        **bound(keys.UNIT),
    )
    return units[chosen]


def _pick(name: str) -> None:
    session.set_controls({keys.UNIT: name})


def _leave() -> None:
    """Another layer was chosen: its first unit is looked at."""
    session.set_controls({keys.UNIT: None})


def _weights(seen: Look, drawn: Portrait) -> None:
    """The incoming weights, as a picture where rows are such, and the bias."""
    st.subheader("What it looks for", anchor="unit-weights")
    limit = max(abs(float(drawn.incoming.min())), abs(float(drawn.incoming.max()))) or 1.0
    kind, name = seen.dataset.row, drawn.unit.name
    if drawn.unit.layer == 1 and isinstance(kind, Picture):
        pixels = small_pictures.pixel_frame([drawn.incoming], [name], kind.shape)
        spec = prebuilt.pictures(pixels, 1, SIZE, limit, diverging=True)
        alt = f"Incoming weights of {name} as a picture, ±{limit:.3g}"
        st.vega_lite_chart(spec=spec, alt=alt, width="content")
    else:
        names = kind.names if drawn.unit.layer == 1 else _units(len(drawn.incoming))
        _bars(drawn.incoming, names, "weight", f"Incoming weights of {name}")
    st.caption(f"Bias: {rounded(drawn.bias)}")


def _activation(seen: Look, drawn: Portrait) -> None:
    """How often each value of h occurs."""
    st.subheader("How it is excited", anchor="unit-activation")
    counts, edges = drawn.histogram
    frame = pd.DataFrame({"low": edges[:-1], "high": edges[1:], "rows": counts})
    of = f"training {seen.dataset.words.rows}"
    name = f"h of {drawn.unit.name}"
    spec = prebuilt.with_data(bars.histogram, frame, name, of)
    st.vega_lite_chart(spec=spec, alt=f"How many {of} have which {name}")


def _apart(seen: Look, roster: Roster, drawn: Portrait) -> None:
    """What it tells apart: classes by its mean and its ROC area, or how it goes with numbers."""
    j, data = drawn.unit.number - 1, seen.dataset
    if roster.areas is None or drawn.by_class is None:
        st.subheader("What it goes with", anchor="unit-apart")
        alt = f"Correlation of {drawn.unit.name} with each target"
        _bars(roster.r[:, j], data.target_names, "correlation r", alt)
        return
    st.subheader("What it tells apart", anchor="unit-apart")
    _bars(drawn.by_class, data.class_names, "mean h", f"Mean h of {drawn.unit.name} by class")
    title = "how often a row of the class has a higher h than another"
    alt = f"How well {drawn.unit.name} tells each class from all others"
    _bars(roster.areas[:, j], data.class_names, title, alt, middle=0.5)


def _influence(seen: Look, drawn: Portrait) -> None:
    """What it changes at each output, and by which weights."""
    st.subheader("What it changes", anchor="unit-influence")
    data, influence = seen.dataset, drawn.influence
    outputs = [one_line(name) for name in (data.class_names or data.target_names)]
    outputs = outputs[-len(influence.mean) :]
    alt = f"What {drawn.unit.name} adds to each output on average"
    _bars(influence.mean, outputs, "added to z on average", alt)
    if influence.direct is None:
        names = _units(len(drawn.outgoing))
        title = f"weight into layer {drawn.unit.layer + 1}"
        _bars(drawn.outgoing, names, title, f"Outgoing weights of {drawn.unit.name}")
        return
    frame = pd.DataFrame(
        {
            "weight": drawn.outgoing,
            "weight × spread": influence.direct,
            "on average": influence.mean,
            "without its sign": influence.size,
        },
        index=outputs,
    )
    table = Table("Each output, and by what it is less without the unit", frame)
    show_tables(table, write=rounded, css="tall")


def _bars(values, names, title: str, alt: str, middle: float = 0.0) -> None:
    """A bar a name; of many the largest."""
    frame = pd.DataFrame({"name": [one_line(name) for name in names], "value": values}).dropna()
    if len(frame) > MOST_BARS:
        largest = (frame["value"] - middle).abs().nlargest(MOST_BARS).index
        frame = frame.loc[sorted(largest)]
        st.caption(f"The {MOST_BARS} largest of {len(names)}.")
    spec = prebuilt.with_data(bars.signed, frame, title, middle)
    st.vega_lite_chart(spec=spec, alt=alt)


def _units(n: int) -> list[str]:
    return [f"unit {number}" for number in range(1, n + 1)]

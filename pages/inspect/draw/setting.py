"""A row by setting its values: a slider or a choice each, in the units of the data."""

from collections.abc import Sequence

import streamlit as st

from mlp_core.inspection.own.controls import Control, Number, controls
from mlp_core.inspection.own.influence import influences
from mlp_core.inspection.own.rows import identity
from mlp_core.inspection.own.values import values_tested
from mlp_core.quoting import one_line
from pages.inspect.moment import Moment
from pages.shared import session

VALUES, KEY, START = "inspect_values", "inspect_value", "inspect_values_start"
# So many controls are in sight; the others, of less influence, are folded.
IN_SIGHT, MOST = 8, 60
# Streamlit has no slider of whole numbers beyond those that JavaScript has all of.
MOST_WHOLE = 2**53 - 1
# Of the controls, and of what is said of the row.
WIDTHS = 2, 3


def make(moment: Moment) -> list[float]:
    """The values as the controls have them; those of the first test row at first."""
    _start_from(moment)
    values = _held(moment)
    found = _by_influence(moment)
    for control in found[:IN_SIGHT]:
        _draw(moment, control, values)
    if len(found) > IN_SIGHT:
        n = len(found) - IN_SIGHT
        with st.expander(f"{n} more, of less influence on this network"):
            for control in found[IN_SIGHT:MOST]:
                _draw(moment, control, values)
            if len(found) > MOST:
                st.caption(f"The {len(found) - MOST} of least influence stay as they are.")
    return values


def hold(moment: Moment, values: Sequence[float]) -> None:
    """Set the controls to these values."""
    data = identity(moment.dataset)
    session.remember(f"{VALUES}_{data}", list(values))
    # Each control begins anew at its value.
    turn = session.remembered(f"{KEY}_{data}", int)
    session.remember(f"{KEY}_{data}", turn + 1)


def _held(moment: Moment) -> list[float]:
    name = f"{VALUES}_{identity(moment.dataset)}"
    return session.remembered(name, lambda: values_tested(moment.dataset)[0].tolist())


def _by_influence(moment: Moment) -> list[Control]:
    """The controls, those first that the network's outputs follow furthest; of points as they are.

    They stay in their places while the moment changes: it is the end of the run that counts.
    """
    dataset = moment.dataset
    found = controls(dataset)
    if dataset.plane is not None:
        return found
    end = moment.film.parameters(moment.film.last)
    strength = influences(end, moment.config, dataset)
    return sorted(found, key=lambda one: -max(strength[k] for k in one.places))


def _draw(moment: Moment, control: Control, values: list[float]) -> None:
    """A control at what ``values`` have of it, and what it says put there."""
    data = identity(moment.dataset)
    key = f"{KEY}_{data}_{session.remembered(f'{KEY}_{data}', int)}_{control.places[0]}"
    label = one_line(control.name)
    if isinstance(control, Number):
        values[control.place] = _slider(label, control, values[control.place], key)
        return
    options = range(len(control.options))
    chosen = st.selectbox(
        label,
        options,
        index=control.of(values),
        format_func=lambda k: one_line(control.labels[k]),
        key=key,
    )
    if chosen != control.of(values):
        for place, value in zip(control.places, control.options[chosen], strict=True):
            values[place] = value


def _slider(label: str, control: Number, value: float, key: str) -> float:
    whole = control.step == 1.0 and max(-control.low, control.high) <= MOST_WHOLE
    kind = int if whole else float
    low, high = kind(control.low), kind(control.high)
    now = min(max(kind(value), low), high)
    moved = st.slider(
        label, low, high, now, kind(control.step), key=key, format="%d" if whole else "%.4g"
    )
    # What has not been moved stays what it is, to the last digit.
    return value if moved == now else float(moved)


def _start_from(moment: Moment) -> None:
    """A test row, whose values the controls take."""
    words, last = moment.dataset.words, len(moment.dataset.X_test) - 1
    key = f"{START}_{last}"

    def take() -> None:
        hold(moment, values_tested(moment.dataset)[session.control_values({key: 0})[key]].tolist())

    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.number_input(f"Test {words.row}, 0 to {last}", 0, last, 0, key=key, width=180)
        st.button("Start from it", icon=":material/input:", on_click=take)

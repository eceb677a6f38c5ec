"""The section Units: which unit, and whether it is looked at, switched off, or pruned."""

from collections.abc import Mapping

import streamlit as st

from mlp_core.experiments.runs.run import Run
from mlp_core.inspection.units.look import Look, look
from mlp_core.inspection.units.pruning import BYS, WITHINS
from mlp_core.inspection.units.switching import LEVELS
from mlp_core.number_text import count
from pages.inspect.moment import Moment
from pages.inspect.units import choosing, keys, one_unit, pruned, switched_off
from pages.inspect.units.orders import FIRST, ORDERS
from pages.shared import sentences
from pages.shared.links.address import bound
from pages.shared.links.rules import Choice, Number, Rule, Several

VIEWS = {
    "unit": ("What a unit does", one_unit.show),
    "off": ("Switch units off", switched_off.show),
    "prune": ("Prune by size", pruned.show),
}
DEFAULTS: Mapping[str, object] = {
    keys.VIEW: "unit",
    keys.UNIT: None,
    keys.ORDER: FIRST,
    keys.OFF: [],
    keys.AT: "zero",
    keys.WHAT: "weights",
    keys.WITHIN: "network",
    keys.BY: "influence",
    keys.SHARE: 0,
}


def rules(run: Run) -> Mapping[str, Rule]:
    """What the address may say of the section's controls for this run."""
    names = {unit.text: unit.name for unit in choosing.units_of(run.config)}
    return {
        keys.VIEW: Choice({name: title for name, (title, _) in VIEWS.items()}),
        keys.UNIT: Choice(names),
        keys.ORDER: Choice({name: name for name in ORDERS}),
        keys.OFF: Several(names),
        keys.AT: Choice(LEVELS),
        keys.WHAT: Choice(pruned.WHATS),
        keys.WITHIN: Choice(WITHINS),
        keys.BY: Choice(BYS),
        keys.SHARE: Number(0, 100),
    }


def show(moment: Moment) -> None:
    """The section, at this moment."""
    if len(moment.config.units) == 2:
        st.info(
            "This network has no hidden units: each output reads the inputs directly.",
            icon=":material/info:",
        )
        return
    try:
        seen = look(moment.config, moment.dataset, moment.parameters)
    except ValueError as error:
        sentences.tell(f"There is nothing to see of its units here: {error}.", "warning")
        return
    view = st.segmented_control(
        "Show",
        options=list(VIEWS),
        default="unit",
        format_func=lambda name: VIEWS[name][0],
        required=True,
        label_visibility="collapsed",
        **bound(keys.VIEW),
    )
    VIEWS[view][1](moment, seen)
    _tell_bounds(seen)


def _tell_bounds(seen: Look) -> None:
    """Which rows all this is of, where it is not of all."""
    said = [
        f"{count(len(part.at))} of {count(part.n_all)} {name} rows"
        for name, part in (("training", seen.train), ("test", seen.test))
        if not part.is_all
    ]
    if said:
        st.caption(f"All figures here are of {' and '.join(said)}, the same ones every time.")

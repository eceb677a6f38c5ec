"""The sidebar of an exercise: where its numbers come from, and what of it is blank."""

import random
from collections.abc import Callable, Iterable, Mapping

import streamlit as st

from mlp_core import ACTIVATIONS, LOSSES, SGDStep
from mlp_core.layer_sizes import write_sizes
from mlp_core.number_text import exact
from mlp_core.teaching.exercise import links
from mlp_core.teaching.exercise.problems import (
    DRAWN,
    GIVEN,
    PROBLEM_LIMITS,
    PROBLEM_SIZES,
    QUESTION_1,
    SOURCES,
    ProblemSpec,
)
from mlp_core.teaching.exercise.specs import spec_of_step
from mlp_core.teaching.exercise.stages import GROUPS, shorten, stage_groups
from mlp_core.teaching.quantities.names import shown_name
from pages.one_step import modes
from pages.one_step.your_turn import hand_outs
from pages.shared import controls, layer_sizes, session

SPEC = "turn_spec"
GROUP_NAMES = {
    "forward": "Forward",
    "loss": "Loss",
    "gradients": "Gradients",
    "update": "Update",
}
NUMBERS_NAMES = {DRAWN: "From a seed", QUESTION_1: "Question 1", GIVEN: "Given"}
# What the page calls the parameters of a link.
LABELS = {
    links.NUMBERS: "Numbers",
    links.TASK: "Numbers",
    links.STEP: "Step",
    links.SEED: "Seed",
    links.UNITS: layer_sizes.LABEL,
    links.LOSS: "Loss",
    links.ACTIVATION: "Activation of hidden layers",
    links.RATE: "Learning rate η",
    links.BLANK: "Blank stages",
    links.HIDE: "Hide in the link",
}
FROM_SEED = "drawn"
# The exercises that were left for others, by where their numbers come from.
BEFORE = "turn_before"
NUMBERS_FIELD = "turn_numbers_field"


def sidebar() -> ProblemSpec:
    """The exercise that the controls, or at first the link, describe: always a legal one."""
    if session.came_by_history():
        session.forget(SPEC)
    spec, complaints = session.remembered(
        SPEC, lambda: links.from_query(session.link_parameters(), LABELS)
    )
    with st.sidebar:
        changed, _ = links.from_query(links.to_query(spec) | _controls(spec))
        if changed != spec:
            complaints = _corrections(spec.units, changed) if changed.loss != spec.loss else []
            spec = changed
            session.remember(SPEC, (spec, complaints))
        hand_outs.show(spec)
    for complaint in complaints:
        st.warning(complaint, icon=":material/link_off:")
    session.write_link(links.to_query(spec), links.PREFIX)
    return spec


def _controls(spec: ProblemSpec) -> dict[str, str]:
    """The controls that the link does not hide; what they say, as parameters of a link."""
    said = {}
    drawn = spec.numbers == DRAWN
    if "seed" not in spec.hidden and "units" not in spec.hidden:
        given = GIVEN in (spec.numbers, *session.remembered(BEFORE, dict))
        sources = SOURCES if given else [source for source in SOURCES if source != GIVEN]
        _choice("Numbers", sources, spec.numbers, NUMBERS_NAMES, "numbers", _take_numbers)
    if "seed" not in spec.hidden and drawn:
        st.button("New numbers", icon=":material/casino:", on_click=_new_seed, width="stretch")
        low, high = map(int, PROBLEM_LIMITS["seed"])
        seed = st.number_input("Seed", low, high, spec.seed, step=1, key="turn_seed_field")
        said[links.SEED] = str(seed)
    if "units" not in spec.hidden and drawn:
        layer_sizes.field("turn_units_field", spec.units, PROBLEM_SIZES, _take_sizes)
    if "loss" not in spec.hidden and spec.numbers != GIVEN:
        said[links.LOSS] = st.selectbox(
            "Loss",
            list(LOSSES),
            index=list(LOSSES).index(spec.loss),
            format_func=controls.LOSS_NAMES.get,
            key="turn_loss_field",
        )
    if "activation" not in spec.hidden and drawn:
        label, names = "Activation of hidden layers", controls.ACTIVATION_NAMES
        said[links.ACTIVATION] = _choice(label, ACTIVATIONS, spec.activation, names, "activation")
    if "rate" not in spec.hidden and drawn:
        said[links.RATE] = _rate(spec)
    if "blank" not in spec.hidden:
        said[links.BLANK] = _blanks(spec)
    return said


def take(step: SGDStep, number: int) -> None:
    """Make the ``number``-th step of a walk the exercise; a callback of the page's other modes."""
    try:
        made, complaints = spec_of_step(step, number), []
    except ValueError as error:
        made, complaints = ProblemSpec(), [f"This step is no exercise to solve by hand: {error}."]
    session.remember(SPEC, (made, complaints))
    session.set_controls({modes.KEY: modes.TURN, NUMBERS_FIELD: made.numbers})


def _take_numbers() -> None:
    """Go to numbers from elsewhere, as they were left, with the loss and the blanks of these."""
    spec, _ = session.remembered(SPEC, lambda: (ProblemSpec(), []))
    left = session.remembered(BEFORE, dict) | {spec.numbers: spec}
    session.remember(BEFORE, left)
    chosen = session.control_values({NUMBERS_FIELD: DRAWN})[NUMBERS_FIELD]
    said = links.to_query(spec)
    query = links.to_query(left[chosen] if chosen in left else ProblemSpec(numbers=chosen))
    if GIVEN not in (chosen, spec.numbers):
        query |= {name: said[name] for name in (links.LOSS, links.BLANK)}
    session.remember(SPEC, (links.from_query(query)[0], []))


def _take_sizes(units: tuple[int, ...]) -> None:
    spec, _ = session.remembered(SPEC, lambda: (ProblemSpec(), []))
    changed, _ = links.from_query(links.to_query(spec) | {links.UNITS: write_sizes(units)})
    session.remember(SPEC, (changed, _corrections(units, changed)))


def _corrections(units: tuple[int, ...], now: ProblemSpec) -> list[str]:
    """What became of the layer sizes where the loss needs others."""
    if now.units[-1] == units[-1]:
        return []
    return [
        f"{layer_sizes.LABEL} are {write_sizes(now.units)} now: cross-entropy needs two output "
        "units at least."
    ]


def _choice(
    label: str,
    options: Iterable[str],
    now: str,
    names: Mapping[str, str],
    key: str,
    take: Callable[[], None] | None = None,
) -> str:
    return st.segmented_control(
        label,
        options=list(options),
        default=now,
        format_func=names.get,
        required=True,
        key=f"turn_{key}_field",
        on_change=take,
    )


def _rate(spec: ProblemSpec) -> str:
    rates = controls.log_steps(*PROBLEM_LIMITS["learning_rate"])
    now = FROM_SEED if spec.learning_rate is None else spec.learning_rate
    options = [FROM_SEED, *sorted({*rates, *({now} - {FROM_SEED})})]
    chosen = st.selectbox(
        "Learning rate η",
        options,
        index=options.index(now),
        format_func=lambda rate: "from the seed" if rate == FROM_SEED else exact(rate),
        key="turn_rate_field",
    )
    return "" if chosen == FROM_SEED else repr(chosen)


def _blanks(spec: ProblemSpec) -> str:
    network = spec.network
    singles = [stage for stages in stage_groups(network).values() for stage in stages]
    options = list(dict.fromkeys([*GROUPS, *singles]))
    # Another network has other stages, and a choice of its own.
    of = "_".join(map(str, network)) if spec.numbers == GIVEN else network.loss
    chosen = st.multiselect(
        "Blank stages",
        options,
        default=[key for key in shorten(spec.blanks, network) if key in options],
        format_func=lambda key: GROUP_NAMES.get(key) or shown_name(key),
        key=f"turn_blank_field_{network.n_layers}_{of}",
    )
    return ",".join(chosen) or links.NOTHING


def _new_seed() -> None:
    session.set_controls({"turn_seed_field": random.randrange(1, 10_000)})

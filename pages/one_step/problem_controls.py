"""The sidebar of an exercise: what it is drawn from, what is blank, and what to hand out."""

import random
from urllib.parse import urlencode

import streamlit as st

from mlp_core import ACTIVATIONS, LOSSES
from mlp_core.layer_sizes import write_sizes
from mlp_core.number_text import exact
from mlp_core.teaching import links
from mlp_core.teaching.drawing import draw_problem
from mlp_core.teaching.problem_cells import shown_name
from mlp_core.teaching.problems import HIDEABLE, PROBLEM_LIMITS, PROBLEM_SIZES, ProblemSpec
from mlp_core.teaching.stages import GROUPS, shorten, stage_groups
from mlp_core.teaching.worksheet import key_markdown, worksheet_markdown
from mlp_core.teaching.worksheet_notebook import key_notebook, worksheet_notebook
from pages.one_step import modes
from pages.shared import controls, layer_sizes, session

SPEC = "turn_spec"
GROUP_NAMES = {
    "forward": "Forward",
    "loss": "Loss",
    "gradients": "Gradients",
    "update": "Update",
}
HIDEABLE_NAMES = {
    "units": "layer sizes",
    "seed": "seed",
    "loss": "loss",
    "activation": "activation",
    "rate": "learning rate",
    "blank": "blank stages",
    "hints": "hints",
    "answers": "answers",
    "worksheet": "worksheet",
}
FROM_SEED = "drawn"


def sidebar() -> ProblemSpec:
    """The exercise that the controls, or at first the link, describe: always a legal one."""
    spec, complaints = session.remembered(SPEC, lambda: links.from_query(session.link_parameters()))
    with st.sidebar:
        wanted = links.to_query(spec) | _controls(spec)
        try:
            PROBLEM_SIZES.read(layer_sizes.LABEL, wanted[links.UNITS])
        except ValueError as error:
            st.error(f"{error} The exercise stays as it was.")
            wanted[links.UNITS] = write_sizes(spec.units)
        changed, new_complaints = links.from_query(wanted)
        if changed != spec:
            # A stage that another network does not have is no mistake of the learner's.
            complaints = [text for text in new_complaints if not text.startswith(links.BLANK)]
            spec = changed
            session.remember(SPEC, (spec, complaints))
        if "worksheet" not in spec.hidden:
            _hand_outs(spec)
        if not spec.hidden:
            _teachers_link(spec)
    for complaint in complaints:
        st.warning(complaint, icon=":material/link_off:")
    session.write_link(links.to_query(spec), links.PREFIX)
    return spec


def _controls(spec: ProblemSpec) -> dict[str, str]:
    """The controls that the link does not hide; what they say, as parameters of a link."""
    said = {}
    if "seed" not in spec.hidden:
        st.button("New numbers", icon=":material/casino:", on_click=_new_seed, width="stretch")
        low, high = map(int, PROBLEM_LIMITS["seed"])
        seed = st.number_input("Seed", low, high, spec.seed, step=1, key="turn_seed_field")
        said[links.SEED] = str(seed)
    if "units" not in spec.hidden:
        said[links.UNITS] = st.text_input(
            f"{layer_sizes.LABEL}, input first",
            write_sizes(spec.units),
            key="turn_units_field",
            help=layer_sizes.HELP,
        )
    if "loss" not in spec.hidden:
        said[links.LOSS] = _choice("Loss", LOSSES, spec.loss, controls.LOSS_NAMES, "loss")
    if "activation" not in spec.hidden:
        names = {name: name for name in ACTIVATIONS}
        label = "Activation of hidden layers"
        said[links.ACTIVATION] = _choice(label, ACTIVATIONS, spec.activation, names, "activation")
    if "rate" not in spec.hidden:
        said[links.RATE] = _rate(spec)
    if "blank" not in spec.hidden:
        said[links.BLANK] = _blanks(spec)
    return said


def _choice(label: str, options, now: str, names: dict[str, str], key: str) -> str:
    return st.segmented_control(
        label,
        options=list(options),
        default=now,
        format_func=names.get,
        required=True,
        key=f"turn_{key}_field",
    )


def _rate(spec: ProblemSpec) -> str:
    rates = controls.learning_rates(*PROBLEM_LIMITS["learning_rate"])
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
    n = len(spec.units) - 1
    singles = [stage for stages in stage_groups(n, spec.loss).values() for stage in stages]
    options = list(dict.fromkeys([*GROUPS, *singles]))
    chosen = st.multiselect(
        "Blank stages",
        options,
        default=[key for key in shorten(spec.blanks, n, spec.loss) if key in options],
        format_func=lambda key: GROUP_NAMES.get(key) or shown_name(key),
        key=f"turn_blank_field_{n}_{spec.loss}",
    )
    return ",".join(chosen) or links.NOTHING


def _hand_outs(spec: ProblemSpec) -> None:
    """The worksheet and, unless answers are hidden, its key; each to print and to compute in."""
    problem = draw_problem(spec)
    sheets = {
        "worksheet.md": ("Worksheet", worksheet_markdown),
        "worksheet.ipynb": ("Worksheet, notebook", worksheet_notebook),
        "key.md": ("Key", key_markdown),
        "key.ipynb": ("Key, notebook", key_notebook),
    }
    with st.expander("Worksheet to print", icon=":material/print:"):
        for name, (label, write) in sheets.items():
            if name.startswith("key") and "answers" in spec.hidden:
                continue
            st.download_button(
                label,
                data=lambda write=write: write(problem),
                file_name=name,
                on_click="ignore",
                width="stretch",
            )


def _teachers_link(spec: ProblemSpec) -> None:
    with st.expander("Link for a class", icon=":material/link:"):
        hidden = st.multiselect(
            "Hide in the link",
            HIDEABLE,
            format_func=HIDEABLE_NAMES.get,
            key="turn_hide_field",
            help="Whoever opens the link gets this exercise without these controls.",
        )
        query = links.to_query(spec) | ({links.HIDE: ",".join(hidden)} if hidden else {})
        address = session.address().partition("?")[0]
        st.code(f"{address}?{urlencode({'step_mode': modes.TURN} | query)}", wrap_lines=True)


def _new_seed() -> None:
    session.set_controls({"turn_seed_field": random.randrange(1, 10_000)})

"""What an exercise is handed out as: worksheets and keys to download, and a link for a class."""

from urllib.parse import urlencode

import streamlit as st

from mlp_core.teaching.exercise import links
from mlp_core.teaching.exercise.drawing import draw_problem
from mlp_core.teaching.exercise.problems import HIDEABLE, ProblemSpec
from mlp_core.teaching.given.links import too_long
from mlp_core.teaching.worksheet.html_page import key_html, worksheet_html
from mlp_core.teaching.worksheet.markdown import key_markdown, worksheet_markdown
from mlp_core.teaching.worksheet.notebook import key_notebook, worksheet_notebook
from pages.one_step import modes
from pages.shared import session

SHEETS = {
    "worksheet.html": ("Worksheet, for paper", worksheet_html),
    "worksheet.md": ("Worksheet, Markdown", worksheet_markdown),
    "worksheet.ipynb": ("Worksheet, notebook", worksheet_notebook),
}
KEYS = {
    "key.html": ("Key, for paper", key_html),
    "key.md": ("Key, Markdown", key_markdown),
    "key.ipynb": ("Key, notebook", key_notebook),
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


def show(spec: ProblemSpec) -> None:
    """All that the link does not hide: a link that hides anything is not handed on from here."""
    if "worksheet" not in spec.hidden:
        _sheets(spec)
    if not spec.hidden:
        _link(spec)


def _sheets(spec: ProblemSpec) -> None:
    """The worksheet and, unless answers are hidden, its key."""
    problem = draw_problem(spec)
    with st.expander("Worksheet to print", icon=":material/print:"):
        st.caption(
            "*For paper* is a file that any browser opens and prints, on A4 or Letter; the key is "
            "a file of its own."
        )
        for name, (label, write) in (SHEETS if "answers" in spec.hidden else SHEETS | KEYS).items():
            st.download_button(
                label,
                data=lambda write=write: write(problem),
                file_name=name,
                on_click="ignore",
                width="stretch",
            )


def _link(spec: ProblemSpec) -> None:
    with st.expander("Link for a class", icon=":material/link:"):
        if why_not := too_long(links.to_query(spec).get(links.TASK, "")):
            st.caption(why_not)
            return
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

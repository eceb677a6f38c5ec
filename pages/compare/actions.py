"""What can be done with a chosen run: star, rename, delete, open on another page."""

from collections.abc import Sequence

import streamlit as st

from mlp_core.experiments.runs.course import departures
from mlp_core.experiments.runs.run import Run
from mlp_core.experiments.runs.table import Row
from mlp_core.experiments.runs.text_limits import MAX_TAGS, TEXT_LIMITS
from mlp_core.quoting import quoted
from pages.compare import bulk, exchange
from pages.compare.chosen import Chosen
from pages.shared import datasets, findings, going, judged, store, train_controls
from pages.shared.links import to_inspect, to_one_step

LONGEST_ERROR = 300


def show(compared: Sequence[Chosen], rows: Sequence[Row]) -> None:
    """The run to act on, and the buttons."""
    labels = {one.summary.run.id: one.label for one in compared}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        run_id = st.selectbox(
            "With run", list(labels), format_func=labels.get, key="compare_with", width=360
        )
        one = next(one for one in compared if one.summary.run.id == run_id)
        run = one.summary.run
        star = "Unstar" if run.starred else "Star"
        if st.button(star, icon=":material/star:", key="compare_star"):
            _save(run.id, starred=not run.starred)
        with st.popover("Name, note, tags", icon=":material/edit:"):
            _form(run, sorted({tag for row in rows for tag in row["tags"]}))
        _elsewhere(one)
        with st.popover("Diagnosis", icon=":material/stethoscope:"):
            _diagnosis(run)
        with st.popover("Take home", icon=":material/download:"):
            exchange.show_export(one)
        n = len(compared)
        label = "Delete" if n == 1 else f"Delete all {n}"
        if st.button(label, icon=":material/delete:", key="compare_delete"):
            bulk.delete(list(labels))


def _diagnosis(run: Run) -> None:
    """What is wrong with the run."""
    found = judged.of_kept(run.id)
    if found is None:
        st.markdown("Its rows or its epochs are not here, or it is still being trained.")
    else:
        findings.show(found, run)


def _elsewhere(one: Chosen) -> None:
    """The ways to the other pages."""
    run = one.summary.run
    # Train gets the settings; what the run did beside them is not among them.
    did = " ".join(departures(one.summary.course, run.config, run.state))
    if st.button(
        "Load into Train",
        icon=":material/model_training:",
        help=f"Its settings alone. {did}" if did else None,
        key="compare_load",
    ):
        train_controls.open_train(run.config)
    kept = one.summary.last is not None
    if st.button(
        "Continue for more epochs",
        icon=":material/fast_forward:",
        disabled=not kept or run.state == "running",
    ):
        going.to("pages/train/page.py", {train_controls.CONTINUE: run.id})
    to_inspect.show_link(run.id)
    data = datasets.here(run.config)
    opens = kept and data is not None
    with st.popover("Open in One step", icon=":material/footprint:", disabled=not opens):
        if data is None:
            return
        last = len(data.y_test) - 1
        label = f"Test {data.words.row}, by row"
        row = st.number_input(label, 0, last, 0, step=1, key=f"compare_row_of_{data.name}")
        if st.button(
            f"Open this {data.words.row}", icon=":material/footprint:", key="compare_open_row"
        ):
            to_one_step.open_row(run.id, row)


def _form(run: Run, known_tags: list[str]) -> None:
    with st.form(f"compare_edit_{run.id}", border=False):
        name = st.text_input("Name", run.name, max_chars=TEXT_LIMITS["name"])
        note = st.text_area("Note", run.note, max_chars=TEXT_LIMITS["note"])
        tags = st.multiselect(
            "Tags",
            sorted({*known_tags, *run.tags}),
            default=list(run.tags),
            accept_new_options=True,
            max_selections=MAX_TAGS,
        )
        if not st.form_submit_button("Save", type="primary"):
            return
    tags = list(dict.fromkeys(tag.strip() for tag in tags if tag.strip()))
    try:
        _save(run.id, name=name.strip() or run.name, note=note, tags=tuple(tags))
    except ValueError as error:
        st.error(f"This cannot be saved: {quoted(str(error), LONGEST_ERROR)}.")


def _save(run_id: str, **changes) -> None:
    """Change a run, and show the table with it; what a store cannot do it says itself."""
    store.runs().edit(run_id, **changes)
    st.rerun()

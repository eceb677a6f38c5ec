"""What can be done with a chosen run: star, rename, delete, open on another page."""

from collections.abc import Sequence

import streamlit as st

from mlp_core.experiments.storage.rows import RunSummary
from mlp_core.experiments.text_limits import MAX_TAGS, TEXT_LIMITS
from pages.compare import chosen, exchange
from pages.compare.chosen import Chosen
from pages.shared import session, step_links, store, train_controls

DELETED = "compare_deleted"


def show(compared: Sequence[Chosen], summaries: Sequence[RunSummary]) -> None:
    """The run to act on, and the buttons."""
    labels = {one.summary.run.id: one.label for one in compared}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        run_id = st.selectbox(
            "With run", list(labels), format_func=labels.get, key="compare_with", width=260
        )
        one = next(one for one in compared if one.summary.run.id == run_id)
        run = one.summary.run
        star = "Unstar" if run.starred else "Star"
        if st.button(star, icon=":material/star:"):
            _save(run.id, starred=not run.starred)
        with st.popover("Name, note, tags", icon=":material/edit:"):
            _form(one.summary, sorted({tag for s in summaries for tag in s.run.tags}))
        _elsewhere(one)
        with st.popover("Take home", icon=":material/download:"):
            exchange.show_export(one)
        n = len(compared)
        if st.button("Delete" if n == 1 else f"Delete all {n}", icon=":material/delete:"):
            ids = list(labels)
            if store.runs().delete(ids):
                session.remember(DELETED, ids)
            st.rerun()


def show_undo() -> None:
    """What was deleted last, and a way to have it back."""
    ids = session.remembered(DELETED, list)
    if not ids:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        n = len(ids)
        st.markdown(f"{n} run{'s' if n > 1 else ''} deleted.", width="content")
        if st.button("Undo", icon=":material/undo:"):
            if store.runs().restore(ids):
                session.forget(DELETED)
                chosen.choose_anew(ids)
            st.rerun()
        if st.button("Close", icon=":material/close:"):
            session.forget(DELETED)
            st.rerun()


def _elsewhere(one: Chosen) -> None:
    """The ways to the other pages."""
    run = one.summary.run
    if st.button("Load into Train", icon=":material/model_training:"):
        train_controls.open_train(run.config)
    kept = one.summary.last is not None
    if st.button(
        "Continue for more epochs",
        icon=":material/fast_forward:",
        disabled=not kept or run.state == "running",
    ):
        st.switch_page("pages/train/page.py", query_params={train_controls.CONTINUE: run.id})
    data = session.dataset(run.config.dataset, run.config.scaling)
    with st.popover("Open in One step", icon=":material/footprint:", disabled=not kept):
        last = len(data.y_test) - 1
        row = st.number_input("Test digit, by row", 0, last, 0, step=1, key="compare_digit_row")
        if st.button("Open this digit", icon=":material/footprint:"):
            step_links.open_digit(run.id, row)


def _form(summary: RunSummary, known_tags: list[str]) -> None:
    run = summary.run
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
        st.error(f"This cannot be saved: {error}.")


def _save(run_id: str, **changes) -> None:
    """Change a run, and show the table with it; what a store cannot do it says itself."""
    store.runs().edit(run_id, **changes)
    st.rerun()

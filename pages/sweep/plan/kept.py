"""Sweeps from before: offered, opened as they are kept, renamed, deleted and had back."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import streamlit as st

from mlp_core.experiments.runs.text_limits import TEXT_LIMITS, mended_name
from mlp_core.experiments.sweeps.findings.course import again_sentence, course
from mlp_core.experiments.sweeps.kept.tables import SweepSummary
from mlp_core.quoting import LONGEST_NAME, quoted
from pages.shared import damaged, last_one, session, store
from pages.sweep.plan import linked, naming, planned, running, trainer
from pages.sweep.plan.running import Shown

DELETED, AGAIN = "sweep_deleted", "sweep_last_again"
PER_PAGE = 8


def show(shown: Shown | None, active: bool) -> None:
    """The list, behind a button; none can be opened while one is at work here."""
    found = store.sweeps().listing()
    label = f"Kept ({len(found)})"
    place = st.popover(
        label, icon=":material/history:", key="sweep_kept", disabled=not found, on_change="rerun"
    )
    if not place.open:
        return
    with place:
        n_pages = -(-len(found) // PER_PAGE)
        page = st.pagination(n_pages, key=f"sweep_kept_page_{n_pages}") if n_pages > 1 else 1
        for entry in found[(page - 1) * PER_PAGE : page * PER_PAGE]:
            _entry(entry, shown is not None and shown.kept_as == entry.id, active)


def tell() -> None:
    """What was deleted last, and what is damaged."""
    _undo()
    damaged.show(store.sweeps(), "sweep")


def offer() -> None:
    """The newest, where no sweep is shown; call it before the controls are drawn."""
    if running.current() is not None:
        return
    newest = next(iter(store.sweeps().listing()), None)
    if newest is not None:
        last_one.offer(
            "sweep",
            newest.state,
            naming.how_far(newest.sweep, newest.n_results),
            quoted(newest.name, LONGEST_NAME),
            lambda: _go_on(newest.id),
            lambda: _open(newest.id),
            _how(newest),
        )


def _how(newest: SweepSummary) -> str:
    """How it goes on; only of halving something is trained again, which its results tell."""
    asked = newest.id, newest.n_results
    again = newest.sweep.halving and session.computed(AGAIN, asked, lambda: _again(newest.id))
    return again or last_one.WHERE_IT_WAS


def _again(sweep_id: str) -> str:
    kept = store.sweeps().load(sweep_id)
    return again_sentence(kept.sweep, course(kept.sweep, kept.results).ahead) if kept else ""


def _entry(entry: SweepSummary, is_shown: bool, active: bool) -> None:
    """One of the list."""
    at_work = entry.state == "running"
    done = naming.how_far(entry.sweep, entry.n_results)
    st.text_input(
        "Name",
        entry.name,
        max_chars=TEXT_LIMITS["name"],
        key=_name_key(entry.id),
        on_change=_rename,
        args=(entry.id,),
        label_visibility="collapsed",
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        state = "shown here" if is_shown else entry.state
        st.caption(f"{done} · {_when(entry.started)} · {state}", width="stretch")
        _button("Open", "folder_open", entry.id, _open, active or is_shown or at_work)
        _button("Delete", "delete", entry.id, _delete, at_work)


def _button(
    label: str,
    icon: str,
    sweep_id: str,
    act: Callable[[str], None],
    disabled: bool = False,
) -> None:
    st.button(
        label,
        icon=f":material/{icon}:",
        key=f"sweep_{label}_{sweep_id}",
        on_click=act,
        args=(sweep_id,),
        disabled=disabled,
    )


def _open(sweep_id: str) -> None:
    """Show it, with its plan in the controls."""
    kept = store.sweeps().load(sweep_id)
    if kept is not None:
        running.open_kept(kept)
        linked.take(kept.sweep)


def _go_on(sweep_id: str) -> None:
    """Show it, and train what it lacks; where it cannot be trained here its plan says why."""
    _open(sweep_id)
    shown = running.current()
    if shown is not None and not planned.why_not(shown.sweep):
        running.begin(shown.sweep, trainer.held())


def _rename(sweep_id: str) -> None:
    written: str = session.control_values({_name_key(sweep_id): ""})[_name_key(sweep_id)]
    if written.strip():
        store.sweeps().rename(sweep_id, mended_name(written.strip(), TEXT_LIMITS["name"]))


def _name_key(sweep_id: str) -> str:
    return f"sweep_name_{sweep_id}"


def _delete(sweep_id: str) -> None:
    shown = running.current()
    if store.sweeps().delete([sweep_id]):
        session.remember(DELETED, sweep_id)
        if shown is not None and shown.kept_as == sweep_id:
            running.drop()


def _undo() -> None:
    """What was deleted last, and a way to have it back."""
    deleted = session.remembered(DELETED, str)
    if not deleted:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown("Sweep deleted.", width="content")
        st.button("Undo", icon=":material/undo:", key="sweep_undo", on_click=_restore)
        st.button("Close", icon=":material/close:", key="sweep_undone", on_click=_forget)


def _restore() -> None:
    if store.sweeps().restore([session.remembered(DELETED, str)]):
        session.forget(DELETED)


def _forget() -> None:
    session.forget(DELETED)


def _when(started: float) -> str:
    zone = st.context.timezone
    moment = datetime.fromtimestamp(started, ZoneInfo(zone) if zone else None)
    return f"{moment:%Y-%m-%d %H:%M}"

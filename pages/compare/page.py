"""Compare: runs that were kept, found again and laid side by side."""

import streamlit as st

from mlp_core.config_link import PARAMETER
from mlp_core.experiments.runs.storage.rows import RunSummary
from mlp_core.experiments.runs.table import Row, run_row
from pages.compare import (
    actions,
    bulk,
    chosen,
    cloud,
    curves,
    exchange,
    finding,
    linked,
    listing,
    pair,
    refresh,
    seeds,
    settings,
    training,
)
from pages.shared import damaged, layout, store, to_compare
from pages.shared.links import address

ADDRESS = address.Address("compare", others=(PARAMETER,))


def main() -> None:
    """The page, top to bottom."""
    address.follow(ADDRESS)
    layout.begin(
        "Compare runs",
        "Find runs that were trained before, tick those to compare, and see what made the "
        "difference.",
    )
    summaries = store.runs().summaries()
    rows = [run_row(summary) for summary in summaries]
    store.tell_problem()
    runs = {summary.run.id: summary for summary in summaries}
    wanted = to_compare.wanted()
    if wanted:
        chosen.choose_anew(wanted)
    chosen.forget_all_but({*runs, *training.BATCH.ids()})
    linked.read(summaries)
    address.write()
    training.BATCH.show()
    bulk.show_undo()
    exchange.show_import()
    damaged.show(store.runs(), "run")
    if not summaries:
        linked.clear()
        show_empty()
        return
    found = finding.controls(rows)
    listing.show(found, len(rows))
    with st.container(horizontal=True):
        bulk.show(found.rows)
        exchange.show_table_export(found.rows)
    show_comparison(runs, rows, found.only_differences)
    cloud.show(found.rows)
    refresh.while_running(runs)


def show_comparison(runs: dict[str, RunSummary], rows: list[Row], only_differences: bool) -> None:
    """All about the ticked runs, where there are any."""
    compared = chosen.runs(runs)
    if not compared:
        linked.clear()
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        actions.show(compared, rows)
        linked.write(compared)
    curves.show(compared)
    settings.show(compared, only_differences)
    if len(compared) > 1:
        pair.show(compared)
    seeds.show(compared, list(runs.values()))


def show_empty() -> None:
    """What to do where there is nothing to compare yet."""
    st.info(
        "No runs are kept yet. Train two networks that differ in one setting, then come back "
        "to see what the difference did.",
        icon=":material/model_training:",
    )
    st.page_link("pages/train/page.py", label="Train a network", icon=":material/model_training:")


main()

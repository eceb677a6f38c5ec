"""Compare: runs that were kept, found again and laid side by side."""

import streamlit as st

from mlp_core.config_link import PARAMETER
from mlp_core.experiments.run_list import run_row
from mlp_core.experiments.storage.rows import RunSummary
from pages.compare import (
    actions,
    chosen,
    cloud,
    curves,
    exchange,
    finding,
    linked,
    listing,
    pair,
    seeds,
    settings,
    training,
)
from pages.compare.chosen import Chosen
from pages.shared import layout, links, store

ADDRESS = links.Address("compare", others=(PARAMETER,))


def main() -> None:
    """The page, top to bottom."""
    links.follow(ADDRESS)
    layout.begin(
        "Compare runs",
        "Every training is kept. Find runs, tick those to compare, and see what made the "
        "difference.",
    )
    summaries = store.runs().summaries()
    store.tell_problem()
    chosen.forget_all_but([*(summary.run.id for summary in summaries), *training.ids()])
    linked.read(summaries)
    links.write()
    training.show()
    actions.show_undo()
    exchange.show_import()
    if not summaries:
        linked.clear()
        show_empty()
        return
    rows = [run_row(summary) for summary in summaries]
    found = finding.controls(rows)
    listing.show(found, len(rows))
    compared = chosen.runs(summaries)
    if compared:
        show_comparison(compared, summaries, found.only_differences)
    else:
        linked.clear()
    cloud.show(found.rows)


def show_comparison(
    compared: list[Chosen], summaries: list[RunSummary], only_differences: bool
) -> None:
    """All about the ticked runs."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        actions.show(compared, summaries)
        linked.write(compared)
    curves.show(compared)
    settings.show(compared, only_differences)
    if len(compared) > 1:
        pair.show(compared)
    seeds.show(compared, summaries)


def show_empty() -> None:
    """What to do where there is nothing to compare yet."""
    st.info(
        "No runs are kept yet. Train two networks that differ in one setting, then come back "
        "to see what the difference did.",
        icon=":material/model_training:",
    )
    st.page_link("pages/train/page.py", label="Train a network", icon=":material/model_training:")


main()

"""The comparison in the address: its configurations, read from a link and written into one."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from mlp_core import TrainConfig
from mlp_core.config import CONFIG_FIELDS
from mlp_core.config_link import PARAMETER, from_link, to_link
from mlp_core.experiments.findings.made_again import what_a_link_lacks
from mlp_core.experiments.findings.newest import newest_runs
from mlp_core.experiments.runs.storage.rows import RunSummary
from mlp_core.quoting import quoted
from pages.compare import chosen, training, words
from pages.compare.chosen import Chosen
from pages.shared import batches, datasets, session, tables

OPENED, WRITTEN = "compare_link_opened", "compare_link_written"
LONGEST_REASON = 400


def read(summaries: Sequence[RunSummary]) -> None:
    """Show what a link brought: what it cannot have, and what is to be trained for it.

    Configurations that were trained here before are chosen at once.
    """
    text = session.link_parameters().get(PARAMETER, "")
    if text and text != session.remembered(WRITTEN, str):
        session.remember(WRITTEN, text)
        session.remember(OPENED, from_link(text))
        chosen.choose_anew(_trained(opened()[0], summaries).values())
    configs, complaints = opened()
    trained = _trained(configs, summaries)
    missing = [config for config in configs if config not in trained]
    if not missing and not complaints:
        session.forget(OPENED)
    elif not training.BATCH.ids():
        _show(configs, missing, complaints, trained)


def opened() -> tuple[list[TrainConfig], list[str]]:
    """What the link that this visit began with holds, and what it cannot have."""
    return session.remembered(OPENED, lambda: ([], []))


def write(compared: Sequence[Chosen]) -> None:
    """Put the chosen runs' configurations into the address, and show the link."""
    link = to_link(one.summary.run.config for one in compared)
    session.remember(WRITTEN, link)
    session.write_link({PARAMETER: link}, PARAMETER)
    with st.popover("Link", icon=":material/link:", help="A link to this comparison"):
        st.markdown("Who opens it sees these settings and can train them.")
        _tell_what_is_lost(compared)
        st.code(f"{session.address().partition('?')[0]}?{PARAMETER}={link}", language=None)


def _tell_what_is_lost(compared: Sequence[Chosen]) -> None:
    """Which of the runs are not made again by whoever opens the link, and why."""
    numbers: dict[TrainConfig, list[str]] = {}
    for one in compared:
        config = one.summary.run.config
        numbers.setdefault(config, []).append(str(one.number))
        data = datasets.here(config)
        if data is None:
            lacks = "its rows are those of a file that is not here."
        else:
            lacks = " ".join(what_a_link_lacks(one.summary, data))
        if lacks:
            st.warning(
                f"The link does not make {one.quoted} again: {quoted(lacks, LONGEST_REASON)}",
                icon=":material/link_off:",
            )
    for same in numbers.values():
        if len(same) > 1:
            st.markdown(f"Runs {', '.join(same)} have one configuration, and the link has it once.")


def clear() -> None:
    """Take a comparison that is over out of the address; what a link still offers stays."""
    if session.remembered(WRITTEN, str) and not opened()[0]:
        session.remember(WRITTEN, "")
        session.drop_link_parameters(PARAMETER)


def _trained(
    configs: Sequence[TrainConfig], summaries: Sequence[RunSummary]
) -> dict[TrainConfig, str]:
    """The ids of the newest runs of these configurations here."""
    found = newest_runs(configs, summaries, datasets.is_here)
    return {config: summary.run.id for config, summary in found.items()}


def _show(
    configs: Sequence[TrainConfig],
    missing: Sequence[TrainConfig],
    complaints: Sequence[str],
    trained: dict[TrainConfig, str],
) -> None:
    """What the link says that is not done yet, and the choice of doing it."""
    for complaint in complaints:
        st.warning(f"The link cannot be followed in all. {complaint}", icon=":material/link_off:")
    refused = batches.why_not(missing)
    if missing:
        _offer(configs, len(missing))
    if refused:
        st.warning(refused, icon=":material/block:")
    with st.container(horizontal=True):
        if (
            missing
            and not refused
            and st.button("Train these", icon=":material/play_arrow:", type="primary")
        ):
            new = training.BATCH.start([batches.Plan(config) for config in missing])
            ids = trained | dict(zip(missing, new, strict=True))
            chosen.choose_anew(ids[config] for config in configs)
            session.remember(OPENED, (configs, []))
            st.rerun()
        if st.button("Leave it", icon=":material/close:"):
            session.forget(OPENED)
            st.rerun()


def _offer(configs: Sequence[TrainConfig], n_missing: int) -> None:
    n = len(configs)
    these = "this configuration" if n == 1 else f"these {n} configurations"
    here = n - n_missing
    some = (
        f" {here} of them {'is' if here == 1 else 'are'} among your runs already." if here else ""
    )
    st.info(f"The link compares {these}.{some}", icon=":material/link:")
    frame = pd.DataFrame(
        [
            [words.value(name, getattr(config, name), config.dataset) for config in configs]
            for name in CONFIG_FIELDS
        ],
        index=[words.COLUMNS[name] for name in CONFIG_FIELDS],
        columns=[f"{number}" for number in range(1, n + 1)],
    )
    tables.show_tables(tables.Table("configurations of the link", frame), write=str)

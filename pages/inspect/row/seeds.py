"""How an answer depends on the seed: the same settings trained with others, and what each says."""

import pandas as pd
import streamlit as st

from mlp_core._checks import Parameters
from mlp_core.experiments.findings.seed_groups import follows_its_config, seed_members
from mlp_core.experiments.runs.storage.rows import RunSummary
from mlp_core.inspection.row.votes import Votes, votes
from mlp_core.number_text import rounded
from pages.inspect.row.asked import Asked
from pages.shared import batches, seeds, sentences, store
from pages.shared.charts import one_row, prebuilt

BATCH = batches.Batches("seeds_of_a_row")
FEWEST, MOST, DEFAULT = 3, 20, 10


def show(asked: Asked) -> None:
    """What the networks of other seeds say that there are, and the way to train more."""
    summaries = store.runs().summaries()
    own = next((one for one in summaries if one.run.id == asked.moment.run.id), None)
    if own is None:
        st.info("This run is not kept, so that it cannot be repeated with other seeds.")
        return
    members = _members(own, summaries)
    networks = {
        one.run.config.seed: found for one in members if (found := _network(one)) is not None
    }
    if networks:
        config, data = asked.moment.config, asked.moment.dataset
        try:
            _votes(asked, votes(config, data, networks, asked.row))
        except ValueError as error:
            sentences.tell(str(error), "warning")
    _train(asked, own, summaries, len(networks))


def _members(own: RunSummary, summaries: list[RunSummary]) -> list[RunSummary]:
    """The runs that differ from this one in their seed alone, itself among them."""
    found = seed_members(summaries, own.run)
    seeds = {one.run.config.seed for one in found}
    if follows_its_config(own) and own.run.config.seed not in seeds:
        found.append(own)
    return found


def _network(summary: RunSummary) -> Parameters | None:
    """The parameters that a run has come to."""
    result = summary.result
    return None if result is None else store.runs().parameters(summary.run.id, result.epoch)


def _votes(asked: Asked, found: Votes) -> None:
    st.markdown(sentence(asked, found))
    n = len(found.readings)
    if asked.moment.dataset.is_regression:
        _numbers(asked, found)
        return
    frame = pd.DataFrame(
        {
            "class": asked.name_of(named),
            "figure": times / n,
            "written": f"{times} of {n}",
            "is": _what(asked, named),
        }
        for named, times in found.counts
    )
    spec = prebuilt.with_data(one_row.class_bars, frame, "share of the networks", True, True)
    st.vega_lite_chart(spec=spec, alt=sentence(asked, found))


def _numbers(asked: Asked, found: Votes) -> None:
    names = [asked.name_of(k) for k in range(asked.moment.dataset.n_targets)]
    frame = pd.DataFrame(
        [[rounded(float(value)) for value in own.numbers] for own in found.readings.values()],
        index=[f"seed {seed}" for seed in found.readings],
        columns=names,
    )
    st.table(frame)


def _what(asked: Asked, number: int) -> str:
    if number == asked.reading.named:
        return one_row.NAMED
    return one_row.TRUE if number == asked.truth else one_row.OTHER


def sentence(asked: Asked, found: Votes) -> str:
    """How many networks say what."""
    n = len(found.readings)
    networks = f"{n} networks, which differ in the seed alone," if n > 1 else "1 network so far"
    if asked.moment.dataset.is_regression:
        parts = [
            f"{asked.quoted(k)} from {rounded(float(own.min()))} to {rounded(float(own.max()))}"
            for k, own in enumerate(found.numbers.T)
        ]
        verb = "predict" if n > 1 else "predicts"
        return f"{networks} {verb} {'; '.join(parts)}."
    told = [
        f"**{times} of {n}** {'names' if n == 1 else 'name'} class {asked.quoted(named)}"
        for named, times in found.counts
    ]
    return f"Of {networks} each at its end, {'; '.join(told)}."


def _train(asked: Asked, own: RunSummary, summaries: list[RunSummary], n_have: int) -> None:
    """How many seeds there are to be, and their training."""
    batch = BATCH.current()
    active = batch is not None and batch.active
    with st.container(horizontal=True, vertical_alignment="bottom"):
        n = st.number_input(
            "Seeds in all", FEWEST, MOST, DEFAULT, key=f"{asked.key}_seeds", width=140
        )
        wanted = not active and n > n_have
        if wanted and st.button(
            f"Train with {n - n_have} other seeds" if n - n_have > 1 else "Train with another seed",
            icon=":material/casino:",
            key=f"{asked.key}_train",
        ):
            _start(own, n, summaries)
    BATCH.show()


def _start(own: RunSummary, n: int, summaries: list[RunSummary]) -> None:
    plans = seeds.missing(own, n, summaries)
    refused = batches.why_not(plan.config for plan in plans)
    if refused:
        st.warning(refused, icon=":material/block:")
        return
    BATCH.start(plans)
    st.rerun()

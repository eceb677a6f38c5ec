"""The compared runs over seeds: their spread, and whether groups differ."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from mlp_core.experiments.findings.seed_groups import seed_members
from mlp_core.experiments.findings.spread import (
    compare_groups,
    compare_r2_groups,
    comparison_sentence,
    seed_band,
    spread,
)
from mlp_core.experiments.runs.storage.rows import RunSummary
from mlp_core.score_kinds import ScoreKind, kind_of_run
from mlp_core.stuck import chance_of, is_stuck
from pages.compare import repeating
from pages.compare.chosen import Chosen
from pages.shared import datasets, describe, findings, judged, store
from pages.shared.charts import curves, several_runs


def show(compared: Sequence[Chosen], summaries: Sequence[RunSummary]) -> None:
    """Repeating a run, and what the seeds do to the results of those that were."""
    st.header("Over seeds", anchor="seeds")
    st.markdown(
        "A seed makes the starting weights and the orders of rows. How much of a difference is "
        "the seed's doing shows when a run is repeated with others."
    )
    repeating.show(compared, summaries)
    groups = _groups(compared, summaries)
    if not groups:
        return
    colours = {label: _colour(compared, members) for label, members in groups.items()}
    _spreads(groups)
    _bands(groups, colours)
    if len(groups) > 1:
        _verdict(groups)


def _groups(
    compared: Sequence[Chosen], summaries: Sequence[RunSummary]
) -> dict[str, list[RunSummary]]:
    """The compared runs' groups of two seeds or more, by labels that say what sets them apart."""
    found: dict[int, list[RunSummary]] = {}
    for one in compared:
        members = seed_members(summaries, one.summary.run)
        if len(members) > 1 and members not in found.values():
            found[one.number] = members
    parts = [describe.parts(members[0].run.config)[:-1] for members in found.values()]
    # The seed is the last part; layer sizes are always said.
    telling = [
        i for i, values in enumerate(zip(*parts, strict=True)) if i == 0 or len(set(values)) > 1
    ]
    return {
        " · ".join([str(number), *(own[i] for i in telling if own[i])]): members
        for (number, members), own in zip(found.items(), parts, strict=True)
    }


def _colour(compared: Sequence[Chosen], members: Sequence[RunSummary]) -> str:
    """That of the first compared run of the group."""
    ids = {member.run.id for member in members}
    same = (one for one in compared if one.summary.run.id in ids)
    return next(same, compared[0]).colour


def _scored_by(members: Sequence[RunSummary]) -> ScoreKind:
    return kind_of_run(members[0].run.config)


def _scores(members: Sequence[RunSummary]) -> list[float]:
    return [member.result.test_accuracy for member in members]


def _spreads(groups: dict[str, list[RunSummary]]) -> None:
    for kind in dict.fromkeys(map(_scored_by, groups.values())):
        _spreads_of(kind, {k: own for k, own in groups.items() if _scored_by(own) is kind})
    st.caption("Deviation: the sample's, over seeds; divisor n − 1. Runs that ended early are out.")
    for label, members in groups.items():
        _remark(label, members)


def _spreads_of(kind: ScoreKind, groups: dict[str, list[RunSummary]]) -> None:
    """A table of groups that are scored alike."""
    rows = []
    for label, members in groups.items():
        found = _scores(members)
        of_seeds = spread(found)
        rows.append(
            {
                "runs": label,
                "seeds": of_seeds.n,
                f"mean test {kind.name}": of_seeds.mean,
                "deviation": of_seeds.deviation,
                "lowest": min(found),
                "highest": max(found),
            }
        )
    frame = pd.DataFrame(rows).set_index("runs")
    st.table(frame.style.format(kind.write, subset=list(frame.columns[1:])))


def _remark(label: str, members: Sequence[RunSummary]) -> None:
    """What a mean over seeds does not tell: that runs learned nothing, or all came to the same."""
    config = members[0].run.config
    if not datasets.is_here(members[0].run):
        return
    data, kind = datasets.of(config), _scored_by(members)
    stuck = [member for member in members if is_stuck(member.result.test_accuracy, data)]
    if stuck:
        n = (
            f"All {len(members)}"
            if len(stuck) == len(members)
            else f"{len(stuck)} of {len(members)}"
        )
        verb = "is" if len(stuck) == 1 else "are"
        alike = len(stuck) > 1 and len({member.result.test_accuracy for member in stuck}) == 1
        same = " That they do not differ shows nothing but that." if alike else ""
        st.warning(
            f"{label}: {n} seeds {verb} stuck, not clearly above the "
            f"{kind.write(chance_of(data))} that {kind.constant} scores.{same} "
            f"{_what_holds(stuck[0])}",
            icon=":material/block:",
        )
    elif len(set(_scores(members))) == 1:
        st.info(f"{label}: all {len(members)} seeds came to the very same {kind.name}.")


def _what_holds(summary: RunSummary) -> str:
    """Of a run that is stuck: what is wrong with it."""
    problems = findings.problems_of(judged.of_kept(summary.run.id) or ())
    if not problems:
        return ""
    return f"With seed {summary.run.config.seed}: {findings.named(problems)}."


def _bands(groups: dict[str, list[RunSummary]], colours: dict[str, str]) -> None:
    places = st.columns(2)
    with places[0]:
        frame = _band_frame(groups, "test_loss")
        chart = several_runs.band(frame, colours, "test loss, mean per row")
        st.altair_chart(chart, alt=f"test loss over seeds: {', '.join(groups)}")
    kinds = dict.fromkeys(map(_scored_by, groups.values()))
    for place, kind in zip((places[1], *places), kinds, strict=False):
        alike = {label: own for label, own in groups.items() if _scored_by(own) is kind}
        drawn, axis = curves.worth_drawing(_band_frame(alike, "test_accuracy"), "low", kind)
        own_colours = {label: colours[label] for label in alike}
        chart = several_runs.band(drawn, own_colours, f"test {axis}", kind.is_share, kind.write)
        place.altair_chart(chart, alt=f"test {kind.name} over seeds: {', '.join(alike)}")
    st.caption("Line: the mean over seeds. Band: from the lowest to the highest.")


def _band_frame(groups: dict[str, list[RunSummary]], field: str) -> pd.DataFrame:
    """What ``several_runs.band`` draws of a figure of an epoch."""
    return pd.DataFrame(
        {"run": label, **vars(point)}
        for label, members in groups.items()
        for point in curves.thinned(
            seed_band([[getattr(s, field) for s in store.scores_of(m)] for m in members])
        )
    )


def _verdict(groups: dict[str, list[RunSummary]]) -> None:
    labels = list(groups)
    a, b = labels[:2]
    if len(labels) > 2:
        with st.container(horizontal=True):
            a = st.selectbox("Group A", labels, 0, key="compare_group_a", width=320)
            b = st.selectbox("Group B", labels, 1, key="compare_group_b", width=320)
    first, second = groups[a], groups[b]
    runs = {a: first[0].run, b: second[0].run}
    config = runs[a].config
    if config.source != runs[b].config.source:
        st.info("These groups were tested on different data: there is nothing to compare.")
        return
    for label, run in runs.items():
        if not datasets.is_here(run):
            st.info(f"{label} was trained on other data than {config.dataset} is now.")
            return
    data = datasets.of(config)
    scores = _scores(first), _scores(second)
    found = (
        compare_r2_groups(*scores)
        if data.is_regression
        else compare_groups(*scores, len(data.y_test))
    )
    better = "the same mean as" if found.difference == 0 else "ahead of"
    lead, other = (a, b) if found.difference <= 0 else (b, a)
    st.info(f"{lead} is {better} {other}. {comparison_sentence(found)}", icon=":material/balance:")

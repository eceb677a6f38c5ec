"""Findings of the diagnosis on a page: how severe, what is so, by which figures, what to try."""

from collections.abc import Callable, Sequence

import streamlit as st

from mlp_core import DATASETS, TrainConfig
from mlp_core.config import CONFIG_FIELDS
from mlp_core.config_link import PARAMETER, to_link
from mlp_core.data.scaling import scaling_names
from mlp_core.experiments.findings.seed_groups import seed_members
from mlp_core.experiments.findings.spread import spread
from mlp_core.experiments.runs.run import Run
from mlp_core.inspection import Figure, Finding
from mlp_core.inspection.diagnosis.kinds import KINDS
from mlp_core.number_text import count
from mlp_core.score_kinds import kind_of_run
from mlp_core.settings import SETTINGS
from pages.shared import sentences, store, train_controls
from pages.shared.describe import listed
from pages.shared.links import to_one_step

COMPARE_PAGE = "pages/compare/page.py"
PROBLEM, NOTE, NOTHING = "Problem", "Note", "Nothing wrong"
ICONS = {PROBLEM: ":material/report:", NOTE: ":material/info:", NOTHING: ":material/check:"}
# Where no icon can stand, as in a table.
SIGNS = {PROBLEM: "✗", NOTE: "i", NOTHING: "✓"}
# Of many figures the first say it.
MOST_FIGURES = 4
Try = Callable[[TrainConfig], None]


def show(found: Sequence[Finding], run: Run, attempt: Try | None = None) -> None:
    """All findings of a run: its problems one below the other, its notes behind a click.

    ``attempt`` tries a remedy; without, Train is opened, which trains it.
    """
    show_problems(found, run, attempt)
    if not problems_of(found):
        nothing_wrong(run)
    notes = [finding for finding in found if finding.severity != "problem"]
    if notes:
        head = f"{len(notes)} note{'s' if len(notes) > 1 else ''}: {named(notes)}"
        with st.expander(head, icon=ICONS[NOTE]):
            for finding in notes:
                _show(finding, run, attempt)


def show_problems(found: Sequence[Finding], run: Run, attempt: Try | None = None) -> None:
    """The problems alone, as of a run that is not over yet."""
    problems = problems_of(found)
    for finding in problems[:1]:
        _show(finding, run, attempt)
    if len(problems) > 1:
        with st.expander(f"Beside it: {named(problems[1:])}", icon=ICONS[PROBLEM]):
            for k, finding in enumerate(problems[1:], start=1):
                # What follows from a cause has its remedy, which is offered there.
                offered = [one.remedy for one in problems[:k]]
                _show(finding, run, attempt, mends=finding.remedy not in offered)


def problems_of(found: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in found if finding.severity == "problem"]


def named(found: Sequence[Finding]) -> str:
    """What findings are called, in a list."""
    return listed([KINDS[finding.kind].label for finding in found])


def briefly(problems: Sequence[Finding]) -> str:
    """What the first problem is called, and how many there are beside it."""
    more = len(problems) - 1
    beside = f", and {count(more)} problem{'s' if more > 1 else ''} beside it" if more else ""
    return f"{KINDS[problems[0].kind].label}{beside}"


def mark(found: Sequence[Finding]) -> str:
    """The findings in a word or two, with a sign: the first problem, and how many more."""
    problems = problems_of(found)
    if problems:
        more = f" +{len(problems) - 1}" if len(problems) > 1 else ""
        return f"{SIGNS[PROBLEM]} {KINDS[problems[0].kind].label}{more}"
    if found:
        return f"{SIGNS[NOTE]} {len(found)} note{'s' if len(found) > 1 else ''}"
    return f"{SIGNS[NOTHING]} {NOTHING.lower()}"


def nothing_wrong(run: Run) -> None:
    """That there is no problem, and how much of the result is the seed's doing."""
    members = seed_members(store.runs().summaries(), run)
    kind = kind_of_run(run.config)
    if len(members) < 2:
        st.markdown(
            f"{ICONS[NOTHING]} **Nothing wrong that I can see.** One run tells nothing of the "
            "seed's spread: repeat it with other seeds."
        )
        st.page_link(
            COMPARE_PAGE,
            label="Repeat it with other seeds",
            icon=":material/casino:",
            query_params={PARAMETER: to_link([run.config])},
        )
        return
    scores = [member.result.test_accuracy for member in members]
    of_seeds = spread(scores)
    st.markdown(
        f"{ICONS[NOTHING]} **Nothing wrong that I can see.** The seed's spread is "
        f"{kind.write(of_seeds.deviation)} (standard deviation of the test {kind.name}, over "
        f"{count(of_seeds.n)} seeds; {kind.write(min(scores))} to {kind.write(max(scores))})."
    )


def _show(finding: Finding, run: Run, attempt: Try | None, mends: bool = True) -> None:
    word = PROBLEM if finding.severity == "problem" else NOTE
    with st.container(border=True, gap="small"):
        st.markdown(f"{ICONS[word]} **{word}: {KINDS[finding.kind].label}**")
        sentences.tell(finding.sentence)
        sentences.tell(evidence(finding), "small")
        with st.container(horizontal=True, vertical_alignment="center"):
            if mends and finding.remedy is not None:
                _offer(finding, finding.remedy, run, attempt)
            if finding.where is not None:
                _lead(finding, run)


def evidence(finding: Finding) -> str:
    """The figures that a finding rests on, each with what it is held against, and where."""
    return " · ".join(_figure(figure) for figure in finding.evidence[:MOST_FIGURES])


def _figure(figure: Figure) -> str:
    against = f" (threshold {figure.threshold_text})" if figure.threshold_text else ""
    place = "" if figure.layer is None else f", layer {figure.layer}"
    start = "before training" if figure.epoch == 0 else f"epoch {figure.epoch}"
    when = "" if figure.epoch is None else f", {start}"
    return f"{figure.name}: {figure.text}{against}{place}{when}"


def _offer(finding: Finding, remedy: TrainConfig, run: Run, attempt: Try | None) -> None:
    """One click that tries the remedy."""
    key = f"try_{finding.kind}_{run.id}"
    label = f"Try {said(run.config, remedy)}"
    if attempt is None:
        if st.button(label, icon=":material/healing:", key=key):
            train_controls.open_train(remedy, start=True)
    elif st.button(label, icon=":material/healing:", key=key, on_click=attempt, args=(remedy,)):
        # The whole page, of which this may be a part that is drawn alone.
        st.rerun()


def _lead(finding: Finding, run: Run) -> None:
    where = finding.where
    label = f"See unit {where.unit} of layer {where.layer} in One step"
    if st.button(label, icon=":material/footprint:", key=f"see_{finding.kind}_{run.id}"):
        to_one_step.open_row(run.id, where.row, where.epoch, "train")


def said(config: TrainConfig, remedy: TrainConfig) -> str:
    """What the remedy changes, in the words of the settings."""
    changed = [
        _named(name, remedy)
        for name in CONFIG_FIELDS
        if getattr(remedy, name) != getattr(config, name)
    ]
    return listed(changed) or "it again"


def _named(name: str, config: TrainConfig) -> str:
    """A setting of ``config`` in a word or two; what is scaled is called as its data call it."""
    if name == "scaling":
        return scaling_names(DATASETS[config.dataset].words)[config.scaling]
    return SETTINGS[name].in_name(getattr(config, name))

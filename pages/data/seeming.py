"""Rows that a trained network finds improbable: mislabelled, odd, or simply hard."""

import streamlit as st

from mlp_core import Dataset, forward
from mlp_core.checkpoint import Checkpoint
from mlp_core.data.source import Source
from mlp_core.experiments.runs.run import Run
from mlp_core.experiments.runs.storage.parameters import best_epoch
from mlp_core.experiments.runs.storage.rows import RunSummary
from mlp_core.inspection.rows import Doubtful, doubtful_rows
from mlp_core.inspection.sureness import class_probabilities
from mlp_core.number_text import percent
from mlp_core.quoting import one_line
from pages.data.browse import PARTS
from pages.shared import datasets, rows, store
from pages.shared.links import to_one_step
from pages.shared.rows import Part

# Of the kept runs on these rows, so many are offered; of their rows, so many are shown.
MOST_RUNS, MOST_ROWS = 20, 20
WHAT = (
    "A network that was trained on these rows finds their own class improbable: somebody may have "
    "mislabelled them, or they are odd, or the network has not learned them."
)


def show(source: Source) -> None:
    """Those of a run that the visitor chooses among the kept ones on these very rows."""
    data = datasets.raw(source)
    if data.is_regression:
        return
    words = data.words
    st.header(f"{words.things.capitalize()} that look mislabelled", anchor="mislabelled")
    st.markdown(WHAT)
    runs = _runs_on(source)
    if not runs:
        st.info(
            "No run on these rows is kept yet: press *Train on it*, train, and come back.",
            icon=":material/model_training:",
        )
        return
    names = {one.run.id: f"{one_line(one.run.name)} ({one.last.epoch} epochs)" for one in runs}
    with st.container(horizontal=True):
        chosen = st.selectbox("Run", list(names), format_func=names.get, key="data_run", width=420)
        part = st.segmented_control(
            words.rows.capitalize(),
            list(PARTS),
            format_func=PARTS.get,
            default="train",
            required=True,
            key="data_seeming_part",
        )
    run = store.runs().load(chosen)
    checkpoint = run and store.runs().checkpoint(run.id, best_epoch(run.config, run.scores))
    if not run or not checkpoint:
        st.markdown("The parameters of this run are not kept.")
        return
    _show(run, checkpoint, source, part)


def _runs_on(source: Source) -> list[RunSummary]:
    """The newest kept runs on the rows of ``source``, split alike, whatever their scaling."""
    every = store.runs().summaries()
    own = (one for one in every if one.last is not None and one.run.config.source == source)
    return [one for one in own if datasets.is_here(one.run)][:MOST_RUNS]


def _show(run: Run, checkpoint: Checkpoint, source: Source, part: Part) -> None:
    found = _doubtful(run, checkpoint, datasets.of(run.config), part)
    if found is None:
        st.markdown("The output of this network is no probability: nothing is improbable to it.")
        return
    if not found:
        st.markdown("None: it finds every row's own class the most probable.")
        return
    raw = datasets.raw(source)
    titles = [_title(raw, one, part) for one in found]
    numbers = [one.row for one in found]
    caption = f"{len(found)} {raw.words.rows} {PARTS[part]}, the least probable first"
    st.caption(caption)
    rows.show(rows.Shown(raw, numbers, titles, caption, columns=8, size=90, part=part))
    by_row = dict(zip(numbers, titles, strict=True))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        row = st.selectbox(
            "See how the network came to it", numbers, format_func=by_row.get, width=420
        )
        if st.button("Open in One step", icon=":material/footprint:", key="data_seeming_open"):
            to_one_step.open_row(run.id, row, part=part)


def _doubtful(run: Run, checkpoint: Checkpoint, data: Dataset, part: Part) -> list[Doubtful] | None:
    """Those of a part; None where the output is no probability."""
    inputs, classes = (
        (data.X_train, data.y_train) if part == "train" else (data.X_test, data.y_test)
    )
    output, _ = forward(inputs, *checkpoint.parameters, run.config.activation)
    probabilities = class_probabilities(output, run.config.loss)
    return None if probabilities is None else doubtful_rows(classes, probabilities, MOST_ROWS)


def _title(raw: Dataset, one: Doubtful, part: Part) -> str:
    (own,) = rows.target_texts(raw, [one.row], part)
    other = raw.class_names[one.named]
    return f"{one.row}: {one_line(own)}, looks like {one_line(other)} ({percent(one.other)})"

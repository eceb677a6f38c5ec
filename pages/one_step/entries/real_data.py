"""The data that a step can be taken on: which set, which of its rows, and its classes.

The keys of this and the next modules begin with digit_, as they have in links of all times.
"""

from typing import NamedTuple

from mlp_core import DATASETS, QUESTION_2, Dataset
from mlp_core._checks import Array
from mlp_core.data.dataset import Targets
from mlp_core.data.source import Source
from mlp_core.experiments.runs.run import Run
from mlp_core.fields import NOTHING, Chosen
from pages.shared import datasets, session, store
from pages.shared.links.to_one_step import KEY, KINDS, PART, RUN, Part

DEFAULT = QUESTION_2.source
# The parts of a set by the words for their rows; the first is shown where nothing is said.
PARTS: dict[Part, str] = {"test": "test", "train": "training"}
DEFAULT_PART: Part = "test"


class Asked(NamedTuple):
    """What the address or else the controls ask for: which rows, and the run whose they are.

    ``missing`` says why they cannot be had, where those of the default are in their place.
    """

    source: Source = DEFAULT
    part: Part = DEFAULT_PART
    run: Run | None = None
    missing: str = ""


def asked_for() -> Asked:
    """That of now: known before the controls are drawn, since what they may hold follows from it.

    A run of the address, if it is kept here, brings the data that it was trained on. Rows that
    cannot be had, since their file is not here, are those of the default.
    """
    run_id = session.link_parameters().get(RUN)
    run = None if run_id is None else store.runs().load(run_id)
    source = run.config.source if run else _source(_said(KEY, DEFAULT.dataset))
    part = _said(PART, DEFAULT_PART)
    missing = datasets.why_not(source)
    if missing:
        source = DEFAULT
    return Asked(source, part if part in PARTS else DEFAULT_PART, run, missing)


def _source(dataset: str) -> Source:
    """That of the controls and the link; those of its fields that the set does not have are out."""
    if dataset not in DATASETS:
        return DEFAULT
    made, how = (_chosen(key) for key in KINDS)
    own = {name: made[name] for name in made if name in DATASETS[dataset].parameters}
    return Source(dataset, Chosen(own), how)


def made_as(dataset: str, other: Source) -> Source:
    """The set of this name: as ``other`` is made and split, where it is the same."""
    return other if dataset == other.dataset else Source(dataset)


def _chosen(key: str) -> Chosen:
    said = session.link_parameters().get(key)
    held = session.control_values({key: NOTHING})[key]
    return held if said is None else KINDS[key].read(key, said).value or NOTHING


def _said(key: str, default: str) -> str:
    return session.link_parameters().get(key, session.control_values({key: default})[key])


def rows_of(data: Dataset, part: Part) -> tuple[Array, Targets]:
    """The rows of a part and their targets."""
    return (data.X_train, data.y_train) if part == "train" else (data.X_test, data.y_test)


def last_row(source: Source, part: Part) -> int:
    """The number of the last row of a part, from 0."""
    return len(rows_of(datasets.raw(source), part)[1]) - 1


def output_labels(source: Source) -> tuple[str, ...]:
    """What the outputs are called: by their classes, or by the targets they come to."""
    data = datasets.raw(source)
    return tuple(map(data.words.label_of, data.class_names)) or data.target_names

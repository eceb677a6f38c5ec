"""The data that a step can be taken on: which set, which of its rows, and its classes.

The keys of this and the next modules begin with digit_, as they have in links of all times.
"""

from typing import NamedTuple

from mlp_core import DATASETS, QUESTION_2, Dataset
from mlp_core._checks import Array, Classes
from mlp_core.experiments.runs.run import Run
from pages.shared import session, store
from pages.shared.links.to_one_step import PART, RUN, Part

KEY, DEFAULT = "digit_dataset", QUESTION_2.dataset
# The parts of a set by the words for their rows; the first is shown where nothing is said.
PARTS: dict[Part, str] = {"test": "test", "train": "training"}
DEFAULT_PART: Part = "test"


class Asked(NamedTuple):
    """What the address or else the controls ask for: which rows, and the run whose they are."""

    dataset: str = DEFAULT
    part: Part = DEFAULT_PART
    run: Run | None = None


def asked_for() -> Asked:
    """That of now: known before the controls are drawn, since what they may hold follows from it.

    A run of the address, if it is kept here, brings the data that it was trained on.
    """
    run_id = session.link_parameters().get(RUN)
    run = None if run_id is None else store.runs().load(run_id)
    said = run.config.dataset if run else _said(KEY, DEFAULT)
    part = _said(PART, DEFAULT_PART)
    return Asked(
        said if said in DATASETS else DEFAULT, part if part in PARTS else DEFAULT_PART, run
    )


def _said(key: str, default: str) -> str:
    return session.link_parameters().get(key, session.control_values({key: default})[key])


def rows_of(data: Dataset, part: Part) -> tuple[Array, Classes]:
    """The rows of a part and their classes."""
    return (data.X_train, data.y_train) if part == "train" else (data.X_test, data.y_test)


def last_row(dataset: str, part: Part) -> int:
    """The number of the last row of a part, from 0."""
    return len(rows_of(raw(dataset), part)[1]) - 1


def raw(dataset: str) -> Dataset:
    """The set before any scaling."""
    return session.dataset(dataset, "none")


def class_labels(dataset: str) -> tuple[str, ...]:
    """What the outputs are called by their classes."""
    record = DATASETS[dataset]
    return tuple(map(record.words.label_of, record.class_names))

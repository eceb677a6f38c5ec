"""The data that a step can be taken on: which set, how many of its rows, and its classes.

The keys of this and the next modules begin with digit_, as they have in links of all times.
"""

from mlp_core import DATASETS, QUESTION_2, Dataset
from mlp_core.experiments.runs.run import Run
from pages.shared import session, store
from pages.shared.links import to_one_step

KEY, DEFAULT = "digit_dataset", QUESTION_2.dataset


def linked_run() -> Run | None:
    """The run that the address names, if it is kept here."""
    run_id = session.link_parameters().get(to_one_step.RUN)
    return None if run_id is None else store.runs().load(run_id)


def asked_for() -> str:
    """The data set that the address or else the control asks for, by its name.

    Known before the control is drawn: what it and others may hold follows from it. A run of the
    address brings the data that it was trained on.
    """
    run = linked_run()
    if run is not None:
        return run.config.dataset
    said = session.link_parameters().get(KEY, session.control_values({KEY: DEFAULT})[KEY])
    return said if said in DATASETS else DEFAULT


def last_row(dataset: str) -> int:
    """The number of the last of its test rows, from 0."""
    return len(raw(dataset).y_test) - 1


def raw(dataset: str) -> Dataset:
    """The set before any scaling."""
    return session.dataset(dataset, "none")


def class_labels(dataset: str) -> tuple[str, ...]:
    """What the outputs are called by their classes."""
    record = DATASETS[dataset]
    return tuple(map(record.words.label_of, record.class_names))

"""From a dictionary that anybody may have written to a Run: every field is checked."""

import dataclasses
from typing import Any

from mlp_core._checks import check_fields
from mlp_core.experiments.runs.limits import CHECKS, check_field
from mlp_core.experiments.runs.run import MAX_EPOCHS as MAX_EPOCHS
from mlp_core.experiments.runs.run import Run

# What files written before there was the field leave out, and what holds of their runs.
LATER_FIELDS: dict[str, Any] = {"pauses": []}


def run_from_dict(record: object) -> Run:
    """The run with these fields, each of them (but LATER_FIELDS) and no others.

    A run that was running when it was written is interrupted: nobody is training it here.
    Raises ``ValueError`` naming the field that is wrong, what it must be and what it is.
    """
    fields = check_fields(record, CHECKS, "the run", LATER_FIELDS)
    run = Run(**{name: check_field(name, value) for name, value in fields.items()})
    return dataclasses.replace(run, state="interrupted") if run.state == "running" else run

"""The diagnosis against trainings of which it was written down what they have."""

import pytest

from tests.mlp_core.inspection.diagnosis.catalogue import CASES, HELD_BACK
from tests.mlp_core.inspection.diagnosis.verdicts import false_alarms, missed, unexplained

# Its units are all saturated, and one more epoch in batches brings nothing back.
MISSED = {"spiral, one row a step at rate 1": ["rate_and_batch"]}


@pytest.mark.parametrize("case", [*CASES, *HELD_BACK], ids=lambda case: case.name)
def test_a_diagnosis_finds_what_is_there_and_nothing_else(case):
    assert missed(case) == MISSED.get(case.name, [])
    assert false_alarms(case) == []
    assert not unexplained(case)

"""The diagnosis against trainings of which it was written down what they have."""

import pytest

from tests.mlp_core.inspection.diagnosis.catalogue import CASES, HELD_BACK
from tests.mlp_core.inspection.diagnosis.verdicts import false_alarms, missed, unexplained

# Runs that broke off or blew up, of which what came first is not told apart.
MISSED = {
    "breast cancer, relu at rate 1": ["steps_too_long"],
    "spiral, one row a step at rate 1": ["rate_and_batch"],
    "digits, one row a step at rate 0.3": ["rate_and_batch"],
}
# A penalty that overshoots is found by what it does, and not by its name.
UNEXPLAINED = {
    "sine, an L2 penalty of 1000 that overshoots",
    "digits, an L2 penalty of 10,000",
}


@pytest.mark.parametrize("case", [*CASES, *HELD_BACK], ids=lambda case: case.name)
def test_a_diagnosis_finds_what_is_there_and_nothing_else(case):
    assert missed(case) == MISSED.get(case.name, [])
    assert false_alarms(case) == []
    assert unexplained(case) == (case.name in UNEXPLAINED)

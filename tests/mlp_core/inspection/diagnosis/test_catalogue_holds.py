"""What the catalogue says of its trainings is so, by facts that no diagnosis had a part in."""

from collections import Counter

import numpy as np
import pytest

from tests.mlp_core.inspection.diagnosis.case import KINDS
from tests.mlp_core.inspection.diagnosis.catalogue import CASES, HELD_BACK
from tests.mlp_core.inspection.diagnosis.certain import CERTAIN
from tests.mlp_core.inspection.diagnosis.facts import learns_well, stuck

ALL = (*CASES, *HELD_BACK)


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_what_is_said_of_a_case_is_so(case):
    with np.errstate(all="ignore"):
        assert [kind for kind in case.has if not CERTAIN[kind][0](case)] == []
        assert [kind for kind in case.has_not if not CERTAIN[kind][1](case)] == []
        assert not case.learns or learns_well(case)
        assert bool(case.causes) == stuck(case)


def test_every_kind_has_five_cases_that_have_it_and_five_that_have_not_over_several_sets():
    for wanted in ("has", "has_not"):
        of = {kind: [c for c in ALL if kind in getattr(c, wanted)] for kind in KINDS}
        assert {kind: len(cases) for kind, cases in of.items() if len(cases) < 5} == {}
        sets = {kind: {c.config.dataset for c in cases} for kind, cases in of.items()}
        assert {kind: names for kind, names in sets.items() if len(names) < 3} == {}


def test_there_are_runs_that_learn_well_and_runs_that_learn_nothing():
    assert sum(case.learns for case in ALL) >= 40
    assert sum(bool(case.causes) for case in ALL) >= 25
    assert [name for name, n in Counter(case.name for case in ALL).items() if n > 1] == []

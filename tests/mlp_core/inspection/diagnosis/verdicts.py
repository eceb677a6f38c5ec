"""What a diagnosis says of a case, held against what was written down of it."""

import functools
import re

from mlp_core.inspection import diagnose
from tests.mlp_core.inspection.diagnosis.case import Case
from tests.mlp_core.inspection.diagnosis.certain import BY_ROWS, CERTAIN


@functools.cache
def findings_of(case: Case):
    return tuple(diagnose(case.config, case.dataset))


def missed(case: Case):
    """Kinds that the case has, of which there is no finding."""
    found = {finding.kind for finding in findings_of(case)}
    return [kind for kind in case.has if kind not in found]


def false_alarms(case: Case):
    """Kinds that are found, which the case has not; of one that learns well, every problem."""
    healthy = {*case.has_not, *(kind for kind in BY_ROWS if CERTAIN[kind][1](case))}
    found = findings_of(case)
    return [
        finding.kind
        for finding in found
        if finding.kind in healthy or (case.learns and finding.severity == "problem")
    ]


def unexplained(case: Case):
    """Whether no problem names the cause of a run that is no better than a baseline."""
    problems = [finding for finding in findings_of(case) if finding.severity == "problem"]
    named = any(finding.kind in case.causes for finding in problems)
    said = any(re.search(case.words, finding.sentence) for finding in problems)
    return bool(case.causes) and not (named and said)

"""How often the diagnosis misses what is there, or finds what is not: ``python -m
tests.benchmarks.diagnosis``.

Of each kind: in how many trainings that have it it was found, and in how many that have it not it
was found all the same; then each of these by its name.
"""

import time

from tests.mlp_core.inspection.diagnosis.case import KINDS
from tests.mlp_core.inspection.diagnosis.catalogue import CASES, HELD_BACK
from tests.mlp_core.inspection.diagnosis.certain import BY_ROWS, CERTAIN
from tests.mlp_core.inspection.diagnosis.verdicts import (
    false_alarms,
    findings_of,
    missed,
    unexplained,
)


def has_not(case, kind):
    return kind in case.has_not or (kind in BY_ROWS and CERTAIN[kind][1](case))


def report(title, cases):
    start = time.perf_counter()
    wrong = {case.name: (missed(case), false_alarms(case), unexplained(case)) for case in cases}
    print(f"{title}: {len(cases)} trainings, {time.perf_counter() - start:.0f} s")
    print(f"{'kind':28}missed of   false of")
    for kind in KINDS:
        ill = [case.name for case in cases if kind in case.has]
        well = [case.name for case in cases if has_not(case, kind)]
        misses = sum(kind in wrong[name][0] for name in ill)
        alarms = sum(kind in wrong[name][1] for name in well)
        print(f"{kind:28}{misses:6} {len(ill):2} {alarms:7} {len(well):3}")
    learns = [case for case in cases if case.learns]
    spoiled = [case for case in learns if any(f.severity == "problem" for f in findings_of(case))]
    stuck = [case for case in cases if case.causes]
    silent = [case for case in stuck if wrong[case.name][2]]
    print(f"learns well, and a problem is found: {len(spoiled)} of {len(learns)}")
    print(f"at a baseline, and no problem names the cause: {len(silent)} of {len(stuck)}")
    for case in cases:
        misses, alarms, unnamed = wrong[case.name]
        if misses or alarms or unnamed:
            found = ", ".join(f"{f.kind} ({f.severity})" for f in findings_of(case)) or "nothing"
            print(f"- {case.name}: missed {misses}, false {alarms}, cause unnamed {unnamed}")
            print(f"    expected {case.causes or case.has}; found {found}")


if __name__ == "__main__":
    report("Catalogue", CASES)
    report("Held back", HELD_BACK)

"""How long compiling takes where nothing has been compiled yet: part of tests.benchmarks.engine

Each row is a process of its own, with an empty cache, as on a machine that has just got the app.
"""

import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from mlp_core import QUESTION_2
from mlp_core.engines.compiled import cache
from mlp_core.engines.compiled.engine import why_not_compiled

MOST_FIRST, MOST_MORE = 5.0, 3.0
# What a process has compiled when it goes on to the next.
WAYS = {
    "another activation": replace(QUESTION_2, activation="silu"),
    "another loss": replace(QUESTION_2, loss="logistic_cross_entropy"),
    "Adam, row by row": replace(QUESTION_2, optimizer="adam"),
    "batches": replace(QUESTION_2, batch_size=32),
    "Adam, in batches": replace(QUESTION_2, optimizer="adam", batch_size=32),
}


def print_times() -> None:
    """What a first start takes, and what each way adds to it; and whether that is little enough.

    Seconds on the clock, and in brackets the processor's, which others at work do not lengthen.
    """
    for name in WAYS:
        program = [sys.executable, "-m", "tests.benchmarks.compile_times", name]
        told = subprocess.run(program, capture_output=True, text=True, check=True).stdout
        rows = zip(("first start", name), told.splitlines(), (MOST_FIRST, MOST_MORE), strict=True)
        for what, times, most in rows:
            seconds, of_processor = map(float, times.split())
            verdict = "holds" if seconds <= most else "MISSED"
            times = f"{seconds:.1f} s ({of_processor:.1f} s)"
            print(f"compiling, {what}: {times}, at most {most:g} s asked: {verdict}", flush=True)


def print_own_times(name: str) -> None:
    """Seconds until the practical can be trained, numba's import among them, and then ``name``."""
    before = time.perf_counter(), time.process_time()
    folder = Path(tempfile.mkdtemp())
    cache.cache_folder = lambda: folder
    for config in (QUESTION_2, WAYS[name]):
        assert why_not_compiled(config) == ""
        now = time.perf_counter(), time.process_time()
        print(now[0] - before[0], now[1] - before[1])
        before = now


if __name__ == "__main__":
    print_own_times(sys.argv[1])

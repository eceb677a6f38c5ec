"""How long an epoch takes, for all contenders in one run: python -m tests.benchmarks.engine

Everything runs on one core, BLAS on one thread, but for the last line, which is for all cores.
Contenders take turns, so that a slow moment of the machine hits all of them; tables give medians.
Before the epochs come the times of compiling, after them fits of the estimators and MNIST's size.
"""

import itertools
import os
import platform
import statistics
import time
from collections.abc import Callable

import numpy as np
from threadpoolctl import threadpool_limits

from mlp_core.engines.compiled.engine import CompiledEngine
from tests.benchmarks import compile_times, estimators, mnist
from tests.benchmarks.contenders import CONTENDERS, our_compiled
from tests.benchmarks.problem import Problem, make_problem
from tests.benchmarks.process import processor

NETWORKS = [(64, 16, 10), (64, 50, 10), (64, 128, 64, 10), (784, 256, 10)]
BATCH_SIZES = [1, 32, 200]
OURS, C = "our compiled", "C kernel"
# What must hold on 64-50-10: at least so many times faster than these, by batch size.
JUDGED = (64, 50, 10)
AT_LEAST = {
    1: {"practical's loop": 12.0, "MLPClassifier": 60.0, "PyTorch": 80.0},
    32: {"MLPClassifier": 6.0},
    200: {"MLPClassifier": 3.5},
}
MOST_OF_C, MOST_EXPONENT = 1.6, 1.1
# Networks of a thousand to a million parameters, for the growth of the time.
GROWING = [(64, 13, 10), (64, 50, 10), (64, 135, 10), (64, 400, 10)]
GROWING += [(784, 128, 10), (784, 400, 10), (784, 1258, 10)]
GROWING_ROWS = 400
# A turn lasts at least so long, and makes one epoch at least. A contender whose epochs add up
# to so many seconds in a cell makes no more rounds, but two at least.
ROUNDS, TURN_SECONDS, CELL_SECONDS = 11, 0.03, 4.0

Times = dict[str, float]


def main() -> None:
    """Print the table, the growth of the time, and whether what must hold holds."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])
    print(f"{processor()}, one core of {os.cpu_count()}; Python {platform.python_version()}\n")
    compile_times.print_times()
    print(
        "\nMilliseconds an epoch of 1437 rows, and in brackets how many times our compiled time\n"
    )
    judged: dict[int, Times] = {}
    with threadpool_limits(1):
        _row(["network", "batch", *CONTENDERS, "evaluation"])
        for units in NETWORKS:
            for batch_size in BATCH_SIZES:
                problem = make_problem(units, batch_size)
                times = measure(problem)
                if units == JUDGED:
                    judged[batch_size] = times
                cells = [_cell(times, name) for name in [*CONTENDERS, "evaluation"]]
                _row(["-".join(map(str, units)), str(batch_size), *cells])
        exponents = {batch_size: growth(batch_size) for batch_size in BATCH_SIZES}
        print()
        _print_verdicts(judged, exponents)
        print()
        estimators.print_fits()
    print()
    mnist.print_epochs()


def measure(problem: Problem) -> Times:
    """Median seconds an epoch of each contender that takes part, and of our evaluation."""
    epochs = {name: make(problem) for name, make in CONTENDERS.items()}
    turns = {name: epoch for name, epoch in epochs.items() if epoch is not None}
    turns["evaluation"] = _evaluation(problem)
    losses = {name: turn() for name, turn in turns.items()}
    del losses["evaluation"]
    assert max(losses.values()) - min(losses.values()) < 1e-6 * losses[OURS], losses
    seconds: dict[str, list[float]] = {name: [] for name in turns}
    for _ in range(ROUNDS):
        for name, turn in turns.items():
            if sum(seconds[name]) < CELL_SECONDS or len(seconds[name]) < 2:
                seconds[name].append(_seconds(turn))
    return {name: statistics.median(values) for name, values in seconds.items()}


def growth(batch_size: int) -> float:
    """The exponent that fits our time over parameters times rows, by least squares of logs."""
    work, seconds = [], []
    for units in GROWING:
        epoch = our_compiled(make_problem(units, batch_size, GROWING_ROWS))
        epoch()
        seconds.append(statistics.median(_seconds(epoch) for _ in range(ROUNDS)))
        work.append(sum((n + 1) * m for n, m in itertools.pairwise(units)))
    return float(np.polyfit(np.log(work), np.log(seconds), 1)[0])


def _evaluation(problem: Problem) -> Callable[[], float]:
    """Evaluating training and test rows, as it follows every epoch."""
    engine = CompiledEngine(problem.config, problem.dataset, problem.start)

    def evaluate() -> float:
        return sum(len(list(engine.evaluate(part))) for part in ("train", "test"))

    return evaluate


def _seconds(turn: Callable[[], float]) -> float:
    """Seconds an epoch, over as many as make a turn that does not just measure cold caches."""
    start, done = time.perf_counter(), 0
    while time.perf_counter() - start < TURN_SECONDS:
        turn()
        done += 1
    return (time.perf_counter() - start) / done


def _cell(times: Times, name: str) -> str:
    if name not in times:
        return "-"
    return f"{1000 * times[name]:.2f} ({times[name] / times[OURS]:.2f})"


def _row(cells: list[str]) -> None:
    print(f"{cells[0]:13}{cells[1]:>6}" + "".join(f"{cell:>19}" for cell in cells[2:]), flush=True)


def _print_verdicts(judged: dict[int, Times], exponents: dict[int, float]) -> None:
    name = "-".join(map(str, JUDGED))
    for batch_size, limits in AT_LEAST.items():
        times = judged[batch_size]
        for other, limit in limits.items():
            if other not in times:
                print(f"{name}, batch {batch_size}: {other} is not installed")
                continue
            ratio = times[other] / times[OURS]
            verdict = "holds" if ratio >= limit else "MISSED"
            text = f"{ratio:.1f} times faster than {other}, at least {limit:g} asked"
            print(f"{name}, batch {batch_size}: {text}: {verdict}")
    if C in judged[1]:
        ratio = judged[1][OURS] / judged[1][C]
        verdict = "holds" if ratio <= MOST_OF_C else "MISSED"
        print(f"{name}, batch 1: {ratio:.2f} of C's time, at most {MOST_OF_C} asked: {verdict}")
    for batch_size, exponent in exponents.items():
        verdict = "holds" if exponent <= MOST_EXPONENT else "MISSED"
        text = f"time grows as work^{exponent:.2f}, at most {MOST_EXPONENT} asked"
        print(f"1e3 to 1e6 parameters, batch {batch_size}: {text}: {verdict}")


if __name__ == "__main__":
    main()

"""Bundles: tasks that travel together, so that sending them costs little beside training them."""

import itertools
import math
from collections import Counter, deque
from collections.abc import Callable, Sequence
from typing import NamedTuple

from mlp_core.config import TrainConfig
from mlp_core.experiments.sweeps.workers.training import Task

# What a bundle is to take: a message then costs a hundredth of it or less, and a pause, a stop or
# a machine that is lost costs no more than this.
BUNDLE_SECONDS = 1.0
# What a bundle may carry there and back of networks that go on: more makes no faster bundle.
BUNDLE_BYTES = 20_000_000
# How much of what is expected of tasks to come is what the latest bundle took.
SHARE_OF_LATEST = 0.3
# A task is given up once what trained it has ended so often.
MOST_DEATHS = 3
# A task that may have ended what trained it so often is tried with nothing else at work.
MOST_DOUBTS = 2


class Bundle(NamedTuple):
    """Tasks to be trained one after another by one worker.

    seconds  about how long they take, by the formula for it alone
    alone    whether nothing else is to be at work meanwhile
    """

    tasks: tuple[Task, ...]
    seconds: float
    alone: bool = False

    @property
    def configs(self) -> list[TrainConfig]:
        return [task.cell.config for task in self.tasks]


class Bundles:
    """The tasks that nobody has trained yet, handed out in bundles.

    Small ones first, so that there is something to see and to measure; then of BUNDLE_SECONDS, by
    what ``seconds`` expects of a task and by what those that came back really took; and smaller
    and smaller ones at the end, so that no worker waits for another (guided self-scheduling,
    Polychronopoulos and Kuck 1987, with half of the fair share).
    """

    def __init__(self, tasks: Sequence[Task], seconds: Callable[[Task], float]) -> None:
        self._ahead = deque(tasks)
        # They are tried one by one, with nothing else at work.
        self._suspects: deque[Task] = deque()
        self._seconds = seconds
        # What bundles took over what was expected; None before any has come back.
        self._factor: float | None = None
        self._doubts: Counter[int] = Counter()
        self._deaths: Counter[int] = Counter()

    def __len__(self) -> int:
        """How many tasks are waiting."""
        return len(self._ahead) + len(self._suspects)

    def take(self, width: int, seconds: float = BUNDLE_SECONDS) -> Bundle | None:
        """The next bundle for one of ``width`` workers; None where there is none."""
        if not self._ahead:
            if not self._suspects:
                return None
            task = self._suspects.popleft()
            return Bundle((task,), self._seconds(task), alone=True)
        most = 1 if self._factor is None else math.ceil(len(self._ahead) / (2 * width))
        tasks = [self._ahead.popleft()]
        expected, n_bytes = self._seconds(tasks[0]), carried_bytes(tasks[0])
        while len(tasks) < most and self._ahead:
            more, n_more = self._seconds(self._ahead[0]), carried_bytes(self._ahead[0])
            too_long = (expected + more) * (self._factor or 1.0) > seconds
            if too_long or n_bytes + n_more > BUNDLE_BYTES:
                break
            tasks.append(self._ahead.popleft())
            expected, n_bytes = expected + more, n_bytes + n_more
        return Bundle(tuple(tasks), expected)

    def trained(self, bundle: Bundle, seconds: float) -> None:
        """Learn from a bundle that came back after ``seconds`` of training."""
        if bundle.seconds > 0:
            latest = seconds / bundle.seconds
            before = latest if self._factor is None else self._factor
            self._factor = (1 - SHARE_OF_LATEST) * before + SHARE_OF_LATEST * latest

    def lost(self, bundle: Bundle, deaths: int) -> list[Task]:
        """Take back a bundle that nobody trained; returns the task that is given up, if any.

        ``deaths`` is how often it was there when what trained it ended. That may have been
        another's fault, unless it was alone: so who was there often is tried alone.
        """
        given_up = []
        for task in reversed(bundle.tasks):
            place = task.cell.place
            counted = self._deaths if bundle.alone else self._doubts
            counted[place] += deaths
            if self._deaths[place] >= MOST_DEATHS:
                given_up.append(task)
            elif self._doubts[place] >= MOST_DOUBTS:
                self._suspects.appendleft(task)
            else:
                self._ahead.appendleft(task)
        return given_up

    def back(self, bundle: Bundle) -> None:
        """Take back a bundle that nobody has begun, or that was lost by no fault of its own."""
        if bundle.alone:
            self._suspects.extendleft(bundle.tasks)
        else:
            self._ahead.extendleft(reversed(bundle.tasks))


def carried_bytes(task: Task) -> int:
    """About what its network takes, if it travels: with what Adam remembers of each parameter."""
    if task.before is None and not task.keep_end:
        return 0
    n_parameters = sum((n + 1) * m for n, m in itertools.pairwise(task.cell.config.units))
    return 3 * 8 * n_parameters

"""How far a sweep in a shell is: a bar where a person watches, and lines where a file does."""

import shutil
import time
from typing import TextIO

from mlp_core.experiments.sweeps.findings.measure import measure_of
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from mlp_core.experiments.sweeps.workers.training import Outcome
from mlp_core.number_text import count, duration
from mlp_core.quoting import one_line

# Of a bar drawn anew, and of lines in a file.
BAR_SECONDS, LINE_SECONDS = 0.2, 10.0
BAR = 24
# What a terminal takes for: the rest of this line is empty. And characters of a sentence.
CLEARED, LONGEST = "\x1b[K", 2000


class Progress:
    """Says on ``out`` what a sweep has come to. ``n_runs`` are all, of which some may be known."""

    def __init__(self, sweep: Sweep, n_runs: int, out: TextIO) -> None:
        self._objective = sweep.objective
        self._measure = measure_of(sweep, sweep.objective)
        self._n_runs, self._out = n_runs, out
        self._is_terminal = out.isatty()
        self.n_ended = self.n_new = 0
        self._best: float | None = None
        self._began = time.monotonic()
        self._next = 0.0
        self._shown = ""

    def take(self, outcome: Outcome, *, is_new: bool) -> None:
        """Count what has ended."""
        self.n_ended += 1
        self.n_new += is_new
        value, sign = self._objective.judge(outcome.result), self._objective.sign
        if value is not None and (self._best is None or sign * value > sign * self._best):
            self._best = value

    def show(self, *, at_once: bool = False) -> None:
        """Draw the bar anew, or write another line, when it is time."""
        now = time.monotonic()
        if now < self._next and not at_once:
            return
        self._next = now + (BAR_SECONDS if self._is_terminal else LINE_SECONDS)
        text = self.text(now - self._began)
        if text == self._shown:
            return
        self._shown = text
        if self._is_terminal:
            width = shutil.get_terminal_size().columns - 1
            self._out.write(f"\r{self._bar()}{text}"[: width + 1].ljust(width + 1))
        else:
            self._out.write(f"{text}\n")
        self._out.flush()

    def say(self, sentence: str) -> None:
        """A sentence on a line of its own; the bar is drawn anew below it."""
        if self._is_terminal:
            self._out.write(f"\r{CLEARED}")
        self._out.write(plain(sentence))
        self._shown = ""
        self._out.flush()

    def end(self) -> None:
        """The last of the bar, which stays."""
        self.show(at_once=True)
        if self._is_terminal:
            self._out.write("\n")

    def text(self, seconds: float) -> str:
        """So many of so many, the time left after ``seconds`` of work, and the best so far."""
        left = self._n_runs - self.n_ended
        said = [f"{count(self.n_ended)} of {count(self._n_runs)} runs"]
        if left and self.n_new:
            said.append(f"about {duration(seconds * left / self.n_new)} left")
        if self._best is not None:
            said.append(f"best {self._measure.name} {self._measure.write(self._best)}")
        return ", ".join(said)

    def _bar(self) -> str:
        full = BAR * self.n_ended // max(self._n_runs, 1)
        return f"[{'#' * full}{'-' * (BAR - full)}] "


def plain(sentence: str) -> str:
    """A line for a terminal, which obeys signs that cannot be seen: others may have written it."""
    return f"{one_line(sentence, LONGEST)}\n"

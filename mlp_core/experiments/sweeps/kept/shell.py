"""A sweep in a shell, from its definition to its end: gone on with, watched, interrupted."""

import re
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TextIO

from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.data.source import Tables
from mlp_core.experiments.sweeps.executors import open_executor
from mlp_core.experiments.sweeps.findings.best import best
from mlp_core.experiments.sweeps.findings.best_text import best_sentences
from mlp_core.experiments.sweeps.findings.board import board
from mlp_core.experiments.sweeps.findings.course import again_sentence, course
from mlp_core.experiments.sweeps.findings.judged_on import judged_on, rows_vary
from mlp_core.experiments.sweeps.kept.appended import AppendedFile
from mlp_core.experiments.sweeps.kept.progress import Progress, plain
from mlp_core.experiments.sweeps.kept.result_record import known
from mlp_core.experiments.sweeps.kept.signals import Signals
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from mlp_core.experiments.sweeps.result import Result
from mlp_core.experiments.sweeps.run import outcomes_in_slices
from mlp_core.experiments.sweeps.workers.executor import Executor, SweepStopped
from mlp_core.experiments.sweeps.workers.rows import Rows
from mlp_core.experiments.sweeps.workers.training import Outcome
from mlp_core.number_text import count

# What a process returns: all runs have ended; none could go on; some could not be trained; and
# as shells have it, 128 and the number of the signal that ended it.
DONE, STUCK, SOME_FAILED, BY_SIGNAL = 0, 1, 3, 128
# Whole numbers in a sentence; those of an address are no words of it.
COUNTS = re.compile(r"(?<!\S)[\d,]+(?!\S)")


@dataclass(frozen=True)
class Ended:
    """How a sweep came to rest: what the process returns, and what a person reads."""

    status: int
    sentences: tuple[str, ...]


def sweep_in_shell(
    sweep: Sweep, path: Path, executor: str, tables: Tables, out: TextIO, go_on: str
) -> Ended:
    """Train ``sweep`` on ``executor``, with its results in the file at ``path``.

    What is in the file is not trained again. ``tables`` are files of a person's own, ``out`` is
    where progress is told, and ``go_on`` the command that goes on with it. Raises ``ValueError``
    with a sentence where it cannot begin.
    """
    rows = Rows(partial(_load, tables))
    with Signals() as signals, AppendedFile(path, sweep) as file:
        rows.of(sweep.base)
        before = file.found.results if file.found else ()
        for note in file.found.notes if file.found else ():
            out.write(plain(f"{path}: {note}"))
        if sweep.halving is not None and before:
            again = again_sentence(sweep, course(sweep, before).ahead)
            out.write(plain(again) if again else "")
        trainer = open_executor(executor, rows)
        try:
            shell = _Shell(sweep, file, known(before), trainer, out)
            reason = shell.train(signals)
        finally:
            trainer.close()
    if not reason:
        return shell.ended(path, _n_rows(sweep, rows))
    came_to = f"{count(shell.progress.n_ended)} of {count(sweep.n_trainings)} runs are in {path}"
    status = BY_SIGNAL + signals.number if signals.number else STUCK
    return Ended(status, (f"{reason.rstrip('.')}. {came_to}. To go on: {go_on}",))


class _Shell:
    """Trains, appends and tells."""

    def __init__(
        self,
        sweep: Sweep,
        file: AppendedFile,
        before: Mapping[TrainConfig, Result],
        trainer: Executor,
        out: TextIO,
    ) -> None:
        self._sweep, self._file, self._before, self._trainer = sweep, file, before, trainer
        self.progress = Progress(sweep, sweep.n_trainings, out)
        self._results: list[Result] = []
        self._told: set[str] = set()

    def train(self, signals: Signals) -> str:
        """Until all have ended, or a signal comes; why it cannot go on, or an empty text."""
        try:
            for item in outcomes_in_slices(self._sweep, self._trainer, self._before):
                if item is not None:
                    self._take(item)
                if item is None or self.progress.n_new:
                    self._tell()
                if signals.number:
                    return f"Interrupted by {signal.Signals(signals.number).name}"
        except (SweepStopped, ValueError) as error:
            return str(error)
        finally:
            self.progress.end()
        return ""

    def _take(self, outcome: Outcome) -> None:
        result = outcome.result
        is_new = self._before.get(result.config) is not result
        self._results.append(result)
        self.progress.take(outcome, is_new=is_new)
        if is_new:
            try:
                self._file.add(result)
            except ValueError as error:
                self.progress.say(f"A result cannot be kept: {error}.")

    def ended(self, path: Path, n_rows: int | None) -> Ended:
        """What all of it came to, judged on ``n_rows``."""
        states = [result.state for result in self._results]
        said = [f"{count(len(states))} runs are in {path}."]
        judged = board(self._sweep, self._results)
        said += best_sentences(judged, best(judged, n_rows))
        n_failed = states.count("failed")
        if n_failed:
            reason = next(result.reason for result in self._results if result.state == "failed")
            said.append(f"{count(n_failed)} could not be trained. The first: {reason}")
        makers = {result.maker for result in self._results}
        if len(makers) > 1:
            said.append(
                f"They were trained by {len(makers)} kinds of machines, engines or versions, and "
                "may differ in the last decimals."
            )
        return Ended(SOME_FAILED if n_failed else DONE, tuple(said))

    def _tell(self) -> None:
        for note in self._trainer.notes:
            # Of one that counts, such as runs of other machines, each further figure is no news.
            kind = COUNTS.sub("", note)
            if kind not in self._told:
                self._told.add(kind)
                self.progress.say(note)
        self.progress.show()


def _n_rows(sweep: Sweep, rows: Rows) -> int | None:
    """How many rows the objective is measured on; None where it is not the same number for all."""
    if rows_vary(sweep):
        return None
    targets = judged_on(sweep.base, rows.of(sweep.base), sweep.objective.score)
    return None if targets is None else len(targets)


def _load(tables: Tables, config: TrainConfig) -> Dataset:
    return config.source.load(config.scaling, tables)

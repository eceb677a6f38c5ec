"""What decides about the epochs of a run, and what another program must do to have the same."""

import itertools
from dataclasses import dataclass

from mlp_core.data.dataset import Dataset
from mlp_core.experiments.runs.run import Run
from mlp_core.number_text import exact
from mlp_core.patience import Patience, schedule_of
from mlp_core.schedules import SCHEDULES, UNSCHEDULED, Schedule
from mlp_core.score_kinds import score_kind
from mlp_core.settings.stopping import NEVER
from mlp_core.validation_part import held_out


@dataclass(frozen=True)
class Epochs:
    """The epochs of a run.

    n_rows    how many rows are trained on
    rates     what ``schedule`` makes the learning rates of, an epoch each: those that the run has
              had, and where patience ended it those that were planned, too
    schedule  the constant one also where its rates could not be made again from patience
    patient   whether patience decides about the rates or the number of epochs
    ended     whether it ended the run
    overrun   the first epoch after which it was over and the run was gone on with, or 0
    best      the epoch whose parameters the run has come to
    validated  whether there is a validation part
    keeps_best  whether its best epoch is what is kept
    is_regression  whether its scores are R², not accuracies
    """

    n_rows: int
    rates: tuple[float, ...]
    schedule: Schedule
    patient: bool
    ended: bool
    overrun: int
    best: int
    validated: bool
    keeps_best: bool
    is_regression: bool

    @property
    def score_name(self) -> str:
        """What a program calls the function that scores."""
        return "r2" if self.is_regression else "accuracy"


def epochs_of(run: Run, dataset: Dataset) -> Epochs:
    """The epochs of a run on ``dataset``; raises ``ValueError`` unless all are kept."""
    check_whole(run)
    config, n_rows = run.config, len(held_out(run.config, dataset)[0])
    states = itertools.accumulate(run.scores, Patience.after, initial=Patience(config, n_rows))
    *before, last = states
    overrun = next((state.epoch for state in before if state.stopped), 0)
    patient = config.n_iter_no_change < NEVER and not overrun
    ended = patient and last.stopped
    schedule, rates = schedule_of(config), base_rates(run)
    if schedule.divides and not patient:
        schedule, rates = SCHEDULES[UNSCHEDULED], [score.learning_rate for score in run.scores]
    if ended:
        rates += [rates[-1]] * (run.epochs - len(rates))
    best = last.best_epoch if config.early_stopping else last.epoch
    return Epochs(
        n_rows=n_rows,
        rates=tuple(rates),
        schedule=schedule,
        patient=patient,
        ended=ended,
        overrun=overrun,
        best=best,
        validated=run.scores[0].validation_accuracy is not None,
        keeps_best=config.early_stopping,
        is_regression=dataset.is_regression,
    )


def check_whole(run: Run) -> None:
    """Raise ``ValueError`` for a run of which no epoch is kept, or not all from the first on."""
    epochs = [score.epoch for score in run.scores]
    if not epochs:
        raise ValueError("a run can be exported once it has an epoch; this one has none")
    if epochs != list(range(1, len(epochs) + 1)):
        raise ValueError(f"all epochs from the first on are needed; got {epochs}")


def base_rates(run: Run) -> list[float]:
    """The rate that the schedule began with in each epoch that the run has had."""
    return [score.base_rate for score in run.scores]


def stopping_sentences(run: Run, epochs: Epochs) -> list[str]:
    """What decides about the learning rates and the number of epochs, and which one is kept."""
    config, found = run.config, []
    if epochs.schedule.about:
        found.append(epochs.schedule.about)
    if epochs.overrun:
        found.append(f"Patience was over after epoch {epochs.overrun}, and the run went on.")
        if schedule_of(config).divides:
            found.append("The rates that its schedule came to are listed.")
    if epochs.patient:
        what = "Patience is over" if epochs.schedule.divides else "Training stops"
        kind = score_kind(epochs.is_regression).name
        score = f"{kind} on the validation part" if config.early_stopping else "training loss"
        n, tol = config.n_iter_no_change, exact(config.tol)
        after = "one epoch" if n == 1 else f"{n} epochs in a row"
        found.append(f"{what} when the {score} has not improved by {tol} for more than {after}.")
    if epochs.ended:
        found.append(f"It stopped after epoch {len(run.scores)} of {run.epochs}.")
    if config.early_stopping:
        found.append(f"The parameters of the best epoch are kept, which was epoch {epochs.best}.")
    return found

"""Any epoch of a run: as it is kept, or trained again from the nearest epoch before it that is."""

import math

from mlp_core.checkpoint import Checkpoint, first_checkpoint
from mlp_core.data.dataset import Dataset
from mlp_core.epoch_metrics import EpochMetrics
from mlp_core.experiments.runs.reader import RunReader
from mlp_core.experiments.runs.run import Run
from mlp_core.starting_point import starting_point
from mlp_core.training import train_in_slices

# Parameters times rows that are trained on again at most: some seconds of the compiled engine.
MOST_WORK = 2_000_000_000
# Where the same epoch comes to a loss further off, another machine has trained it, and at a rate
# where rounding grows: what follows would be another run.
SAME_LOSS = 1e-9


def checkpoint_after(
    store: RunReader, run: Run, epoch: int, dataset: Dataset, most_work: int = MOST_WORK
) -> Checkpoint | None:
    """Where ``run``, with all its scores, was after ``epoch``; before its first where that is 0.

    To the last bit, where this machine and its engine trained it. None where the run has lost what
    it would begin from. Raises ``ValueError`` with a sentence where the epoch is too far from any
    that is kept, or comes to another loss than it did.
    """
    kept = store.epochs_with_parameters(run.id)
    if epoch in kept:
        return store.checkpoint(run.id, epoch)
    if epoch == 0:
        return first_checkpoint(run.config, starting_point(run.config, 0)[0])
    nearest = max((one for one in kept if one < epoch), default=0)
    start = checkpoint_after(store, run, nearest, dataset)
    if start is None or epoch > len(run.scores):
        return None
    n_parameters = sum(array.size for arrays in start.parameters for array in arrays)
    if (epoch - nearest) * n_parameters * len(dataset.X_train) > most_work:
        raise ValueError(
            f"Epoch {epoch} is {epoch - nearest} epochs of training from epoch {nearest}, the "
            "nearest before it that is kept: too many to go through again here. Choose one closer "
            "to that."
        )
    return _trained_again(run, epoch, dataset, start)


def _trained_again(run: Run, epoch: int, dataset: Dataset, start: Checkpoint) -> Checkpoint:
    """``run`` from ``start`` on to the end of ``epoch``, at the rates that it had."""
    scores = run.scores
    slices = train_in_slices(
        run.config,
        dataset,
        engine="numpy" if run.engine == "numpy" else None,
        rate_of_epoch=lambda number: scores[number - 1].base_rate,
        after=start,
        before=scores[: start.epoch],
    )
    epochs = (item for item in slices if isinstance(item, EpochMetrics))
    again = next(item for item in epochs if item.epoch == epoch)
    if not math.isclose(again.total_loss, scores[epoch - 1].total_loss, rel_tol=SAME_LOSS):
        raise ValueError(
            f"Epoch {epoch} comes to another loss here than where it was trained. Choose an epoch "
            "that is kept."
        )
    return again.checkpoint

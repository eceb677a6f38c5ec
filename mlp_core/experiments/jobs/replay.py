"""The film of a run that is kept: what is not kept of it is trained again."""

from collections.abc import Sequence

from mlp_core.checkpoint import Checkpoint
from mlp_core.data.dataset import Dataset
from mlp_core.experiments.runs.reader import RunReader
from mlp_core.experiments.runs.run import Run
from mlp_core.inspection.film import MOST_BYTES, MOST_WORK, Film


def film_of(
    store: RunReader,
    run: Run,
    dataset: Dataset,
    *,
    at_hand: Sequence[Checkpoint] = (),
    most_work: int = MOST_WORK,
    most_bytes: int = MOST_BYTES,
) -> Film:
    """The film of ``run``, with all its scores, by what ``store`` keeps and what is ``at_hand``.

    Raises ``ValueError`` as ``Film``.
    """
    held = {checkpoint.epoch: checkpoint for checkpoint in at_hand}
    kept = {*store.epochs_with_parameters(run.id), *held}
    return Film(
        run.config,
        dataset,
        run.scores,
        kept={epoch for epoch in kept if epoch <= len(run.scores)},
        load=lambda epoch: held.get(epoch) or store.checkpoint(run.id, epoch),
        engine="numpy" if run.engine == "numpy" else None,
        diverged=run.state == "diverged",
        most_work=most_work,
        most_bytes=most_bytes,
    )

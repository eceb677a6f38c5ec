"""Whether a run that is kept can be gone on with, and what it goes on from."""

from dataclasses import replace

from mlp_core.data.dataset import Dataset
from mlp_core.engines.door import why_not_compiled
from mlp_core.experiments.jobs.training_job import TrainingProgress
from mlp_core.experiments.runs.fingerprint import data_fingerprint
from mlp_core.experiments.runs.run import Run
from mlp_core.experiments.runs.store import RunStore


def load_to_go_on(store: RunStore, run_id: str, dataset: Dataset) -> tuple[Run, TrainingProgress]:
    """The run without its scores, and what it has come to, to be gone on with on ``dataset``.

    Waits for the compiler where need be. Raises ``ValueError`` with a sentence where the run
    cannot be gone on with to the same end.
    """
    run = store.load(run_id)
    if run is None:
        raise ValueError(f"there is no run {run_id} to go on with")
    if run.state == "running":
        raise ValueError(f"{run.name} is being trained already")
    if run.fingerprint != data_fingerprint(dataset):
        raise ValueError(f"{run.name} was trained on other data than {dataset.name} is now")
    if run.engine == "compiled" and (reason := why_not_compiled(run.config)):
        raise ValueError(
            f"{run.name} was trained by the compiled engine, and there is none here: "
            f"{reason}. The NumPy engine would round differently."
        )
    if [score.epoch for score in run.scores] != list(range(1, len(run.scores) + 1)):
        raise ValueError(f"some epochs of {run.name} are missing")
    checkpoint = store.checkpoint(run_id, run.scores[-1].epoch) if run.scores else None
    if run.scores and checkpoint is None:
        raise ValueError(f"the parameters of the last epoch of {run.name} are not kept")
    return replace(run, scores=()), TrainingProgress(run.scores, checkpoint)

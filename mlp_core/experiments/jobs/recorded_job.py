"""Training runs that are kept while they are trained, and going on with those that were."""

import time
import uuid
from dataclasses import replace

from mlp_core.checkpoint import Checkpoint
from mlp_core.config import TrainConfig, said_beside
from mlp_core.data.dataset import Dataset
from mlp_core.engines.door import why_not_compiled
from mlp_core.experiments.jobs.recorder import Recorder
from mlp_core.experiments.jobs.slots import DEFAULT_SLOTS, Slots
from mlp_core.experiments.jobs.training_job import NOTHING_YET, TrainingJob, TrainingProgress
from mlp_core.experiments.runs.fingerprint import data_fingerprint
from mlp_core.experiments.runs.limits import check_field
from mlp_core.experiments.runs.run import Run
from mlp_core.experiments.runs.storage.parameters import best_epoch
from mlp_core.experiments.runs.store import RunStore
from mlp_core.experiments.runs.text_limits import TEXT_LIMITS
from mlp_core.settings import SETTINGS


class RecordedJob(TrainingJob):
    """A training job that ``recorder`` keeps as a run from when it begins."""

    def __init__(
        self,
        recorder: Recorder,
        config: TrainConfig,
        dataset: Dataset,
        slots: Slots = DEFAULT_SLOTS,
        *,
        engine: str | None = None,
        done: TrainingProgress = NOTHING_YET,
        epochs: int | None = None,
    ) -> None:
        self.recorder = recorder
        super().__init__(
            config,
            dataset,
            slots,
            engine=engine,
            done=done,
            epochs=epochs,
            observers=[recorder],
        )

    @property
    def run_id(self) -> str:
        """The id of the run; another one once it stands apart from the one gone on with."""
        return self.recorder.run.id


def recorded_job(
    store: RunStore,
    config: TrainConfig,
    dataset: Dataset,
    slots: Slots = DEFAULT_SLOTS,
    *,
    name: str = "",
    group: str = "",
    keep_unfinished: bool = True,
) -> RecordedJob:
    """A new job that is kept in ``store``.

    The run is called after its network where no ``name`` is given. Without
    ``keep_unfinished`` it is kept only when it finishes, or ``keep`` is called: whoever tries
    one setting after the other wants no stubs. ``ValueError`` for a name or group off its limits.
    """
    named = [SETTINGS[name].in_name(getattr(config, name)) for name in ("units", "learning_rate")]
    # What a visitor calls a file may be longer than a name.
    network = ", ".join(filter(None, [*named, *said_beside(config)]))[: TEXT_LIMITS["name"]].strip()
    run = Run(
        id=uuid.uuid4().hex,
        name=check_field("name", name or network),
        config=config,
        epochs=config.epochs,
        fingerprint=data_fingerprint(dataset),
        engine="",
        versions={},
        started=time.time(),
        group=check_field("group", group),
    )
    return RecordedJob(Recorder(store, run, keep=keep_unfinished), config, dataset, slots)


def continued_job(
    store: RunStore, run_id: str, dataset: Dataset, slots: Slots = DEFAULT_SLOTS
) -> RecordedJob:
    """A job that goes on with a run after its last epoch, and is kept as the same run.

    With the same versions on the same machine it comes to what the run would have come to
    without a break, to the last bit. It goes on at the rate of the last epoch. A run that has
    had all its epochs makes a finished job, to be extended. Waits for the compiler where need
    be. Raises ``ValueError`` with a sentence where the run cannot be gone on with.
    """
    run, done = _load_to_go_on(store, run_id, dataset)
    return RecordedJob(
        Recorder(store, run, done),
        run.config,
        dataset,
        slots,
        engine=run.engine or None,
        done=done,
        epochs=run.epochs,
    )


def _load_to_go_on(store: RunStore, run_id: str, dataset: Dataset) -> tuple[Run, TrainingProgress]:
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
    best = _best(store, run)
    return replace(run, scores=()), TrainingProgress(run.scores, checkpoint, best)


def _best(store: RunStore, run: Run) -> Checkpoint | None:
    """The checkpoint of the run's best epoch, where it has early stopping."""
    epoch = best_epoch(run.config, run.scores)
    if epoch is None:
        return None
    found = store.checkpoint(run.id, epoch)
    if found is None:
        raise ValueError(f"the parameters of the best epoch of {run.name} are not kept")
    return found

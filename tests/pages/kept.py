"""Runs that are kept, for the Compare page to find."""

from streamlit.testing.v1 import AppTest

from mlp_core import TrainConfig
from mlp_core.experiments.jobs.batch import Batch
from mlp_core.experiments.jobs.recorded_job import recorded_job
from mlp_core.experiments.jobs.slots import Slots
from mlp_core.experiments.runs.store import RunStore
from pages.compare import chosen
from tests.patience import PATIENCE_SECONDS


def trained(store: RunStore, *configs: TrainConfig) -> list[str]:
    """The ids of runs of these, trained and kept."""
    jobs = [
        recorded_job(store, config, config.source.load(config.scaling), Slots(1))
        for config in configs
    ]
    ids = [job.run_id for job in jobs]
    batch = Batch(jobs)
    batch.resume()
    assert batch.wait(PATIENCE_SECONDS)
    return ids


def tick(app: AppTest, *ids: str) -> AppTest:
    """Compare these, as if their rows had been ticked."""
    app.session_state[chosen.NUMBERS] = {run_id: k for k, run_id in enumerate(ids, start=1)}
    app.session_state[chosen.GENERATION] = 1000 + len(ids)
    app.run()
    assert not app.exception
    return app

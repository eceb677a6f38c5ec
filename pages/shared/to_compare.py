"""Opening Compare with runs that are trained for it: kept, in one group, and ticked there."""

import hashlib
from dataclasses import replace

from mlp_core import TrainConfig
from mlp_core.config_link import to_link
from mlp_core.experiments.findings.seed_groups import follows_its_config, missing_seeds
from pages.shared import batches, going, session, store
from pages.shared.batches import Batches, Plan

COMPARE_PAGE = "pages/compare/page.py"
# The comparison's own batch: runs that a link brought, repetitions over seeds, and these.
BATCH = Batches("compare_batch")
WANTED = "compare_wanted"


def why_not(config: TrainConfig) -> str:
    """Why runs of ``config`` cannot be trained for Compare now; empty where they can."""
    batch = BATCH.current()
    if batch is not None and batch.active:
        return "Compare is still training other runs."
    return batches.why_not([config])


def open_with_seeds(config: TrainConfig, n: int, name: str) -> None:
    """Go to Compare with ``n`` seeds of ``config`` ticked, called ``name``.

    Those that were trained for it before are not trained again.
    """
    group = _group_of(config)
    taken = {
        summary.run.config.seed: summary.run.id
        for summary in store.runs().summaries()
        if summary.run.group == group and follows_its_config(summary)
    }
    plans = [
        Plan(own, f"{name}, seed {own.seed}" if n > 1 else name, group)
        for own in missing_seeds(config, n, taken)
    ]
    new = BATCH.start(plans) if plans else []
    session.remember(WANTED, [*taken.values(), *new])
    going.to(COMPARE_PAGE)


def wanted() -> list[str]:
    """The ids of the runs that somebody has opened Compare with; told once."""
    ids = session.remembered(WANTED, list)
    session.forget(WANTED)
    return ids


def _group_of(config: TrainConfig) -> str:
    """What the seeds of ``config`` have in common, the same whenever it is asked."""
    said = to_link([replace(config, seed=0)])
    return hashlib.sha256(said.encode()).hexdigest()[:32]

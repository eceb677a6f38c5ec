"""The seeds of a run that are still to be trained, for any page that repeats one."""

from collections.abc import Sequence

from mlp_core.experiments.findings.seed_groups import (
    follows_its_config,
    missing_seeds,
    seed_group,
    seed_members,
)
from mlp_core.experiments.runs.storage.rows import RunSummary
from pages.shared import datasets, store
from pages.shared.batches import Plan

LONGEST_NAME = 150


def missing(summary: RunSummary, n: int, summaries: Sequence[RunSummary]) -> list[Plan]:
    """The seeds of a run that are missing of ``n``; itself is one of them if it went as planned."""
    run = summary.run
    taken = {member.run.config.seed for member in seed_members(summaries, run)}
    if follows_its_config(summary) and datasets.is_here(run):
        store.runs().edit(run.id, group=seed_group(run))
        taken.add(run.config.seed)
    return [
        Plan(config, f"{run.name[:LONGEST_NAME]}, seed {config.seed}", seed_group(run))
        for config in missing_seeds(run.config, n, taken)
    ]

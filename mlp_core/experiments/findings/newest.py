"""Which of the runs that are kept are those of given configurations."""

from collections.abc import Callable, Collection, Iterable

from mlp_core.config import TrainConfig, without_idle
from mlp_core.experiments.findings.seed_groups import undisturbed
from mlp_core.experiments.runs.run import Run
from mlp_core.experiments.runs.storage.rows import RunSummary


def newest_runs(
    configs: Collection[TrainConfig],
    summaries: Iterable[RunSummary],
    is_here: Callable[[Run], bool],
) -> dict[TrainConfig, RunSummary]:
    """The newest run of each configuration that came to the end that it leads to.

    ``summaries`` have the newest first; ``is_here`` says whether a run was trained on what its
    configuration names by now. Settings without effect make no difference.
    """
    wanted = {without_idle(config): config for config in configs}
    found: dict[TrainConfig, RunSummary] = {}
    for summary in summaries:
        config = wanted.get(without_idle(summary.run.config))
        known = config is None or config in found
        if config is not None and not known and undisturbed(summary) and is_here(summary.run):
            found[config] = summary
    return found

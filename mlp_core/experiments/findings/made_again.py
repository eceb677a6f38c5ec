"""Whether a link, which holds configurations alone, leads whoever opens it to the same runs."""

from mlp_core.data.dataset import Dataset
from mlp_core.engines.door import fastest_engine
from mlp_core.experiments.runs.course import departures
from mlp_core.experiments.runs.fingerprint import data_fingerprint
from mlp_core.experiments.runs.storage.rows import RunSummary
from mlp_core.experiments.runs.versions import versions_of


def what_a_link_lacks(summary: RunSummary, dataset: Dataset) -> list[str]:
    """Why training this run's configuration here and now would not make it again, in sentences.

    Empty where it would, to the last bit on the same machine. ``dataset`` is what the
    configuration names here.
    """
    run = summary.run
    found = departures(summary.course, run.config, run.state)
    if run.fingerprint != data_fingerprint(dataset):
        found.append(f"It was trained on other data than {dataset.name} is here.")
    engine = fastest_engine(run.config)
    if run.engine and run.engine != engine:
        found.append(f"It was trained by the {run.engine} engine; here the {engine} one trains.")
    elif run.engine:
        others = [
            f"{name} {version} (here {here})"
            for name, here in versions_of(engine).items()
            if (version := run.versions.get(name, "unknown")) != here
        ]
        if others:
            found.append(f"It was trained with other versions: {', '.join(others)}.")
    return found

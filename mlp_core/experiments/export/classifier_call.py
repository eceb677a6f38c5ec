"""The call of scikit-learn's MLPClassifier, or MLPRegressor, that trains as a run did, as text."""

from typing import Any

from mlp_core.classifier_arguments import classifier_arguments, twin_class, why_no_parity
from mlp_core.data.dataset import Dataset
from mlp_core.experiments.export.epochs import Epochs, base_rates, epochs_of
from mlp_core.experiments.export.weights_code import fit_comment, is_weighted
from mlp_core.experiments.runs.course import course_of, departures
from mlp_core.experiments.runs.run import Run
from mlp_core.initialisers import INITIALISERS
from mlp_core.patience import schedule_of
from mlp_core.score_kinds import score_kind


def classifier_call(run: Run, dataset: Dataset) -> str:
    """``MLPClassifier(...)``: the same network, loss, steps and epochs as the run's.

    Of a regression it is ``MLPRegressor(...)``. Its seed draws other starting parameters, rows to
    hold out and orders than ours. Raises ``ValueError`` with the reason where there is no such
    call.
    """
    epochs = epochs_of(run, dataset)
    twin = twin_class(dataset).__name__
    reason = why_no_parity(run.config, dataset) or _why_no_fit(run, dataset, epochs, twin)
    if reason:
        raise ValueError(reason)
    arguments = classifier_arguments(run.config) | {
        # A batch size above the number of rows would be clipped with a warning.
        "batch_size": min(run.config.batch_size, epochs.n_rows),
        "learning_rate_init": epochs.rates[0],
        "max_iter": len(epochs.rates),
    }
    if not epochs.patient:
        arguments |= {"tol": 0, "n_iter_no_change": len(epochs.rates)}
    comments = _comments(run, epochs, arguments)
    lines = [
        f"    {name}={_literal(value)}," + (f"  # {comments[name]}" if name in comments else "")
        for name, value in arguments.items()
    ]
    return "\n".join([f"{twin}(", *lines, ")\n"]) + fit_comment(run.config)


def _why_no_fit(run: Run, dataset: Dataset, epochs: Epochs, twin: str) -> str:
    """Why one fit would not have the run's course, or an empty text."""
    if len(set(base_rates(run))) > 1:
        changed = departures(course_of(run), run.config, run.state)[0]
        return f"{changed[:-1]}; one {twin} has one rate."
    if run.config.early_stopping and is_weighted(run.config):
        return f"{twin} weighs the rows that it holds out, too; this run does not."
    if run.config.early_stopping and dataset.X_validation is not None:
        return f"{twin} holds out rows of its own; this run has a validation part for it."
    initialiser = INITIALISERS[run.config.init]
    if not initialiser.is_random:
        about = initialiser.about.format(scale=run.config.init_scale)
        return f"{about} at the start; {twin} draws its own at random."
    if epochs.overrun and schedule_of(run.config).divides:
        return (
            f"Patience was over after epoch {epochs.overrun}, and the run went on; "
            f"{twin} ends there."
        )
    return ""


def _comments(run: Run, epochs: Epochs, arguments: dict[str, Any]) -> dict[str, str]:
    """What an argument means that has such a value."""
    planned, comments = run.config.epochs, {}
    if arguments["alpha"] == 0:
        comments["alpha"] = "no L2 penalty"
    if arguments["max_iter"] != planned:
        comments["max_iter"] = f"its configuration says {planned}"
    if not epochs.patient:
        score = score_kind(epochs.is_regression).name
        score = score if run.config.early_stopping else "loss"
        comments["n_iter_no_change"] = f"all epochs, however little the {score} changes"
    return comments


def _literal(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else repr(value)

"""The call of scikit-learn's MLPClassifier that trains as a run did, as text."""

from mlp_core.classifier_arguments import classifier_arguments, why_no_parity
from mlp_core.data.dataset import Dataset
from mlp_core.experiments.export.solution import check_whole, learning_rates
from mlp_core.experiments.runs.course import course_of, departures
from mlp_core.experiments.runs.run import Run


def classifier_call(run: Run, dataset: Dataset) -> str:
    """``MLPClassifier(...)``: the same network, loss, steps and epochs as the run's.

    Its seed draws other starting parameters and orders than ours. Raises ``ValueError`` with
    the reason where there is no such call.
    """
    check_whole(run)
    reason = why_no_parity(run.config, dataset)
    if reason is not None:
        raise ValueError(reason)
    rates = learning_rates(run)
    if len(set(rates)) > 1:
        changed = departures(course_of(run), run.config, run.state)[0]
        raise ValueError(f"{changed[:-1]}; one MLPClassifier has one rate.")
    planned, epochs = run.config.epochs, len(rates)
    arguments = classifier_arguments(run.config) | {
        # A batch size above the number of rows would be clipped with a warning.
        "batch_size": min(run.config.batch_size, len(dataset.X_train)),
        "learning_rate_init": rates[0],
        "max_iter": epochs,
        "n_iter_no_change": epochs,
    }
    # What an argument means that has this value.
    comments: dict[tuple[str, object], str] = {
        ("alpha", 0): "no L2 penalty",
        ("n_iter_no_change", epochs): "all epochs, however little the loss changes",
    }
    if epochs != planned:
        comments["max_iter", epochs] = f"its configuration says {planned}"
    lines = [
        f"    {name}={_literal(value)},"
        + (f"  # {comments[name, value]}" if (name, value) in comments else "")
        for name, value in arguments.items()
    ]
    return "\n".join(["MLPClassifier(", *lines, ")\n"])


def _literal(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else repr(value)

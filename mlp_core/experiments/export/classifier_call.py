"""The call of scikit-learn's MLPClassifier that trains as a run did, as text."""

from mlp_core.activations import get_activation
from mlp_core.data.dataset import Dataset
from mlp_core.experiments.export.solution import check_whole, learning_rates
from mlp_core.experiments.runs.course import course_of, departures
from mlp_core.experiments.runs.run import Run
from mlp_core.sklearn_twin import why_no_parity

CALL = """\
MLPClassifier(
    hidden_layer_sizes={hidden},
    activation="{activation}",
    solver="sgd",
    alpha=0,  # no L2 penalty
    batch_size={batch_size},
    learning_rate_init={rate!r},
    momentum=0,
    nesterovs_momentum=False,
    shuffle={shuffle},
    random_state={seed},
    max_iter={epochs},{planned}
    tol=0,
    n_iter_no_change={epochs},  # all epochs, however little the loss changes
)
"""


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
    return CALL.format(
        hidden=run.config.units[1:-1],
        activation=get_activation(run.config.activation).sklearn,
        # A batch size above the number of rows would be clipped with a warning.
        batch_size=min(run.config.batch_size, len(dataset.X_train)),
        rate=rates[0],
        shuffle=run.config.shuffle,
        seed=run.config.seed,
        epochs=len(rates),
        planned=_planned(run),
    )


def _planned(run: Run) -> str:
    """A comment where the run did not have the epochs of its configuration."""
    epochs = run.config.epochs
    return "" if len(run.scores) == epochs else f"  # its configuration says {epochs}"

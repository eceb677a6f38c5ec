"""The settings of how the gradients change the parameters: optimizer, penalty, schedule, stopping.

They are scikit-learn's, by its names but ``optimizer``, its ``solver``, and ``schedule``, its
``learning_rate``; neutral is what a run without them does.
"""

from collections.abc import Callable, Mapping
from typing import Any

from mlp_core.data.catalogue import facts_of
from mlp_core.number_text import exact, percent
from mlp_core.optimizers import get_optimizer
from mlp_core.schedules import SCHEDULES
from mlp_core.setting_kinds import Choice, Limits, Real, Whole, YesNo
from mlp_core.settings.record import Setting, always
from mlp_core.solvers import SOLVERS, with_momentum
from mlp_core.task_options import OPTIONS

Values = Mapping[str, Any]
SCHEDULE_NAMES = {name: schedule.label for name, schedule in SCHEDULES.items()}
# A patience that no run can wear out: the most epochs that a run may have.
NEVER = 10_000
# By how much rows count in a step.
UNWEIGHTED = "none"
CLASS_WEIGHTS = {UNWEIGHTED: "all rows alike", "balanced": "classes balanced"}
# MLPClassifier's default.
CLASSIFIER_PATIENCE = 10


def _of_option(name: str, key: str, column: str, **more: Any) -> Setting:
    """The setting that One step has as an option, too, in the same words."""
    option = OPTIONS[name]
    row: dict[str, Any] = {"name": name, "key": key, "kind": option.kind, "column": column}
    row |= {"label": option.label, "help": option.help, "neutral": option.default}
    row |= {"group": "Optimizer", "classifier": name, "idle": _of_other_solver(option.solver)}
    return Setting(**row | more)


def _of_other_solver(solver: str) -> Callable[[Values], str]:
    def idle(now: Values) -> str:
        found = SOLVERS[now["optimizer"]]
        return "" if solver == now["optimizer"] else f"Not used by {found}."

    return idle if solver else always


def _without_momentum(now: Values) -> str:
    other = _of_other_solver(OPTIONS["momentum"].solver)(now)
    return other or ("" if now["momentum"] else "Without momentum there is none to look ahead by.")


def _unscheduled(now: Values) -> str:
    optimizer = get_optimizer(with_momentum(now["optimizer"], 0.0, False))
    solver = SOLVERS[now["optimizer"]]
    if not optimizer.scheduled:
        return f"Not for {solver}, which keeps its rate whatever the schedule."
    waits = SCHEDULES[now["schedule"]].divides and now["n_iter_no_change"] >= NEVER
    return "Patience never ends, so that the rate stays as it is." if waits else ""


def _without_power(now: Values) -> str:
    scales = SCHEDULES[now["schedule"]].scales
    return _unscheduled(now) or ("" if scales else "For inverse scaling alone.")


def _without_validation(now: Values) -> str:
    if now["split"].get("validation_size"):
        return "The split has a validation part already."
    return "" if now["early_stopping"] else "No rows are held out without early stopping."


def _is_regression(now: Values) -> bool:
    """Whether the targets are numbers, as far as that is known."""
    try:
        facts = facts_of(now["dataset"], now["data_parameters"])
    except ValueError:
        # There is no such set, which whoever loads it is told.
        return False
    return facts is not None and facts.is_regression


def _without_mean(now: Values) -> str:
    """A weighted mean of one row is that row; what is left is the divisor of the penalty."""
    if _is_regression(now):
        return "For classes alone: here the targets are numbers."
    if now["batch_size"] > 1 or now["alpha"]:
        return ""
    return "A step of one row is divided by its weight, which leaves nothing of it."


def _without_patience(now: Values) -> str:
    return "" if now["n_iter_no_change"] < NEVER else "Patience never ends."


def _with_patience(needed: bool) -> Values:
    return {"n_iter_no_change": CLASSIFIER_PATIENCE} if needed else {}


LEARNING = (
    _of_option("optimizer", "op", "optimizer", classifier="solver", said=SOLVERS.__getitem__),
    _of_option(
        "momentum",
        "mo",
        "momentum",
        tried=Limits(0.0, 0.9),
        said=lambda share: f"momentum {exact(share)}",
    ),
    _of_option(
        "nesterovs_momentum",
        "ne",
        "Nesterov",
        said=lambda yes: "Nesterov" if yes else "no Nesterov",
        idle=_without_momentum,
    ),
    _of_option(
        "beta_1",
        "bo",
        "β₁",
        tried=Limits(0.5, 0.95),
        said=lambda beta: f"β₁ {exact(beta)}",
    ),
    _of_option(
        "beta_2",
        "bt",
        "β₂",
        tried=Limits(0.9, 0.999),
        said=lambda beta: f"β₂ {exact(beta)}",
    ),
    _of_option(
        "epsilon",
        "ep",
        "ε",
        kind=Real(Limits(1e-16, 1.0)),
        said=lambda epsilon: f"ε {epsilon:g}",
    ),
    _of_option(
        "alpha",
        "al",
        "L2 penalty",
        kind=Real(Limits(0.0, 10_000.0), step=0.01),
        tried=Limits(1e-5, 1.0),
        group="Penalty",
        said=lambda alpha: f"α {exact(alpha)}",
    ),
    Setting(
        name="class_weight",
        key="cw",
        kind=Choice({name: name for name in CLASS_WEIGHTS}, CLASS_WEIGHTS),
        label="Weight of a row in a step",
        help="Balanced: n / (k · rows of its class), of n training rows in k classes, so that a "
        "class of few rows counts as much as one of many. A batch goes by its weighted mean. "
        "Losses and accuracies after an epoch are unweighted.",
        column="class weights",
        group="Classes",
        said=CLASS_WEIGHTS.__getitem__,
        neutral=UNWEIGHTED,
        idle=_without_mean,
        handed_over=True,
    ),
    Setting(
        name="schedule",
        key="sd",
        kind=Choice(SCHEDULES, SCHEDULE_NAMES),
        label="Schedule of the learning rate",
        help="Inverse scaling: η / (rows trained on so far + 1)^p. Adaptive: a fifth of the rate "
        "whenever patience is over.",
        column="schedule",
        group="Schedule",
        said=lambda name: f"{SCHEDULE_NAMES[name]} rate",
        control="menu",
        neutral="constant",
        idle=_unscheduled,
        brings=lambda name: _with_patience(SCHEDULES[name].divides),
        classifier="learning_rate",
    ),
    Setting(
        name="power_t",
        key="pw",
        kind=Real(Limits(0.0, 4.0), step=0.1),
        label="Exponent p of inverse scaling",
        column="exponent p",
        group="Schedule",
        said=lambda power: f"exponent {exact(power)}",
        neutral=0.5,
        idle=_without_power,
        classifier="power_t",
    ),
    Setting(
        name="early_stopping",
        key="es",
        kind=YesNo(),
        label="Early stopping",
        help="Some of the training rows are held out. Patience goes by their score, accuracy "
        "or R², and the parameters of the best epoch are kept.",
        column="early stopping",
        group="Stopping",
        said=lambda yes: "early stopping" if yes else "no early stopping",
        neutral=False,
        brings=_with_patience,
        classifier="early_stopping",
    ),
    Setting(
        name="validation_fraction",
        key="vf",
        kind=Real(Limits(0.01, 0.9), step=0.05),
        label="Share of the training rows held out",
        column="validation share",
        group="Stopping",
        said=lambda share: f"{percent(share, 0)} held out",
        neutral=0.1,
        idle=_without_validation,
        classifier="validation_fraction",
    ),
    Setting(
        name="n_iter_no_change",
        key="ni",
        kind=Whole(Limits(1, NEVER), logarithmic=True, words={NEVER: "never ends"}),
        tried=Limits(2, 50),
        label="Patience, in epochs",
        help="So many epochs in a row may bring no improvement: by the training loss, or with "
        "early stopping by accuracy or R² on the validation part. Where it never ends, training "
        "goes on for all its epochs.",
        column="patience",
        group="Stopping",
        said=lambda n: f"patience {n}" if n < NEVER else "endless patience",
        control="slider",
        neutral=NEVER,
        classifier="n_iter_no_change",
    ),
    Setting(
        name="tol",
        key="to",
        kind=Real(Limits(0.0, 10.0)),
        label="What counts as an improvement",
        help="An epoch is one where it is better than the best so far by this.",
        column="tolerance",
        group="Stopping",
        said=lambda tol: f"tolerance {exact(tol)}",
        neutral=1e-4,
        idle=_without_patience,
        classifier="tol",
    ),
)

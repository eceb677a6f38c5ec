"""The settings of how the gradients change the parameters: optimizer, penalty, schedule.

They are scikit-learn's, by its names but ``optimizer``, its ``solver``, and ``schedule``, its
``learning_rate``; neutral is what a run without them does.
"""

from collections.abc import Callable
from typing import Any

from mlp_core.data.catalogue import facts_of
from mlp_core.number_text import exact
from mlp_core.optimizers import get_optimizer
from mlp_core.schedules import SCHEDULES
from mlp_core.setting_kinds import Choice, Limits, Real
from mlp_core.settings.record import Setting, always
from mlp_core.settings.stopping import NEVER, Values, with_patience
from mlp_core.solvers import SOLVERS, with_momentum
from mlp_core.task_options import OPTIONS

SCHEDULE_NAMES = {name: schedule.label for name, schedule in SCHEDULES.items()}
# By how much rows count in a step.
UNWEIGHTED = "none"
CLASS_WEIGHTS = {UNWEIGHTED: "all rows alike", "balanced": "classes balanced"}


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
        brings=lambda name: with_patience(SCHEDULES[name].divides),
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
)

"""The options of a task as controls: those that have a say in it, from the table of them all."""

from collections.abc import Callable, Mapping
from typing import Any

from mlp_core import LOSSES
from mlp_core.task_options import OPTIONS
from pages.shared import controls, session
from pages.shared.links.rules import Rule

# Those that have controls of their own, which are never without a say.
ELSEWHERE = ("learning_rate", "loss", "activation")
KEYS = {name: f"step_{name}" for name in OPTIONS if name not in ELSEWHERE}
LINK_RULES: dict[str, Rule] = {
    key: controls.rule_of_kind(OPTIONS[name].kind) for name, key in KEYS.items()
}
LABELS = {key: OPTIONS[name].label for name, key in KEYS.items()}
DEFAULTS = {key: OPTIONS[name].default for name, key in KEYS.items()}
# When those have a say that would change nothing in some tasks: asked of all that is said, with
# the loss and the number of rows.
SAYS: dict[str, Callable[[Mapping[str, Any]], bool]] = {
    "half": lambda said: LOSSES[said["loss"]].without_half is not None,
    "rows": lambda said: said["n_rows"] > 1 and said["order"] == "batch",
    "order": lambda said: said["n_rows"] > 1,
    "nesterovs_momentum": lambda said: said["momentum"] > 0.0,
}


def choose(loss: str, n_rows: int) -> dict[str, Any]:
    """What the controls say, by the names of OPTIONS; those without a say are left out."""
    held = session.control_values(DEFAULTS)
    now = {"loss": loss, "n_rows": n_rows} | {name: held[key] for name, key in KEYS.items()}
    return {
        name: controls.of_option(OPTIONS[name], key)
        for name, key in KEYS.items()
        if has_a_say(name, now)
    }


def has_a_say(name: str, now: Mapping[str, Any]) -> bool:
    """Whether an option changes anything where all options are as they are ``now``."""
    solver_looks = OPTIONS[name].solver in ("", now["optimizer"])
    return solver_looks and (name not in SAYS or SAYS[name](now))


def said_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same by the keys of the controls, of ``values`` by name."""
    return {key: values[name] for name, key in KEYS.items()}


if not SAYS.keys() <= KEYS.keys():
    raise TypeError(f"SAYS is about options that are in the table; got {[*SAYS]}")

"""The values of quantities, computed by their rules from whatever others are known.

What is known may be a step's own numbers, a learner's, or no more than what is given.
"""

from collections.abc import Mapping

import numpy as np

from mlp_core._checks import Array
from mlp_core.divergence import ignore_overflow
from mlp_core.sgd_step import SGDStep
from mlp_core.teaching.quantities.expressions import LookUp, evaluate_entries, leaves
from mlp_core.teaching.quantities.quantity import Quantity
from mlp_core.teaching.quantities.table import Rules

# Arrays by name; a single number has shape ().
Values = Mapping[str, Array]


def values_of(step: SGDStep) -> dict[str, Array]:
    """Every number of a step as the engine computed it."""
    arrays = {name: np.asarray(value) for name, value in step.values().items()}
    constants = {name: np.asarray(value) for name, value in step.constants.items()}
    return constants | arrays


def looking_up(rules: Rules, known: Values) -> LookUp:
    """Arrays by name: those in ``known``, and all others computed from them when asked for."""
    made: dict[str, Array] = {}

    def look_up(name: str) -> Array:
        if name in known:
            return known[name]
        if name not in made:
            made[name] = _compute(rules[name], known, look_up)
        return made[name]

    return look_up


def asked_for(rules: Rules, values: Values) -> Values:
    """Those of ``values`` that are given or asked for: what lies between is made of them."""
    chosen = (rule for rule in rules.values() if rule.asked or rule.stage == "given")
    return {rule.name: values[rule.name] for rule in chosen}


@ignore_overflow
def compute(rules: Rules, name: str, known: Values) -> Array:
    """What the rule of ``name`` makes of what is given and asked for; infinite where too large.

    By hand where the numbers for that are known, so that a learner's own are gone on from.
    """
    known = asked_for(rules, known)
    return _compute(rules[name], known, looking_up(rules, known))


def _compute(rule: Quantity, known: Values, look_up: LookUp) -> Array:
    expression = rule.expression
    if rule.by_hand is not None and all(leaf.array in known for leaf in leaves(rule.by_hand)):
        expression = rule.by_hand
    if expression is None:
        raise ValueError(f"{rule.name} is given, not computed; it must be among what is known")
    return evaluate_entries(expression, rule.index, look_up)

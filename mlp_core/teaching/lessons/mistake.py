"""What a mistake in a backward pass is: what it makes of the rules of a step, and why it is one."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from mlp_core.sgd_step import SGDStep
from mlp_core.teaching.quantities.expressions import Expression
from mlp_core.teaching.quantities.quantity import Quantity
from mlp_core.teaching.quantities.table import Rules, rules_of

# What a mistake makes of the right expression of a quantity in this step; the same where its
# shapes do not let the mistake pass.
Change = Callable[[Quantity, Expression, SGDStep], Expression]
# What there is to say of a step: a sentence, or one that depends on it.
Words = str | Callable[[SGDStep], str]


@dataclass(frozen=True)
class Mistake:
    """One mistake, in words for learners.

    ``reason`` says why it is wrong and what it reaches, ``coincidence`` when a reached gradient
    is right all the same, ``obstacle`` why it cannot be made in some steps. ``change`` makes it in
    quantities of these ``kinds``.
    """

    key: str
    title: str
    reason: Words
    coincidence: str
    obstacle: Words
    kinds: tuple[str, ...]
    change: Change

    def made(self, rules: Rules, step: SGDStep) -> Rules:
        """The same rules with this mistake in them, wherever the step's shapes let it pass."""
        return {name: self._made(rule, step) for name, rule in rules.items()}

    def highest_layer(self, step: SGDStep) -> int:
        """The last layer whose gradients are wrong, 0 for none: from there the error goes down."""
        right = rules_of(step)
        made = self.made(right, step).items()
        top = len(step.weights)
        wrong = (rule.layer or top for name, rule in made if rule is not right[name])
        return max(wrong, default=0)

    def why_not(self, step: SGDStep) -> str | None:
        """Why the mistake cannot be made, or seen, in this step; None where it can."""
        return None if self.highest_layer(step) else _said(self.obstacle, step)

    def why(self, step: SGDStep) -> str:
        """Why it is wrong in this step, and what it reaches."""
        return _said(self.reason, step)

    def _made(self, rule: Quantity, step: SGDStep) -> Quantity:
        right = rule.expression
        if right is None or rule.kind not in self.kinds:
            return rule
        wrong = self.change(rule, right, step)
        return rule if wrong == right else replace(rule, expression=wrong)


def _said(words: Words, step: SGDStep) -> str:
    return words if isinstance(words, str) else words(step)

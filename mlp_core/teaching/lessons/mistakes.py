"""Classic mistakes in a backward pass: why each is wrong, and what it makes of the rules."""

from collections.abc import Collection

from mlp_core._checks import look_up
from mlp_core.names import parameter_names
from mlp_core.sgd_step import SGDStep
from mlp_core.teaching.lessons.mistake import Mistake
from mlp_core.teaching.quantities.expressions import (
    Call,
    Entry,
    Expression,
    Number,
    Product,
    Quotient,
    call,
    entry,
    leaves,
    rewritten,
)
from mlp_core.teaching.quantities.network import layer_input
from mlp_core.teaching.quantities.quantity import UPDATED, Quantity


def _no_derivative(rule: Quantity, right: Expression, step: SGDStep) -> Expression:
    """∂L/∂h in place of ∂L/∂h times the slope."""
    has_slope = isinstance(right, Product) and not isinstance(right.parts[0], Number)
    return right.parts[0] if has_slope else right


def _not_transposed(rule: Quantity, right: Expression, step: SGDStep) -> Expression:
    """W[j,i] in place of W[i,j], which only a square W has; of a single weight it is the same."""

    def turn(leaf: Entry) -> Entry:
        return entry(leaf.array, *leaf.index[::-1]) if "W" in leaf.array else leaf

    square = step.units[rule.layer + 1] == step.units[rule.layer] > 1
    return rewritten(right, Entry, turn) if square else right


def _sum_for_mean(rule: Quantity, right: Expression, step: SGDStep) -> Expression:
    """Without the number of rows below the line; of one row it is the same."""
    return right.parts[0] if isinstance(right, Quotient) and len(step.x) > 1 else right


def _wrong_sign(rule: Quantity, right: Expression, step: SGDStep) -> Expression:
    return -right if rule.layer == len(step.weights) else right


def _wrong_layer(rule: Quantity, right: Expression, step: SGDStep) -> Expression:
    """The slope at what the layer is handed in place of what it hands on."""
    k = rule.layer
    hidden = k < len(step.weights) and step.units[k] == step.units[k - 1]

    def go_down(slope: Call) -> Expression:
        return call(slope.function, entry(layer_input(k), *next(leaves(slope)).index))

    return rewritten(right, Call, go_down) if hidden else right


def _no_bias_gradient(rule: Quantity, right: Expression, step: SGDStep) -> Expression:
    return Number(value=0.0) * right


def _updated_too_early(rule: Quantity, right: Expression, step: SGDStep) -> Expression:
    """W′ in place of W, as the step's own optimizer makes it."""

    def update(leaf: Entry) -> Entry:
        moved = leaf.array.startswith("W")
        return entry(f"{UPDATED}{leaf.array}", *leaf.index) if moved else leaf

    return rewritten(right, Entry, update)


def _no_mean(step: SGDStep) -> str:
    if step.objective.rows == "sum":
        return "The loss of this step is the sum over rows: it has no mean to forget."
    return (
        "With one observation sum and mean are the same number. It takes a batch of at least two "
        "rows to see this mistake."
    )


def _biases_stay(step: SGDStep) -> str:
    told = "The weights are right, since no gradient passes through a bias."
    if step.objective.learns_biases:
        return f"∂L/∂b is ∂L/∂z, but here it stays 0: no bias ever learns. {told}"
    return (
        "∂L/∂b is ∂L/∂z, but here it stays 0. The biases are frozen, so the update is the same: "
        f"it shows once they are to learn. {told}"
    )


_NO_HIDDEN = "This network has no hidden layer, so no gradient is passed on to one."
_ZERO = "A gradient that is zero stays zero."

MISTAKES = {
    mistake.key: mistake
    for mistake in (
        Mistake(
            "no_derivative",
            "Activation derivative left out",
            "∂L/∂z should be ∂L/∂h times the slope of the activation; here the slope is taken "
            "as 1. An output layer without a slope stays right; all layers below it are wrong.",
            "Where the slope is 1 nothing changes: tanh at z = 0, ReLU wherever its unit is "
            f"active, the identity everywhere. {_ZERO}",
            _NO_HIDDEN,
            ("grad_z",),
            _no_derivative,
        ),
        Mistake(
            "not_transposed",
            "W used in place of its transpose",
            "Going back, unit j collects from all units i that it feeds: that is Wᵀ. With W "
            "itself it collects from the wrong ones. Only a square W lets this pass without an "
            "error message; all layers below such a W are wrong.",
            "A symmetric W is its own transpose: when all weights are equal, as in Question 1 "
            "at the start, nobody notices. With ReLU a gradient may come back through W[i,i] "
            f"alone, which Wᵀ has in the same place. {_ZERO}",
            "No weights above the first layer are square here, 2 × 2 or larger. NumPy would "
            "refuse the shapes, and the mistake would be found at once.",
            ("grad_h",),
            _not_transposed,
        ),
        Mistake(
            "sum_for_mean",
            "Sum over rows in place of their mean",
            "The loss of a batch is the mean over its rows, so its gradient is divided by the "
            "number of rows. Without that, all that the error makes is as many times too large "
            "as there are rows, like a larger learning rate.",
            _ZERO,
            _no_mean,
            ("grad_prediction", "grad_z"),
            _sum_for_mean,
        ),
        Mistake(
            "wrong_sign",
            "Sign turned round in the output layer",
            "With y − z or y − p in place of z − y or p − y, all that the error makes points the "
            "other way: gradient descent on it climbs.",
            _ZERO,
            "",
            ("grad_z",),
            _wrong_sign,
        ),
        Mistake(
            "wrong_layer",
            "Slope taken from the layer before",
            "The slope of layer k belongs at its own h or z. Off by one in the list of layers, it "
            "is taken at the input of layer k instead. Only where both layers have as many units "
            "does this pass without an error message; that layer and all below it are wrong.",
            "Where both values give the same slope nothing changes: with ReLU, wherever both "
            f"are above 0, or neither is. {_ZERO}",
            "No hidden layer here has as many units as the layer before it. NumPy would refuse "
            "the shapes, and the mistake would be found at once.",
            ("grad_z",),
            _wrong_layer,
        ),
        Mistake(
            "no_bias_gradient",
            "Bias gradients forgotten",
            _biases_stay,
            _ZERO,
            "This network has no biases.",
            ("grad_b",),
            _no_bias_gradient,
        ),
        Mistake(
            "updated_too_early",
            "Weights updated during the way back",
            "∂L/∂h needs the weights of the forward pass. Whoever updates W as soon as its "
            "gradient is known sends the error back through W′. The output layer stays right; "
            "all layers below it are wrong.",
            "With a tiny learning rate W′ is nearly W, and the check cannot tell them apart. "
            f"{_ZERO}",
            _NO_HIDDEN,
            ("grad_h",),
            _updated_too_early,
        ),
    )
}


def get_mistake(key: str) -> Mistake:
    """The mistake called ``key``; ``ValueError`` for one that is not in MISTAKES."""
    return look_up(MISTAKES, key, "mistake")


def reach(step: SGDStep, mistakes: Collection[str]) -> set[str]:
    """Names of the parameters whose gradients the mistakes, by key, make wrong together.

    Follows from the structure alone: numbers may still agree by ``Mistake.coincidence``.
    Raises ``ValueError`` for an unknown key.
    """
    reached = set()
    for mistake in map(get_mistake, mistakes):
        n = mistake.highest_layer(step)
        names = parameter_names(step.weights[:n], step.biases[:n])
        letters = "b" if "grad_b" in mistake.kinds else "Wb"
        reached |= {name for name in names if name[0] in letters}
    return reached if step.objective.has_biases else {name for name in reached if name[0] == "W"}

"""Classic mistakes in a backward pass: why each is wrong, and which gradients it reaches."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from mlp_core._checks import look_up
from mlp_core.names import parameter_names
from mlp_core.sgd_step import SGDStep


@dataclass(frozen=True)
class Mistake:
    """One mistake, in words for learners.

    ``reason`` says why it is wrong and what it reaches, ``coincidence`` when a reached gradient
    is right all the same, ``obstacle`` why it cannot be made in some networks.
    ``highest_layer`` gives the last layer of a step whose gradients are wrong, 0 for none: the
    error travels from there to every layer below.
    """

    key: str
    title: str
    reason: str
    coincidence: str
    obstacle: str
    highest_layer: Callable[[SGDStep], int]
    biases_only: bool = False

    def why_not(self, step: SGDStep) -> str | None:
        """Why the mistake cannot be made, or seen, in this step; None where it can."""
        return None if self.highest_layer(step) else self.obstacle


def _last(step: SGDStep) -> int:
    return len(step.weights)


def _last_hidden(step: SGDStep) -> int:
    return len(step.weights) - 1


def _below_square_weights(step: SGDStep) -> int:
    layers = range(2, len(step.weights) + 1)
    return max((k - 1 for k in layers if step.units[k] == step.units[k - 1] > 1), default=0)


def _hidden_as_wide_as_its_input(step: SGDStep) -> int:
    layers = range(1, len(step.weights))
    return max((k for k in layers if step.units[k] == step.units[k - 1]), default=0)


def _last_of_a_batch(step: SGDStep) -> int:
    return len(step.weights) if step.x.ndim == 2 and len(step.x) > 1 else 0


_NO_HIDDEN = "This network has no hidden layer, so no gradient is passed on to one."
_ZERO = "A gradient that is zero stays zero."

MISTAKES = {
    mistake.key: mistake
    for mistake in (
        Mistake(
            "no_derivative",
            "Activation derivative left out",
            "∂L/∂z should be ∂L/∂h times the slope of the activation; here the slope is taken "
            "as 1. The output layer is linear and stays right; all layers below it are wrong.",
            "Where the slope is 1 nothing changes: tanh at z = 0, ReLU wherever its unit is "
            f"active. {_ZERO}",
            _NO_HIDDEN,
            _last_hidden,
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
            _below_square_weights,
        ),
        Mistake(
            "sum_for_mean",
            "Sum over rows in place of their mean",
            "The loss of a batch is the mean over its rows, so its gradient is divided by the "
            "number of rows. Without that, every gradient is as many times too large as there "
            "are rows, like a larger learning rate.",
            _ZERO,
            "With one observation sum and mean are the same number. It takes a batch of at "
            "least two rows to see this mistake.",
            _last_of_a_batch,
        ),
        Mistake(
            "wrong_sign",
            "Sign turned round in the output layer",
            "With y − z or y − p in place of z − y or p − y, every gradient points the other "
            "way: the update climbs, and the loss rises.",
            _ZERO,
            "",
            _last,
        ),
        Mistake(
            "wrong_layer",
            "Slope taken from the layer before",
            "The slope of layer k belongs at its own h. Off by one in the list of layers, it is "
            "taken at the input of layer k instead. Only where both layers have as many units "
            "does this pass without an error message; that layer and all below it are wrong.",
            "Where both values give the same slope nothing changes: with ReLU, wherever both "
            f"are above 0, or neither is. {_ZERO}",
            "No hidden layer here has as many units as the layer before it. NumPy would refuse "
            "the shapes, and the mistake would be found at once.",
            _hidden_as_wide_as_its_input,
        ),
        Mistake(
            "no_bias_gradient",
            "Bias gradients forgotten",
            "∂L/∂b is ∂L/∂z, but here it stays 0: no bias ever learns. The weights are right, "
            "since no gradient passes through a bias.",
            _ZERO,
            "",
            _last,
            biases_only=True,
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
            _last_hidden,
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
        reached |= {name for name in names if name[0] == "b" or not mistake.biases_only}
    return reached

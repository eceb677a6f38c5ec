"""What there is to know of a loss: one record."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlp_core._checks import Array, check_floats, check_numbers
from mlp_core.bounded import Bounded
from mlp_core.forms import Forms
from mlp_core.losses.targets import ANY, PROBABILITIES, Targets

Numbers = dict[str, Bounded]
# A z so large that no output unit has further to go.
FAR = 1e300
# What people call cross-entropy.
CROSS_ENTROPY = ("crossentropy", "logloss", "nll", "bce", "ce", "entropy")


@dataclass(frozen=True)
class Loss:
    """All that the project knows of a loss, and of the output unit before it.

    terms, gradient  what each output adds to the loss, and the gradient by its z, (..., n_out)
    bounds           of z, y, the terms and the prediction: how far rounding may move them, and
                     whatever lies between
    unit, measure    the output unit, and what the loss measures of it: a legal pair
    spellings        parts of words by which people call that measure, in a text that they paste
    value_forms, gradient_forms  how both are written, of the prediction where the unit makes one
                     of z, else of z; ``safe`` is of z in any case
    label            in menus, tables and legends; it begins with the measure
    brief            in the description of a network
    about            what it is, in a line
    convention       what its formula leaves unsaid, in a sentence; empty where there is nothing
    to_prediction, prediction_forms  what the unit makes of z; None where that is z itself
    says_yes_or_no   whether each output is the probability of a yes, above ½ where z is above 0
    targets          what every row of y must be
    without_half     the same without its ½, where it has one
    kink             the z - y where there is no gradient, if there is one: it is taken as 0
    slope_kinks      the z - y where the gradient has no slope itself
    sklearn          the class of scikit-learn that minimises it, if there is one
    """

    terms: Callable[[ArrayLike, ArrayLike], Array]
    gradient: Callable[[ArrayLike, ArrayLike], Array]
    bounds: Callable[[Bounded, Array, Array, Array], Numbers]
    unit: Literal["linear", "softmax", "logistic", "tanh", "relu", "exponential"]
    measure: Literal[
        "squared error", "cross-entropy", "Poisson deviance", "absolute error", "Huber loss"
    ]
    spellings: tuple[str, ...]
    value_forms: Forms
    gradient_forms: Forms
    label: str
    brief: str
    about: str
    convention: str = ""
    to_prediction: Callable[[ArrayLike], Array] | None = None
    prediction_forms: Forms | None = None
    says_yes_or_no: bool = False
    targets: Targets = ANY
    without_half: "Loss | None" = None
    kink: float | None = None
    slope_kinks: tuple[float, ...] = ()
    sklearn: str | None = None

    @property
    def prose(self) -> str:
        """The label in a sentence, where people alone keep their capital."""
        return self.measure + self.label[len(self.measure) :]

    @property
    def predicts_probabilities(self) -> bool:
        """Whether the output is read as probabilities: cross-entropy is of nothing else."""
        return self.measure == "cross-entropy"

    @property
    def to_probabilities(self) -> Callable[[ArrayLike], Array] | None:
        """``to_prediction`` where it makes probabilities."""
        return self.to_prediction if self.predicts_probabilities else None

    @property
    def targets_are_probabilities(self) -> bool:
        """Whether each row of y must add up to 1, without which p - y is not the gradient."""
        return self.targets is PROBABILITIES

    @property
    def prediction_name(self) -> str:
        """What a step calls the prediction; empty where that is the output itself."""
        if self.to_prediction is None:
            return ""
        return "probabilities" if self.predicts_probabilities else "prediction"

    @property
    def has_slope(self) -> bool:
        """Whether ∂L/∂z is ∂L/∂ŷ times the slope of the output unit, an activation that bends z."""
        return self.measure == "squared error" and self.to_prediction is not None

    @property
    def seams(self) -> tuple[float, ...]:
        """The z - y across which no difference is a derivative."""
        return self.slope_kinks if self.kink is None else (self.kink, *self.slope_kinks)

    def predict(self, output: Array) -> Array:
        """The prediction of the output z, in its shape."""
        return output if self.to_prediction is None else self.to_prediction(output)

    @property
    def reach(self) -> tuple[float, float]:
        """What a single output unit comes near where z is as small or as large as can be."""
        ends = self.predict(np.array([[-FAR], [FAR]]))
        return float(ends[0, 0]), float(ends[1, 0])

    def tells_two_apart(self, n_outputs: int) -> bool:
        """Whether this many outputs are one that says yes or no, for two classes."""
        return self.says_yes_or_no and n_outputs == 1

    def classes(self, output: Array) -> NDArray[np.intp]:
        """The class that each row of z names, as an index: the largest, or 1 where σ(z) > ½."""
        if self.tells_two_apart(output.shape[-1]):
            return np.asarray(output[..., 0] > 0.0, dtype=np.intp)
        return np.asarray(output.argmax(axis=-1))

    def bounded(self, output: Bounded, y: Array) -> Numbers:
        """With their bounds: the prediction, what lies between, the terms, and the gradient.

        By the names of ``SGDStep.values``, the gradient as "grad_output"; each as of a single
        row, not yet divided by their number.
        """
        z = output.value
        return self.bounds(output, y, self.terms(z, y), self.predict(z))


def check_pair(output: ArrayLike, y: ArrayLike) -> tuple[Array, Array]:
    """Both as arrays of one shape (..., n_out); the output may be complex."""
    output, y = check_numbers("output", output), check_floats("y", y)
    check_has_units(output)
    if y.shape != output.shape:
        raise ValueError(f"y must have the output's shape {output.shape}; got {y.shape}")
    return output, y


def check_has_units(output: Array) -> None:
    """Refuse an output that is no (..., n_out)."""
    if not output.ndim or not output.shape[-1]:
        raise ValueError(f"output must be (..., n_out), one unit or more; got {output.shape}")

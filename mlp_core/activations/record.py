"""What there is to know of an activation, in one record."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from numpy.typing import ArrayLike

from mlp_core._checks import Array, check_real
from mlp_core.bounded import ActivationBounds
from mlp_core.forms import Forms


@dataclass(frozen=True)
class Activation:
    """All that the project knows of an activation.

    function    z to h, element by element
    derivative  h to dh/dz, or z to dh/dz where ``slope_of`` says so
    bounds      how far rounding may move both
    steepest    the largest derivative there is
    value_forms, slope_forms  how h is written in terms of z, and dh/dz in terms of ``slope_of``
    label       in menus, tables and legends
    brief       what hidden layers have, in the description of a network
    prose       in a sentence
    flat        what a unit is called whose derivative is next to nothing, so that no gradient
                comes through it; None where the derivative never is
    kink        the z where there is no derivative, if there is one: it is taken as that below it
    slope_kink  the z where the derivative has none itself, if there is one
    glorot      a² (n_in + n_out) of weights drawn from U(-a, a), as scikit-learn draws them
    sklearn     what scikit-learn's MLPClassifier calls it, if it has it
    spellings   what else people call it, in a text that they paste
    """

    function: Callable[[ArrayLike], Array]
    derivative: Callable[[ArrayLike], Array]
    bounds: ActivationBounds
    steepest: float
    value_forms: Forms
    slope_forms: Forms
    label: str
    brief: str
    prose: str
    flat: Literal["dead", "saturated"] | None
    kink: float | None = None
    glorot: float = 6.0
    sklearn: str | None = None
    slope_of: Literal["h", "z"] = "h"
    slope_kink: float | None = None
    spellings: tuple[str, ...] = ()

    def slope(self, z: ArrayLike, h: ArrayLike) -> Array:
        """dh/dz where ``function`` makes h of z."""
        return self.derivative(z if self.slope_of == "z" else h)

    @property
    def seam(self) -> float | None:
        """The z across which no difference is a derivative, if there is one."""
        return self.slope_kink if self.kink is None else self.kink

    @property
    def slope_at_kink(self) -> float:
        """What the derivative is taken as where there is none; ``ValueError`` without a kink."""
        kink = check_real("kink", self.kink)
        return float(self.slope(kink, self.function(kink)))

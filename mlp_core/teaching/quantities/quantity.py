"""What a step is made of: quantities, each an array of it or a single number."""

from dataclasses import dataclass
from typing import Literal

from mlp_core.forms import Forms
from mlp_core.teaching.quantities.expressions import Entry, Expression

Stage = Literal["given", "forward", "loss", "backward", "update"]
AFTER, CHANGE, UPDATED, GRADIENT = "_after", "change_", "updated_", "grad_"
# The index of a row, which comes first, and those of weights and of biases.
ROW = "n"
INDEX = {"W": ("i", "j"), "b": ("i",)}


@dataclass(frozen=True)
class Quantity:
    """An array of a step, or a single number, and how each of its entries is made.

    ``layer`` is 0 where it belongs to none, ``after`` marks the forward pass with the updated
    parameters. ``expression`` is None for what is given. ``by_hand`` is how one computes it on
    paper where the engine takes another way, which loses no digits; ``paper`` is either with what
    is ``inner`` in its place, and without what only a machine needs; ``forms`` how the whole of it
    is written in terms of ``of``, where that is not the notation of matrices. ``slip`` is a
    sentence on one that learners make, and what it makes. ``kept`` says whether a step keeps it,
    ``asked`` whether a learner is asked for it, and ``inner`` that formulas on paper write it out
    in its place.
    """

    stage: Stage
    kind: str
    layer: int
    index: tuple[str, ...]
    expression: Expression | None = None
    by_hand: Expression | None = None
    paper: Expression | None = None
    forms: Forms | None = None
    of: Entry | None = None
    slip: tuple[str, Expression] | None = None
    kept: bool = True
    asked: bool = False
    inner: bool = False
    after: str = ""

    @property
    def name(self) -> str:
        """The name that ``SGDStep.values`` has for it: grad_W2, loss."""
        return f"{self.kind}{self.layer or ''}{self.after}"

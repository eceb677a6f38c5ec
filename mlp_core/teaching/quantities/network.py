"""What the rules of a step depend on, besides its numbers."""

from typing import NamedTuple

from mlp_core.activations import Names
from mlp_core.losses import Loss, get_loss
from mlp_core.objective import Bias, Rows
from mlp_core.step_record import SGDStep
from mlp_core.teaching.quantities.expressions import Entry, Expression, Number, entry, total
from mlp_core.teaching.quantities.quantity import INDEX, ROW, UPDATED


class Network(NamedTuple):
    """What the rules of a step depend on; ``n_rows`` is 0 for a single observation.

    ``activation`` is a name, or one a hidden layer; ``optimizer`` is one of OPTIMIZERS.
    """

    n_layers: int
    activation: Names
    loss: str
    n_rows: int = 0
    rows: Rows = "mean"
    bias: Bias = "learned"
    half: bool = True
    has_penalty: bool = False
    optimizer: str = "sgd"

    @property
    def record(self) -> Loss:
        return get_loss(self.loss, half=self.half)

    @property
    def row(self) -> tuple[str, ...]:
        """The index of a row, where there are rows."""
        return (ROW,) if self.n_rows else ()

    @property
    def divisor(self) -> int:
        """What losses and penalty are divided by."""
        return max(self.n_rows, 1) if self.rows == "mean" else 1

    def mean(self, summed: Expression) -> Expression:
        """Over the number of rows, where the mean is taken of some."""
        averaged = self.n_rows and self.rows == "mean"
        return summed / Number(value=self.n_rows) if averaged else summed

    def total(self, of_a_row: Expression) -> Expression:
        """Over all rows, where there are rows."""
        return total(ROW, of_a_row) if self.n_rows else of_a_row

    def parameters(self, *, learning: bool = False) -> list[tuple[str, int]]:
        """Letter and layer of weights and biases, as far as there are any, or any that learn."""
        biases = self.bias == "learned" or (self.bias == "frozen" and not learning)
        letters = "Wb" if biases else "W"
        return [(letter, k) for k in range(1, self.n_layers + 1) for letter in letters]

    def parameter(self, letter: str, k: int, after: str = "") -> Entry:
        """A weight or a bias; ``after`` the update by that name, unless no update moves it."""
        stays = letter == "b" and self.bias != "learned"
        return entry(f"{UPDATED if after and not stays else ''}{letter}{k}", *INDEX[letter])


def network_of(step: SGDStep) -> Network:
    """What the rules of ``step`` depend on."""
    of = step.objective
    return Network(
        len(step.weights),
        of.activations,
        of.loss,
        step.n_rows,
        of.rows,
        of.bias,
        of.half,
        of.alpha > 0.0,
        step.optimizer,
    )


def layer_input(k: int, after: str = "") -> str:
    """The name of what layer ``k`` is handed."""
    return "x" if k == 1 else f"h{k - 1}{after}"

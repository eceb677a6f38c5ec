"""The rules of a step: of each quantity, the one expression that its entries are made by.

    z1[i]        = Σ_j W1[i,j]·x[j] + b1[i]
    grad_h1[j]   = Σ_i W2[i,j]·grad_z2[i]
    grad_W1[i,j] = grad_z1[i]·x[j]

In a batch an index n, of the row, stands before the others, and the gradients of parameters add
up over it. Tests hold all of it equal to ``sgd_step``.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Literal, NamedTuple

from mlp_core._checks import look_up
from mlp_core.activations import get_activation
from mlp_core.forms import Forms
from mlp_core.losses import get_loss
from mlp_core.sgd_step import SGDStep
from mlp_core.teaching.quantities.expressions import (
    Entry,
    Expression,
    Function,
    Number,
    bound,
    by_hand,
    call,
    entry,
    rewritten,
    total,
)
from mlp_core.teaching.quantities.outputs import OUTPUTS

Stage = Literal["given", "forward", "loss", "backward", "update"]
AFTER, CHANGE, UPDATED, GRADIENT = "_after", "change_", "updated_", "grad_"


class Network(NamedTuple):
    """What the rules of a step depend on; ``n_rows`` is 0 for a single observation."""

    n_layers: int
    activation: str
    loss: str
    n_rows: int = 0

    @property
    def rows(self) -> tuple[str, ...]:
        """The index of a row, where there are rows."""
        return ("n",) if self.n_rows else ()

    def mean(self, summed: Expression) -> Expression:
        """Over the number of rows, where there are rows."""
        return summed / Number(value=self.n_rows) if self.n_rows else summed

    def total(self, of_a_row: Expression) -> Expression:
        """Over all rows, where there are rows."""
        return total("n", of_a_row) if self.n_rows else of_a_row


@dataclass(frozen=True)
class Quantity:
    """An array of a step, or a single number, and how each of its entries is made.

    ``layer`` is 0 where it belongs to none, ``after`` marks the forward pass with the updated
    parameters. ``expression`` is None for what is given. ``by_hand`` is how one computes it on
    paper where the engine takes another way, which loses no digits; ``paper`` is either with what
    is ``inner`` in its place, and without what only a machine needs; ``forms`` how the whole of it
    is written in terms of the array ``of``, where that is not the notation of matrices. ``slip``
    is a sentence on one that learners make, and what it makes. ``kept`` says whether a step keeps
    it, ``asked`` whether a learner is asked for it, and ``inner`` that formulas on paper write it
    out in its place.
    """

    stage: Stage
    kind: str
    layer: int
    index: tuple[str, ...]
    expression: Expression | None = None
    by_hand: Expression | None = None
    paper: Expression | None = None
    forms: Forms | None = None
    of: str = ""
    slip: tuple[str, Expression] | None = None
    kept: bool = True
    asked: bool = False
    inner: bool = False
    after: str = ""

    @property
    def name(self) -> str:
        """The name that ``SGDStep.values`` has for it: grad_W2, loss."""
        return f"{self.kind}{self.layer or ''}{self.after}"


Rules = dict[str, Quantity]


def rules_of(step: SGDStep) -> Rules:
    """The rules that ``step`` was computed by."""
    return rules(network_of(step))


def network_of(step: SGDStep) -> Network:
    """What the rules of ``step`` depend on."""
    n_rows = len(step.x) if step.x.ndim == 2 else 0
    return Network(len(step.weights), step.activation, step.loss_name, n_rows)


@cache
def rules(network: Network) -> Rules:
    """All quantities by name, in the order of computation.

    Raises ``ValueError`` for the name of an activation or a loss that there is not.
    """
    parts = _given(network), _forward(network), _backward(network), _update(network)
    after = _forward(network, AFTER)
    made = {quantity.name: quantity for part in (*parts, after) for quantity in part}
    return {name: replace(rule, paper=_paper(made, rule)) for name, rule in made.items()}


def _paper(made: Rules, rule: Quantity) -> Expression | None:
    """How all entries of a quantity are made on paper, from others that one writes down there."""

    def write_out(leaf: Entry) -> Expression:
        inner = made[leaf.array]
        letters = dict(zip(inner.index, leaf.index, strict=True))
        written = _paper(made, inner) if inner.inner else None
        return leaf if written is None else bound(written, letters)

    expression = rule.by_hand or rule.expression
    return None if expression is None else by_hand(rewritten(expression, Entry, write_out))


def layer_input(k: int, after: str = "") -> str:
    """The name of what layer ``k`` is handed."""
    return "x" if k == 1 else f"h{k - 1}{after}"


def _given(network: Network) -> Iterator[Quantity]:
    yield Quantity("given", "learning_rate", 0, ())
    yield Quantity("given", "x", 0, (*network.rows, "j"))
    yield Quantity("given", "y", 0, (*network.rows, "i"))
    for k in range(1, network.n_layers + 1):
        yield Quantity("given", "W", k, ("i", "j"))
        yield Quantity("given", "b", k, ("i",))


def _forward(network: Network, after: str = "") -> Iterator[Quantity]:
    """The forward pass and the loss; ``after`` the update, with the updated parameters."""
    stage: Stage = "update" if after else "forward"
    unit, parameter = (*network.rows, "i"), UPDATED if after else ""
    new = partial(Quantity, kept=not after, asked=not after, after=after)
    f = get_activation(network.activation)
    for k in range(1, network.n_layers + 1):
        W, b = entry(f"{parameter}W{k}", "i", "j"), entry(f"{parameter}b{k}", "i")
        handed = entry(layer_input(k, after), *network.rows, "j")
        yield new(stage, "z", k, unit, total("j", W * handed) + b)
        z = entry(f"z{k}{after}", *unit)
        if k < network.n_layers:
            yield new(stage, "h", k, unit, call(Function(f.function, f.value_forms), z))
    record, output = get_loss(network.loss), look_up(OUTPUTS, network.loss, "loss")(z, after)
    prediction = z.array
    if output.probabilities:
        forms, prediction = record.probability_forms, f"probabilities{after}"
        yield new(stage, "probabilities", 0, unit, output.probabilities, forms=forms, of=z.array)
    stage = "update" if after else "loss"
    term = partial(new, stage, "loss_terms", 0, unit, asked=False, inner=True)
    yield term(output.loss_term, output.by_hand)
    loss = network.mean(network.total(total("i", entry(f"loss_terms{after}", *unit))))
    whole = partial(new, stage, "loss", 0, (), loss, kept=True, asked=True)
    sentence, factor = output.loss_slip
    slip = sentence, Number(value=factor) * loss
    yield whole(forms=record.value_forms, of=prediction, slip=slip)


def _backward(network: Network) -> Iterator[Quantity]:
    new = partial(Quantity, "backward", asked=True)
    unit, handed_to = (*network.rows, "i"), (*network.rows, "j")
    f = get_activation(network.activation)
    for k in range(network.n_layers, 0, -1):
        if k == network.n_layers:
            output = look_up(OUTPUTS, network.loss, "loss")(entry(f"z{k}", *unit), "")
            grad_z, slip = network.mean(output.grad_z), output.grad_z_slip
        else:
            handed_back = entry(f"W{k + 1}", "i", "j") * entry(f"grad_z{k + 1}", *unit)
            yield new("grad_h", k, handed_to, total("i", handed_back))
            slope = call(Function(f.derivative, f.slope_forms), entry(f"{f.slope_of}{k}", *unit))
            grad_z, slip = entry(f"grad_h{k}", *unit) * slope, None
        yield new("grad_z", k, unit, grad_z, slip=slip)
        error, handed = entry(f"grad_z{k}", *unit), entry(layer_input(k), *handed_to)
        yield new("grad_W", k, ("i", "j"), network.total(error * handed))
        yield new("grad_b", k, ("i",), network.total(error))


def _update(network: Network) -> Iterator[Quantity]:
    new, of = partial(Quantity, "update"), {"W": ("i", "j"), "b": ("i",)}
    parameters = [(letter, k) for k in range(1, network.n_layers + 1) for letter in of]
    for letter, k in parameters:
        gradient = entry(f"{GRADIENT}{letter}{k}", *of[letter])
        change = entry("learning_rate") * gradient
        yield new(f"{CHANGE}{letter}", k, of[letter], change, inner=True)
    for letter, k in parameters:
        before, change_made = (entry(f"{name}{letter}{k}", *of[letter]) for name in ("", CHANGE))
        yield new(f"{UPDATED}{letter}", k, of[letter], before - change_made, asked=True)

"""The rules of a step: of each quantity, the one expression that its entries are made by.

    z1[i]        = Σ_j W1[i,j]·x[j] + b1[i]
    grad_h1[j]   = Σ_i W2[i,j]·grad_z2[i]
    grad_W1[i,j] = grad_z1[i]·x[j]

In a batch an index n, of the row, stands before the others, and the gradients of parameters add
up over it. Tests hold all of it equal to ``sgd_step``.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from mlp_core.optimizers import get_optimizer
from mlp_core.step_record import SGDStep
from mlp_core.teaching.quantities.backward import backward
from mlp_core.teaching.quantities.expressions import Entry, Expression, bound, by_hand, rewritten
from mlp_core.teaching.quantities.forward import forward
from mlp_core.teaching.quantities.network import Network, network_of
from mlp_core.teaching.quantities.quantity import AFTER, INDEX, Quantity
from mlp_core.teaching.quantities.updates import update

Rules = dict[str, Quantity]


def rules_of(step: SGDStep) -> Rules:
    """The rules that ``step`` was computed by."""
    return rules(network_of(step))


@cache
def rules(network: Network) -> Rules:
    """All quantities by name, in the order of computation.

    Raises ``ValueError`` for the name of an activation or a loss that there is not.
    """
    parts = _given(network), forward(network), backward(network), update(network)
    after = forward(network, AFTER)
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


def _given(network: Network) -> Iterator[Quantity]:
    optimizer = get_optimizer(network.optimizer)
    constants = ["learning_rate", *optimizer.uses]
    constants += ["step_count"] * optimizer.counts + ["alpha"] * network.has_penalty
    for name in constants:
        yield Quantity("given", name, 0, ())
    yield Quantity("given", "x", 0, (*network.row, "j"))
    yield Quantity("given", "y", 0, (*network.row, "i"))
    for letter, k in network.parameters():
        yield Quantity("given", letter, k, INDEX[letter])
    for name in optimizer.remembers:
        for letter, k in network.parameters(learning=True):
            yield Quantity("given", f"{name}_{letter}", k, INDEX[letter])

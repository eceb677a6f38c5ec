"""How the cells of the forward pass and of the loss are made from other cells."""

import math

import numpy as np

from mlp_core.activations import get_activation
from mlp_core.losses import get_loss
from mlp_core.network import forward
from mlp_core.teaching.origin.cells import Cell, Cells
from mlp_core.teaching.origin.notation import ACTIVATION_FORMS
from mlp_core.teaching.origin.terms import (
    Factor,
    Recipe,
    Term,
    cell_factor,
    expression,
    product,
    term,
)


def pre_activation(cells: Cells, cell: Cell) -> Recipe:
    """z = Σ W h + b."""
    k, (i,) = cell.layer, cell.index
    source = layer_input(k)
    names = enumerate(cells.of(source), start=1)
    terms = [product(cells, f"W{k}[{i},{j}]", name) for j, name in names]
    bias = f"b{k}[{i}]"
    right_side = f"Σ_j W{k}[{i},j]·{source}[j] + {bias}"
    return Recipe(right_side, (*terms, product(cells, bias)))


def activation(cells: Cells, cell: Cell) -> Recipe:
    """h = f(z)."""
    f = cells.step.activation
    z = f"z{cell.layer}[{cell.index[0]}]"
    value = float(get_activation(f).function(np.array(cells.value(z))))
    factor = expression(cells, ACTIVATION_FORMS[f], (z,), value)
    return Recipe(factor.text, (term(factor),))


def probability(cells: Cells, cell: Cell) -> Recipe:
    """p = exp(z - m) / Σ exp(z - m), m the largest z: it cancels, and nothing overflows."""
    zs = cells.of(f"z{cells.n_layers}")
    largest = _largest(cells)
    exponentials = tuple(_exponential(cells, z, largest) for z in zs)
    numerator = exponentials[cell.index[0] - 1]
    right_side = f"{numerator.text} / Σ_j exp(z{cells.n_layers}[j] − {largest})"
    return Recipe(right_side, (numerator,), divisor=exponentials)


def loss_term(cells: Cells, cell: Cell) -> Recipe:
    """½ (z - y)², or -y log p from the logits: -y (z - m) + y log Σ exp(z - m)."""
    i = cell.index[0]
    z, y = f"z{cells.n_layers}[{i}]", f"y[{i}]"
    if cells.step.probabilities is None:
        square = (cells.value(z) - cells.value(y)) ** 2
        factor = expression(cells, "({0} − {1})²", (z, y), square)
        return Recipe(f"½·{factor.text}", (term(Factor("½", (), (), 0.5), factor),))
    largest = _largest(cells)
    shifted = expression(cells, "({0} − {1})", (z, largest), cells.value(z) - cells.value(largest))
    terms = (
        term(cell_factor(cells, y), shifted, negative=True),
        term(cell_factor(cells, y), _log_of_sum(cells, largest)),
    )
    logarithm = f"log Σ_j exp(z{cells.n_layers}[j] − {largest})"
    return Recipe(f"−{y}·log(probabilities[{i}]) = {terms[0].text} + {y}·{logarithm}", terms)


def loss(cells: Cells, cell: Cell) -> Recipe:
    """The sum of what the output units add."""
    terms = tuple(product(cells, name) for name in cells.of("loss_terms"))
    return Recipe("Σ_i loss_terms[i]", terms)


def loss_after(cells: Cells, cell: Cell) -> Recipe:
    """The same sum in a forward pass with the updated parameters: a prime marks its cells."""
    step = cells.step
    output, _ = forward(step.x, step.updated_weights, step.updated_biases, step.activation)
    updated = [f"updated_{p}{k}" for k in range(1, cells.n_layers + 1) for p in "Wb"]
    names = tuple(name for array in ("x", "y", *updated) for name in cells.of(array))
    numbers = tuple(cells.value(name) for name in names)
    values = enumerate(get_loss(step.loss_name).terms(output, step.y), start=1)
    terms = (term(Factor(f"loss_terms′[{i}]", names, numbers, float(value))) for i, value in values)
    return Recipe("Σ_i loss_terms′[i]", tuple(terms))


def layer_input(k: int) -> str:
    """The name of what layer ``k`` is handed."""
    return "x" if k == 1 else f"h{k - 1}"


def _largest(cells: Cells) -> str:
    """The name of the largest output."""
    return f"z{cells.n_layers}[{cells.step.output.argmax() + 1}]"


def _exponential(cells: Cells, z: str, largest: str) -> Term:
    value = float(np.exp(cells.value(z) - cells.value(largest)))
    return term(expression(cells, "exp({0} − {1})", (z, largest), value))


def _log_of_sum(cells: Cells, largest: str) -> Factor:
    zs = cells.of(f"z{cells.n_layers}")
    m = zs.index(largest)
    total = math.fsum(_exponential(cells, z, largest).value for z in zs)
    form = " + ".join(f"exp({{{j}}} − {{{m}}})" for j in range(len(zs)))
    return expression(cells, f"log({form})", tuple(zs), math.log(total))

"""How the cells of the backward pass and of the update are made from other cells."""

import numpy as np

from mlp_core.activations import get_activation
from mlp_core.teaching.origin.cells import Cell, Cells
from mlp_core.teaching.origin.forward_recipes import layer_input
from mlp_core.teaching.origin.notation import SLOPE_FORMS
from mlp_core.teaching.origin.terms import Recipe, cell_factor, expression, product, term


def grad_z(cells: Cells, cell: Cell) -> Recipe:
    """p - y or z - y in the last layer; below it ∂L/∂h times the activation's slope."""
    k, (i,) = cell.layer, cell.index
    if k == cells.n_layers:
        output = f"z{k}[{i}]" if cells.step.probabilities is None else f"probabilities[{i}]"
        return _difference(cells, output, f"y[{i}]")
    f = cells.step.activation
    h = f"h{k}[{i}]"
    slope = float(get_activation(f).derivative(np.array(cells.value(h))))
    factors = cell_factor(cells, f"grad_h{k}[{i}]"), expression(cells, SLOPE_FORMS[f], (h,), slope)
    made = term(*factors)
    return Recipe(made.text, (made,))


def grad_h(cells: Cells, cell: Cell) -> Recipe:
    """∂L/∂h = Σ W ∂L/∂z over the units of the layer above."""
    above, (j,) = cell.layer + 1, cell.index
    names = enumerate(cells.of(f"grad_z{above}"), start=1)
    terms = tuple(product(cells, f"W{above}[{i},{j}]", name) for i, name in names)
    return Recipe(f"Σ_i W{above}[i,{j}]·grad_z{above}[i]", terms)


def grad_weight(cells: Cells, cell: Cell) -> Recipe:
    """∂L/∂W = ∂L/∂z h."""
    k, (i, j) = cell.layer, cell.index
    return _product(cells, f"grad_z{k}[{i}]", f"{layer_input(k)}[{j}]")


def grad_bias(cells: Cells, cell: Cell) -> Recipe:
    """∂L/∂b = ∂L/∂z."""
    return _product(cells, f"grad_z{cell.layer}[{cell.index[0]}]")


def change(cells: Cells, cell: Cell) -> Recipe:
    """η ∂L/∂W, what the update takes off."""
    return _product(cells, "learning_rate", cell.name.replace("change_", "grad_"))


def updated(cells: Cells, cell: Cell) -> Recipe:
    """W - η ∂L/∂W."""
    before = cell.name.removeprefix("updated_")
    return _difference(cells, before, f"change_{before}")


def _product(cells: Cells, *names: str) -> Recipe:
    made = product(cells, *names)
    return Recipe(made.text, (made,))


def _difference(cells: Cells, first: str, second: str) -> Recipe:
    terms = product(cells, first), product(cells, second, negative=True)
    return Recipe(f"{first} − {second}", terms)

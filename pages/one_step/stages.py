"""The four stages of a step, each with its formulas and its tables."""

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from mlp_core import SGDStep
from pages.one_step import formulas
from pages.shared.tables import Table, matrix_frame, show_difference, show_tables

Write = Callable[[float], str]


def forward(step: SGDStep, write: Write) -> None:
    """Stage 1: z and h of each layer, from the input on."""
    st.header("1 · Forward", anchor="forward")
    st.markdown(
        "Each layer weighs what it is handed, adds its bias, and sends the sum through the "
        "activation. The last layer stays linear."
    )
    for k in range(1, len(step.z) + 1):
        _heading(step, k)
        lines = [formulas.pre_activation(step, k)]
        vectors = {f"z{k}": step.z[k - 1]}
        if k < len(step.z):
            lines.append(formulas.activation(step, k))
            vectors[f"h{k}"] = step.h[k - 1]
        _formulas(*lines)
        show_tables(
            _matrix(f"W{k}", step.weights[k - 1]),
            _vectors({f"b{k}": step.biases[k - 1], **vectors}),
            write=write,
        )


def loss(step: SGDStep, write: Write) -> None:
    """Stage 2: what each output unit adds to the loss, and their sum."""
    st.header("2 · Loss", anchor="loss")
    st.markdown("One number for how far the output is from the target: the smaller, the better.")
    _formulas(*formulas.loss(step))
    vectors = {f"z{len(step.z)}": step.output}
    if step.probabilities is not None:
        vectors["p"] = step.probabilities
    vectors |= {"y": step.y, "term of L": step.loss_terms}
    table = _vectors(vectors)
    total = pd.DataFrame("", index=["L"], columns=list(vectors)).assign(**{"term of L": step.loss})
    show_tables(Table(table.caption, pd.concat([table.frame, total])), write=write)


def gradients(step: SGDStep, write: Write) -> None:
    """Stage 3: the gradients of each layer, from the output back."""
    st.header("3 · Gradients", anchor="gradients")
    st.markdown(
        "From the output back: a gradient says how the loss answers to a small change of that "
        "number, and is made from the gradient computed just before it."
    )
    for k in range(len(step.z), 0, -1):
        _heading(step, k)
        vectors = {}
        if k == len(step.z):
            lines = [formulas.output_gradient(step)]
        else:
            lines = [formulas.hidden_gradient(step, k), formulas.activation_gradient(step, k)]
            vectors[f"∂L/∂h{k}"] = step.grad_h[k - 1]
        vectors[f"∂L/∂z{k}"] = step.grad_z[k - 1]
        vectors[f"∂L/∂b{k}"] = step.grad_biases[k - 1]
        _formulas(*lines, formulas.weight_gradient(step, k), formulas.bias_gradient(step, k))
        show_tables(_vectors(vectors), _matrix(f"∂L/∂W{k}", step.grad_weights[k - 1]), write=write)


def update(step: SGDStep, write: Write) -> None:
    """Stage 4: before − η · gradient = after, for each layer."""
    st.header("4 · Update", anchor="update")
    st.markdown("Every parameter moves a little against its gradient; η says how little.")
    for k in range(1, len(step.z) + 1):
        _heading(step, k)
        _formulas(*formulas.update(step, k))
        show_difference(
            _matrix(f"W{k}", step.weights[k - 1]),
            _matrix(f"η·∂L/∂W{k}", step.weight_changes[k - 1]),
            _matrix(f"W{k}′", step.updated_weights[k - 1]),
            write,
        )
        show_difference(
            _vectors({f"b{k}": step.biases[k - 1]}),
            _vectors({f"η·∂L/∂b{k}": step.bias_changes[k - 1]}),
            _vectors({f"b{k}′": step.updated_biases[k - 1]}),
            write,
        )


def _heading(step: SGDStep, k: int) -> None:
    n_in, n_out = step.units[k - 1], step.units[k]
    kind = step.activation if k < len(step.z) else "linear output"
    st.subheader(f"Layer {k}: {n_in} → {n_out}, {kind}", anchor=False)


def _formulas(*lines: formulas.Formula) -> None:
    st.latex(formulas.aligned(*lines), width="content")


def _matrix(name: str, matrix: Sequence) -> Table:
    return Table(f"{name} ({len(matrix)} × {len(matrix[0])})", matrix_frame(matrix))


def _vectors(vectors: dict[str, Sequence]) -> Table:
    """Vectors of one length side by side, a column each."""
    n = len(next(iter(vectors.values())))
    names = ", ".join(vectors)
    return Table(f"{names} ({n})", pd.DataFrame(vectors, index=[f"[{i + 1}]" for i in range(n)]))

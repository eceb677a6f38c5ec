"""The rules of the forward pass and of the loss, before the update and after it."""

import operator
import re
from collections.abc import Iterator
from functools import partial, reduce

from mlp_core.activations import get_activations
from mlp_core.forms import Forms
from mlp_core.number_text import MINUS
from mlp_core.teaching.quantities.expressions import (
    Entry,
    Expression,
    Function,
    Number,
    Square,
    call,
    entry,
    total,
)
from mlp_core.teaching.quantities.names import latex_name
from mlp_core.teaching.quantities.network import Network, layer_input
from mlp_core.teaching.quantities.outputs import Output, output_of
from mlp_core.teaching.quantities.quantity import ROW, Quantity, Stage


def forward(network: Network, after: str = "") -> Iterator[Quantity]:
    """The forward pass and the loss; ``after`` the update, with the updated parameters."""
    stage: Stage = "update" if after else "forward"
    unit = (*network.row, "i")
    new = partial(Quantity, kept=not after, asked=not after, after=after)
    fs = get_activations(network.activation, network.n_layers - 1)
    for k in range(1, network.n_layers + 1):
        W, b = (network.parameter(letter, k, after) for letter in "Wb")
        weighted = total("j", W * entry(layer_input(k, after), *network.row, "j"))
        yield new(stage, "z", k, unit, weighted if network.bias == "none" else weighted + b)
        z = entry(f"z{k}{after}", *unit)
        if k < network.n_layers:
            f = fs[k - 1]
            yield new(stage, "h", k, unit, call(Function(f.function, f.value_forms), z))
    record, output = network.record, output_of(network.record, z, after)
    prediction, name = z, record.prediction_name
    if output.prediction:
        forms, prediction = record.prediction_forms, entry(f"{name}{after}", *unit)
        forms = None if forms is None else _of_rows(network, forms)
        yield new(stage, name, 0, unit, output.prediction, forms=forms, of=z)
    yield from _loss(network, output, prediction, after)


def _loss(network: Network, output: Output, prediction: Entry, after: str) -> Iterator[Quantity]:
    stage: Stage = "update" if after else "loss"
    new = partial(Quantity, stage, after=after)
    unit = (*network.row, "i")
    kept = partial(new, kept=not after)
    yield kept("loss_terms", 0, unit, output.loss_term, output.by_hand, inner=True)
    loss = network.mean(network.total(total("i", entry(f"loss_terms{after}", *unit))))
    forms = _summed(network, _of_rows(network, network.record.value_forms))
    sentence, factor = output.loss_slip
    slipped: Expression = Number(value=factor) * loss
    if network.has_penalty:
        made = _penalty(network, after)
        yield kept("penalty", 0, (), made, forms=_penalty_forms(network, after), asked=not after)
        penalty = entry(f"penalty{after}")
        loss, slipped = loss + penalty, slipped + penalty
        forms = Forms(
            f"{forms.text} + penalty",
            rf"{forms.latex} + \text{{{{penalty}}}}",
            f"{forms.numpy} + penalty{after}",
        )
    slip = sentence, slipped
    yield new("loss", 0, (), loss, forms=forms, of=prediction, slip=slip, asked=True)


def _of_rows(network: Network, forms: Forms) -> Forms:
    """Forms of one observation as those of each row."""
    if not network.n_rows:
        return forms
    text, latex = (
        re.sub(r"\by\b", "Y", form).replace("[i]", f"[{ROW},i]")
        for form in (forms.text, forms.latex)
    )
    numpy = forms.numpy.replace(".sum()", ".sum(axis=-1, keepdims=True)")
    return Forms(text, latex, numpy, imports=forms.imports)


def _summed(network: Network, forms: Forms) -> Forms:
    """The forms of a row's loss as those of the loss of all rows."""
    if not network.n_rows:
        return forms
    n = network.divisor
    over, share = (f" / {n}", rf"\tfrac1{{{{{n}}}}} ") if n > 1 else ("", "")
    minus = "-" * forms.latex.startswith("-")
    latex = rf"{minus}{share}\sum_n {forms.latex.removeprefix(minus)}"
    minus = MINUS * forms.text.startswith(MINUS)
    # The norm of a matrix is of all its rows.
    text = forms.text if "‖" in forms.text else f"{minus}Σ_n {forms.text.removeprefix(minus)}"
    return Forms(f"{text}{over}", latex, f"({forms.numpy}).sum(){over}")


def _penalty_forms(network: Network, after: str) -> Forms:
    """α / 2n · Σ W², matrix by matrix."""
    layers, twice = range(1, network.n_layers + 1), 2 * network.divisor
    names = [network.parameter("W", k, after).array for k in layers]
    text = " + ".join(f"‖{name}‖²" for name in names)
    latex = " + ".join(rf"\lVert {latex_name(name)} \rVert^2" for name in names)
    numpy = " + ".join(f"({name} ** 2).sum()" for name in names)
    share = rf"\frac{{\alpha}}{{{twice}}}"
    escaped = rf"{share} \left({latex}\right)".replace("{", "{{").replace("}", "}}")
    return Forms(f"α / {twice} · ({text})", escaped, f"alpha / {twice} * ({numpy})")


def _penalty(network: Network, after: str) -> Expression:
    """α / 2n · Σ W², weight by weight."""
    twice = Number(value=2.0 * network.divisor)
    squares = [Square((network.parameter("W", k, after),)) for k in range(1, network.n_layers + 1)]
    shares = [total("i", total("j", entry("alpha") * square / twice)) for square in squares]
    return reduce(operator.add, shares)

"""The rules of the forward pass and of the loss, before the update and after it."""

import operator
from collections.abc import Iterator
from functools import partial, reduce

from mlp_core.activations import get_activations
from mlp_core.forms import Forms
from mlp_core.teaching.quantities.expressions import (
    Expression,
    Function,
    Number,
    Square,
    call,
    entry,
    total,
)
from mlp_core.teaching.quantities.network import Network, layer_input
from mlp_core.teaching.quantities.outputs import Output, output_of
from mlp_core.teaching.quantities.quantity import Quantity, Stage


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
    prediction, name = z.array, record.prediction_name
    if output.prediction:
        forms, prediction = record.prediction_forms, f"{name}{after}"
        yield new(stage, name, 0, unit, output.prediction, forms=forms, of=z.array)
    yield from _loss(network, output, prediction, after)


def _loss(network: Network, output: Output, prediction: str, after: str) -> Iterator[Quantity]:
    stage: Stage = "update" if after else "loss"
    new = partial(Quantity, stage, after=after)
    unit = (*network.row, "i")
    kept = partial(new, kept=not after)
    yield kept("loss_terms", 0, unit, output.loss_term, output.by_hand, inner=True)
    loss = network.mean(network.total(total("i", entry(f"loss_terms{after}", *unit))))
    forms = network.record.value_forms
    if network.has_penalty:
        yield kept("penalty", 0, (), _penalty(network, after), asked=not after)
        loss = loss + entry(f"penalty{after}")
        plus = f" + penalty{after}"
        forms = Forms(forms.text + plus, forms.latex + plus, forms.numpy + plus)
    sentence, factor = output.loss_slip
    slip = sentence, Number(value=factor) * loss
    yield new("loss", 0, (), loss, forms=forms, of=prediction, slip=slip, asked=True)


def _penalty(network: Network, after: str) -> Expression:
    """α / 2n · Σ W², weight by weight."""
    twice = Number(value=2.0 * network.divisor)
    squares = [Square((network.parameter("W", k, after),)) for k in range(1, network.n_layers + 1)]
    shares = [total("i", total("j", entry("alpha") * square / twice)) for square in squares]
    return reduce(operator.add, shares)

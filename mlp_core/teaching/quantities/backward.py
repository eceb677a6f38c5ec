"""The rules of the backward pass, from the output to the input."""

from collections.abc import Iterator
from functools import partial

from mlp_core.activations import get_activations
from mlp_core.teaching.quantities.expressions import (
    Expression,
    Function,
    Number,
    call,
    entry,
    total,
)
from mlp_core.teaching.quantities.network import Network, layer_input
from mlp_core.teaching.quantities.outputs import output_of
from mlp_core.teaching.quantities.quantity import INDEX, Quantity


def backward(network: Network) -> Iterator[Quantity]:
    new = partial(Quantity, "backward", asked=True)
    unit, handed_to = (*network.row, "i"), (*network.row, "j")
    top, biases = network.n_layers, network.bias != "none"
    output = output_of(network.record, entry(f"z{top}", *unit), "")
    if output.grad_prediction and output.slope:
        yield new("grad_prediction", 0, unit, network.mean(output.grad_prediction))
        yield new("slope", top, unit, output.slope)
    grad_z = output.grad_z if output.grad_prediction else network.mean(output.grad_z)
    slip: tuple[str, Expression] | None = output.grad_z_slip
    for k in range(top, 0, -1):
        yield new("grad_z", k, unit, grad_z, slip=slip)
        error, handed = entry(f"grad_z{k}", *unit), entry(layer_input(k), *handed_to)
        grad_W: Expression = network.total(error * handed)
        if network.has_penalty:
            share = entry("alpha") * entry(f"W{k}", *INDEX["W"])
            grad_W = grad_W + (
                share if network.divisor == 1 else share / Number(value=float(network.divisor))
            )
        yield new("grad_W", k, INDEX["W"], grad_W)
        if biases:
            yield new("grad_b", k, INDEX["b"], network.total(error))
        handed_back = total("i", entry(f"W{k}", *INDEX["W"]) * error)
        if k == 1:
            # No parameter needs it, so nobody is asked for it.
            yield new("grad_x", 0, handed_to, handed_back, asked=False)
            return
        yield new("grad_h", k - 1, handed_to, handed_back)
        f = get_activations(network.activation, top - 1)[k - 2]
        slope = call(Function(f.derivative, f.slope_forms), entry(f"{f.slope_of}{k - 1}", *unit))
        grad_z, slip = entry(f"grad_h{k - 1}", *unit) * slope, None

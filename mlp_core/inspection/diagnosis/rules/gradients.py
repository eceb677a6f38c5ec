"""Gradients that vanish or explode on their way back through the layers."""

import numpy as np

from mlp_core.inspection.diagnosis.case import Case
from mlp_core.inspection.diagnosis.finding import Figure, Finding
from mlp_core.inspection.diagnosis.observation import Observation
from mlp_core.number_text import count, rounded

# Glorot and Bengio (2010) want the signal as large in the first layer as in the last. Of 57 runs
# that learned well, over 14 data sets, the first hidden layer's was never below 0.047 of the
# output's; five layers of logistic units have 0.0002.
VANISHING = 0.01
EXPLODING = 30.0
# Gradients that are so many times those of the start.
GROWN = 100.0
TINY = 1e-12


def vanishing_gradients(case: Case) -> Finding | None:
    """The signal ∂L/∂z of the first hidden layer is next to nothing beside the output's."""
    shares = [_first_to_last(look) for look in case.observations]
    seen = shares[1:] or shares
    # Where nothing at all comes through, units are dead or weights 0, and that is said.
    small = [0.0 < share < VANISHING for share in seen]
    if not case.last.hidden or not small[-1] or 2 * sum(small) < len(small):
        return None
    backwards = [f"{layer.signal:.1e}" for layer in reversed(case.last.layers)]
    return Finding(
        "vanishing_gradients",
        case.severity(),
        (
            Figure(
                "signal of layer 1 over the output's", seen[-1], f"{seen[-1]:.1e}", VANISHING, 1,
                case.last.epoch,
            ),
            Figure(
                "signal ∂L/∂z, from the output back", case.last.layers[0].signal,
                " → ".join(backwards), epoch=case.last.epoch,
            ),
        ),
        "The gradient vanishes on its way back: a row's signal in hidden layer 1 is "
        f"{rounded(seen[-1])} of what it is at the output, so that the first layers hardly learn.",
    )  # fmt: skip


def exploding_gradients(case: Case) -> Finding | None:
    """Gradients that grow in the course of the run, or from layer to layer."""
    ways = (_grows_in_steps, _grows_backwards, _grows_with_time)
    figure = next(filter(None, (way(case) for way in ways)), None)
    if figure is None:
        return None
    return Finding(
        "exploding_gradients",
        case.severity(),
        (figure,),
        f"Gradients explode: {figure.name} {figure.text}. Begin from weights that suit the sizes "
        "of the layers, scale inputs and targets, and lower the learning rate.",
        case.other(init="glorot", learning_rate=case.scaled_rate(0.1)),
    )


def _grows_in_steps(case: Case) -> Figure | None:
    """Of a run that diverged: the largest gradient of its last steps over that of its first."""
    norms = np.array(case.steps_to_divergence)
    if len(norms) < 2:
        return None
    growth = norms.max(axis=0) / np.maximum(norms[0], TINY)
    k = int(growth.argmax())
    text = f"grows {growth[k]:.1e} times in {count(len(norms))} steps"
    return _figure(k + 1, "‖∂L/∂W‖ of layer", float(growth[k]), text, GROWN)


def _grows_backwards(case: Case) -> Figure | None:
    """The first layer's signal over the output's, at the worst moment looked at."""
    if not case.last.hidden:
        return None
    ratio, epoch = max((_first_to_last(look), look.epoch) for look in case.observations)
    text = f"is {rounded(ratio)} times the output's after epoch {count(epoch)}"
    return _figure(1, "the signal of hidden layer", ratio, text, EXPLODING, epoch)


def _grows_with_time(case: Case) -> Figure | None:
    """The largest gradient in the run over that of the start, where the loss has grown as well."""
    if len(case.losses) < 2 or case.losses[-1] <= case.losses[0]:
        return None
    growth, epoch, k = max(
        (layer.gradient_norm / max(first.gradient_norm, TINY), look.epoch, layer.layer)
        for look in case.observations
        for layer, first in zip(look.layers, case.observations[0].layers, strict=True)
    )
    text = f"is {rounded(growth)} times that of the start after epoch {count(epoch)}"
    return _figure(k, "‖∂L/∂W‖ of layer", growth, text, GROWN, epoch)


def _figure(
    layer: int, what: str, value: float, text: str, threshold: float, epoch: int | None = None
) -> Figure | None:
    """The figure of a layer, where it is beyond its threshold."""
    if value < threshold:
        return None
    return Figure(f"{what} {layer}", value, text, threshold, layer, epoch)


def _first_to_last(look: Observation) -> float:
    """The signal of the first hidden layer over the output's; 1 where there is none at either."""
    first, last = look.layers[0].signal, look.layers[-1].signal
    return first / last if last else 1.0

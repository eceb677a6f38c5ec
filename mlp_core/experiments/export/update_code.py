"""The update of the parameters as source, written out for the optimizer of one run."""

from mlp_core.config import TrainConfig
from mlp_core.optimizers import Optimizer, get_optimizer

UPDATE = '''
def update_weights(weights, biases, grad_weights, grad_biases, learning_rate):
    """{about}"""
    weights = [{of_W} for W, grad_W in zip(weights, grad_weights)]
    biases = [{of_b} for b, grad_b in zip(biases, grad_biases)]
    return weights, biases
'''
UPDATE_WITH_STATE = '''
def update(w, grad, {remembered}, learning_rate{t}):
    """{about}"""
    {lines}
    w = {value}
    return w, {remembered}


def update_weights(weights, biases, grad_weights, grad_biases, learning_rate, state{t}):
    """All of them by ``update``; the state is what that remembers of each, kind by kind."""
    arrays = zip([*weights, *biases], [*grad_weights, *grad_biases], *state)
    parameters, *state = zip(*(update(*of_one, learning_rate{t}) for of_one in arrays))
    return parameters[: len(weights)], parameters[len(weights) :], state
'''
STATE = """
zeros = [np.zeros_like(w) for w in [*weights, *biases]]
state = [{zeros}]  # {remembered} before the first update
"""
COUNTER = "t = 0  # updates so far"
CALL = "weights, biases = update_weights(weights, biases, *gradients, learning_rate)"
CALL_WITH_STATE = """
weights, biases, state = update_weights(
    weights, biases, *gradients, learning_rate, state{t}
)
"""


def update_code(config: TrainConfig) -> str:
    """update_weights, and what it does to one array where that needs to remember something."""
    optimizer = get_optimizer(config.method)
    about = optimizer.about.format(**config.options._asdict())
    if not optimizer.remembers:
        # One line: whoever remembers nothing has nothing to say before.
        (of_W,) = _source(config, "W", "grad_W")
        (of_b,) = _source(config, "b", "grad_b")
        return UPDATE.format(about=about, of_W=of_W, of_b=of_b)
    *lines, value = _source(config, "w", "grad")
    return UPDATE_WITH_STATE.format(
        about=about,
        lines="\n    ".join(lines),
        value=value,
        remembered=", ".join(optimizer.remembers),
        t=_counter(optimizer),
    )


def state_code(config: TrainConfig) -> list[str]:
    """Lines that make what the optimizer remembers before the first update."""
    optimizer = get_optimizer(config.method)
    remembered = optimizer.remembers
    if not remembered:
        return []
    zeros = ", ".join("zeros" for _ in remembered)
    code = STATE.strip("\n").format(zeros=zeros, remembered=" and ".join(remembered))
    return [code, COUNTER] if optimizer.counts else [code]


def call_code(config: TrainConfig) -> list[str]:
    """Lines that make an update of the gradients."""
    optimizer = get_optimizer(config.method)
    if not optimizer.remembers:
        return [CALL]
    call = CALL_WITH_STATE.strip("\n").format(t=_counter(optimizer)).splitlines()
    return ["t += 1", *call] if optimizer.counts else call


def _source(config: TrainConfig, w: str, grad: str) -> list[str]:
    names = {"w": w, "grad": grad, **config.options._asdict()}
    return [line.format(**names) for line in get_optimizer(config.method).source]


def _counter(optimizer: Optimizer) -> str:
    return ", t" if optimizer.counts else ""

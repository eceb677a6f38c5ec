"""What an optimizer makes of parameters and gradients, over flat arrays.

The formulas are those of ``optimizers``, each for one parameter. ``P`` holds the parameters; ``M``
has a row in the same order, ``n`` long, for each array that the optimizer remembers, ``steps`` the
number of updates that it has counted, and ``options`` what it may be told, in the order of OPTIONS.
All are brought up to date in place.
"""

import math
from collections.abc import Callable

from mlp_core.engines.compiled import calls
from mlp_core.engines.compiled.functions import at, inlined, named
from mlp_core.engines.compiled.layout import (
    BETA_1,
    BETA_2,
    BIASES_AT,
    DECAY,
    END,
    EPSILON,
    MOMENTUM,
    TIMES_SLOPE,
    UNITS,
    VALUES_AT,
    WEIGHTS_AT,
)

# By name: the update with the gradients of a batch, and one row's way back with its update.
UPDATE_LOOPS: dict[str, Callable] = {}
LEARN_LOOPS: dict[str, Callable] = {}


def enter(name, tell, change, rests=False):
    """Loops for the optimizer called ``name``.

    ``tell`` leaves in N the numbers of an update, which are the same for all parameters, and
    ``change`` brings parameter i up to date by its gradient and the numbers; it ``rests`` where
    a gradient of 0 changes nothing. N has the parameters' precision, and so have the loops.
    """

    @inlined
    def numbers_of(N, steps, rate, decay, options):
        tell(N, steps, rate, options)
        N[DECAY] = decay
        return N[DECAY], (N[0], N[1], N[2], N[3], N[4], N[5])

    @named(f"update_{name}")
    def update(D, P, layout, n_layers, M, N, steps, rate, decay, options):
        """``D`` holds the gradients in the order of P, to which weights add ``decay`` · W."""
        decays, n = decay != 0.0, at(layout, END, n_layers)
        decay, numbers = numbers_of(N, steps, rate, decay, options)
        for k in range(1, n_layers + 1):
            for i in range(at(layout, WEIGHTS_AT, k), at(layout, BIASES_AT, k)):
                grad = D[i]
                if decays:
                    grad += decay * P[i]
                change(P, M, n, i, grad, numbers)
            for i in range(at(layout, BIASES_AT, k), at(layout, END, k)):
                change(P, M, n, i, D[i], numbers)

    @named(f"learn_{name}")
    def learn(P, H, Z, G, layout, n_layers, filled, M, N, steps, rate, decay, options):
        """grad_h = Wᵀ grad_z, and W changed by grad_z hᵀ + decay · W, b by grad_z, from the last
        layer down. Each weight is read for the layer below just before it is changed.

        ``filled`` lists the inputs that are not zero, and last how many they are.
        """
        decays, n = decay != 0.0, at(layout, END, n_layers)
        decay, numbers = numbers_of(N, steps, rate, decay, options)
        for k in range(n_layers, 0, -1):
            n_in, n_out = at(layout, UNITS, k - 1), at(layout, UNITS, k)
            h, z = at(layout, VALUES_AT, k - 1), at(layout, VALUES_AT, k)
            W, b = at(layout, WEIGHTS_AT, k), at(layout, BIASES_AT, k)
            if k == 1:
                skips = rests and not decays
                for q in range(filled[n_in] if skips else n_in):
                    i = filled[q] if skips else q
                    w, x = W + i * n_out, H[h + i]
                    for j in range(n_out):
                        grad = x * G[z + j]
                        if decays:
                            grad += decay * P[w + j]
                        change(P, M, n, w + j, grad, numbers)
            else:
                for i in range(n_in):
                    G[h + i] = 0.0
                for j in range(n_out):
                    w, grad_z = W + j * n_in, G[z + j]
                    for i in range(n_in):
                        G[h + i] += grad_z * P[w + i]
                        grad = grad_z * H[h + i]
                        if decays:
                            grad += decay * P[w + i]
                        change(P, M, n, w + i, grad, numbers)
                calls.times_slope(at(layout, TIMES_SLOPE, k - 1), G, H, Z, h, n_in)
            for j in range(n_out):
                change(P, M, n, b + j, G[z + j], numbers)

    UPDATE_LOOPS[name], LEARN_LOOPS[name] = update, learn


@inlined
def tell_rate(N, steps, rate, options):
    N[0] = rate


@inlined
def sgd(P, M, n, i, grad, numbers):
    """P -= rate · gradient."""
    P[i] -= numbers[0] * grad


enter("sgd", tell_rate, sgd, rests=True)


@inlined
def tell_momentum(N, steps, rate, options):
    N[0], N[1] = rate, options[MOMENTUM]


@inlined
def momentum(P, M, n, i, grad, numbers):
    """v = momentum · v - rate · gradient, P += v."""
    M[i] = numbers[1] * M[i] - numbers[0] * grad
    P[i] += M[i]


enter("momentum", tell_momentum, momentum)


@inlined
def nesterov(P, M, n, i, grad, numbers):
    """The same v, and a step further along it: P += momentum · v - rate · gradient."""
    M[i] = numbers[1] * M[i] - numbers[0] * grad
    P[i] += numbers[1] * M[i] - numbers[0] * grad


enter("nesterov", tell_momentum, nesterov)


@inlined
def tell_adam(N, steps, rate, options):
    """The rate makes up for moments that began at zero."""
    beta_1, beta_2 = options[BETA_1], options[BETA_2]
    steps[0] += 1
    N[0] = rate * math.sqrt(1.0 - beta_2 ** steps[0]) / (1.0 - beta_1 ** steps[0])
    N[1], N[2], N[3], N[4] = beta_1, 1.0 - beta_1, beta_2, 1.0 - beta_2
    N[5] = options[EPSILON]


@inlined
def adam(P, M, n, i, grad, numbers):
    """First and second moments m and s, and P -= rate_t · m / (√s + epsilon)."""
    rate_t, beta_1, rest_1, beta_2, rest_2, epsilon = numbers
    M[i] = beta_1 * M[i] + rest_1 * grad
    M[n + i] = beta_2 * M[n + i] + rest_2 * (grad * grad)
    P[i] -= rate_t * M[i] / (math.sqrt(M[n + i]) + epsilon)


enter("adam", tell_adam, adam)

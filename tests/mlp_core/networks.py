"""Random networks with data to train them on, for hypothesis and for plain tests."""

import itertools
from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from mlp_core import ACTIVATIONS, LOSSES
from mlp_core.losses.targets import ANY, COUNTS, PROBABILITIES, SHARES


@dataclass(frozen=True, eq=False)
class Problem:
    """A network, one observation or a batch for it, and the names of what it is made of."""

    x: np.ndarray
    y: np.ndarray
    weights: list[np.ndarray]
    biases: list[np.ndarray]
    loss: str
    activation: str


def make_problem(
    units: tuple[int, ...],
    n_rows: int | None,
    loss: str = "softmax_cross_entropy",
    activation: str = "tanh",
    seed: int = 0,
) -> Problem:
    """Everything drawn from N(0, 1), targets as ``loss`` needs them; a vector for no rows.

    Parameters are ``mildness`` times that.
    """
    rng = np.random.default_rng(seed)
    rows = () if n_rows is None else (n_rows,)
    scale = mildness(loss)
    weights = [scale * rng.normal(size=(n, m)) for m, n in itertools.pairwise(units)]
    biases = [scale * rng.normal(size=n) for n in units[1:]]
    x = rng.normal(size=(*rows, units[0]))
    shape = (*rows, units[-1])
    draws = {
        PROBABILITIES: lambda: rng.dirichlet(np.ones(units[-1]), size=rows or None),
        SHARES: lambda: rng.uniform(size=shape),
        COUNTS: lambda: rng.poisson(1.5, size=shape).astype(float),
        ANY: lambda: rng.normal(size=shape),
    }
    y = draws[LOSSES[loss].targets]()
    return Problem(x, y, weights, biases, loss, activation)


def mildness(loss: str) -> float:
    """A factor for random parameters: where exp is taken of the output, a step must not lead
    beyond float64."""
    return 0.3 if LOSSES[loss].unit == "exponential" else 1.0


@st.composite
def problems(draw: st.DrawFn, min_rows: int | None = None) -> Problem:
    """Networks of 0 to 4 hidden layers; ``min_rows`` None allows a single observation."""
    n_rows = st.integers(min_rows or 1, 6)
    return make_problem(
        units=tuple(draw(st.lists(st.integers(1, 8), min_size=2, max_size=6))),
        n_rows=draw(n_rows if min_rows is not None else st.none() | n_rows),
        loss=draw(st.sampled_from(sorted(LOSSES))),
        activation=draw(st.sampled_from(sorted(ACTIVATIONS))),
        seed=draw(st.integers(0, 2**32 - 1)),
    )


def has_straight_side(activation: str) -> bool:
    """Whether an activation is a line somewhere, along which slopes agree."""
    return n_slopes(activation) <= 2 or ACTIVATIONS[activation].seam is not None


def n_slopes(activation: str) -> int:
    """How many slopes an activation has: 1 of a line, 2 of a line with a kink, many of a curve."""
    f = ACTIVATIONS[activation]
    z = np.linspace(-3.0, 3.0, 61)
    return len(np.unique(f.slope(z, f.function(z))))

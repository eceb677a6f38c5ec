"""Exercises that hypothesis makes: arguments of ``take_steps`` in plain tuples, some left out."""

import itertools
from typing import Any

from hypothesis import strategies as st

from mlp_core.activations import ACTIVATIONS
from mlp_core.task_options import OPTIONS
from mlp_core.teaching.given.observations import plain_rows
from mlp_core.teaching.given.writing import ALWAYS

NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
VALUES = {
    "learning_rate": st.floats(1e-300, 1e300),
    "momentum": st.floats(0.0, 0.99),
    "alpha": st.floats(0.0, 1e300),
    "beta_1": st.floats(0.0, 0.99),
    "beta_2": st.floats(0.0, 0.99),
    "epsilon": st.floats(1e-300, 1.0),
    "nesterovs_momentum": st.booleans(),
    "half": st.booleans(),
    **{
        name: st.sampled_from([*OPTIONS[name].kind.names])
        for name in ("loss", "optimizer", "rows", "order")
    },
    "activation": st.sampled_from([*ACTIVATIONS]),
    "bias": st.sampled_from(["learned", "frozen"]),
}


@st.composite
def arguments(draw: st.DrawFn) -> dict[str, Any]:
    """A network of two to four layers of units, one row or several, and any of the options."""
    units = draw(st.lists(st.integers(1, 4), min_size=2, max_size=4))
    n_rows = draw(st.integers(1, 3))
    made: dict[str, Any] = {}
    for name, n in (("x", units[0]), ("y", units[-1])):
        if draw(st.booleans()):
            made[name] = plain_rows([vector(draw, n) for _ in range(n_rows)])
    sizes = [*itertools.pairwise(units)]
    if draw(st.booleans()):
        made["weights"] = tuple(
            tuple(tuple(vector(draw, n_in)) for _ in range(n_out)) for n_in, n_out in sizes
        )
        made["biases"] = tuple(tuple(vector(draw, n_out)) for _, n_out in sizes)
        if draw(st.booleans()):
            made |= {"bias": "none", "biases": tuple((0.0,) * n for n in units[1:])}
    for name in draw(st.lists(st.sampled_from([*VALUES]), unique=True)):
        made.setdefault(name, draw(VALUES[name]))
    if len(units) > 3 and draw(st.booleans()):
        made["activation"] = tuple(draw(VALUES["activation"]) for _ in units[1:-1])
    # What is the default goes without saying.
    return {
        name: value
        for name, value in made.items()
        if name not in OPTIONS or name in ALWAYS or value != OPTIONS[name].default
    }


def vector(draw: st.DrawFn, n: int) -> list[float]:
    return draw(st.lists(NUMBERS, min_size=n, max_size=n))


def bits(value: Any) -> Any:
    """``value`` so that equality is that of every bit: -0.0 is not 0.0."""
    if isinstance(value, dict):
        return {name: bits(inner) for name, inner in value.items()}
    if isinstance(value, tuple):
        return tuple(map(bits, value))
    return value.hex() if isinstance(value, float) else value

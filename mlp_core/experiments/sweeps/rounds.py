"""The rounds of a sweep: what is trained together before it is decided what is trained next."""

from collections.abc import Generator, Mapping

from mlp_core.experiments.sweeps.cell import Cell, cells
from mlp_core.experiments.sweeps.result import Result
from mlp_core.experiments.sweeps.sweep import Sweep

# Yields the cells of a round, and is sent what they came to, by their places.
Rounds = Generator[list[Cell], Mapping[int, Result], None]


def rounds(sweep: Sweep) -> Rounds:
    """The rounds of ``sweep``: one of all its cells, or with halving several of fewer and fewer.

    The configuration of a cell has as many epochs as it gets in its round.
    """
    if sweep.halving is None:
        yield list(cells(sweep))
        return
    raise NotImplementedError

"""The formula of an entry as one computes it on paper, with everything written out."""

from mlp_core.teaching.quantities.expressions import (
    Entry,
    Expression,
    LookUp,
    bound,
    written_out,
)
from mlp_core.teaching.quantities.table import Rules


def paper_formula(rules: Rules, cell: Entry, look_up: LookUp) -> Expression:
    """How one entry is made, with all terms of its sums; ``look_up`` tells how many there are.

    Raises ``ValueError`` for an entry that is given.
    """
    rule = rules[cell.array]
    if rule.paper is None:
        raise ValueError(f"there is no formula for {rule.name}, which is given")
    letters = dict(zip(rule.index, cell.index, strict=True))
    return written_out(bound(rule.paper, letters), look_up)

"""The formula of an entry as one computes it on paper, with everything written out."""

from mlp_core.divergence import ignore_overflow
from mlp_core.teaching.quantities.expressions import (
    Entry,
    Expression,
    LookUp,
    Sum,
    bound,
    entry,
    evaluate,
    rewritten,
    written_out,
)
from mlp_core.teaching.quantities.table import Rules

# How what stands for the rest of a long sum begins.
MORE = "… and"


def paper_formula(rules: Rules, cell: Entry, look_up: LookUp) -> Expression:
    """How one entry is made, with all terms of its sums; ``look_up`` tells how many there are.

    Raises ``ValueError`` for an entry that is given.
    """
    rule = rules[cell.array]
    if rule.paper is None:
        raise ValueError(f"there is no formula for {rule.name}, which is given")
    letters = dict(zip(rule.index, cell.index, strict=True))
    return written_out(bound(rule.paper, letters), look_up)


@ignore_overflow
def shortened(formula: Expression, look_up: LookUp, n: int) -> Expression:
    """The same with the ``n`` summands of largest size in each sum, and "… and 60 more" after them.

    A rest of a single summand stays: it takes no more room.
    """

    def shorten(whole: Sum) -> Expression:
        parts = whole.parts
        if len(parts) <= n + 1:
            return whole
        sizes = [abs(evaluate(part, look_up).item()) for part in parts]
        largest = sorted(sorted(range(len(parts)), key=lambda at: -sizes[at])[:n])
        return Sum((*(parts[at] for at in largest), entry(f"{MORE} {len(parts) - n} more")))

    return rewritten(formula, Sum, shorten)

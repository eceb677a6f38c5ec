"""Formulas as one computes them on paper: without detours, and with everything written out."""

from mlp_core.teaching.quantities.expressions import (
    Entry,
    Expression,
    LookUp,
    bound,
    by_hand,
    rewritten,
    written_out,
)
from mlp_core.teaching.quantities.table import Quantity, Rules


def paper_expression(rules: Rules, rule: Quantity) -> Expression:
    """How all entries of a quantity are made, from others that one writes down."""
    expression = rule.by_hand or rule.expression
    if expression is None:
        raise ValueError(f"there is no formula for {rule.name}, which is given")

    def write_out(leaf: Entry) -> Expression:
        inner = rules[leaf.array]
        letters = dict(zip(inner.index, leaf.index, strict=True))
        return bound(paper_expression(rules, inner), letters) if inner.inner else leaf

    return by_hand(rewritten(expression, Entry, write_out))


def paper_formula(rules: Rules, cell: Entry, look_up: LookUp) -> Expression:
    """How one entry is made, with all terms of its sums; ``look_up`` tells how many there are."""
    rule = rules[cell.array]
    letters = dict(zip(rule.index, cell.index, strict=True))
    return written_out(bound(paper_expression(rules, rule), letters), look_up)

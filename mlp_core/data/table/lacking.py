"""What a table lacks, and what of it is left out, in sentences."""

from collections.abc import Sequence

from mlp_core.data.table.asked import named
from mlp_core.data.table.kinds import Column
from mlp_core.data.table.raw import Raw
from mlp_core.data.table.target import Target
from mlp_core.number_text import count
from mlp_core.quoting import one_line

MAX_NAMES = 10
# Why a column is not learned from, where nobody chose it.
LEFT_OUT = {
    "id": "a name of each row",
    "constant": "always the same",
    "empty": "empty",
    "text": "too many different texts",
}


def nothing_to_learn(raw: Raw) -> str:
    """Why there is no table to learn from; empty where there is one."""
    if not raw.names:
        return "There are no columns."
    if not raw.n_rows:
        names = ", ".join(one_line(name, 20) for name in raw.names[:MAX_NAMES])
        return f"There are no rows below the names of the columns ({names})."
    if len(raw.names) == 1:
        return (
            f"There is one column only, {named(raw.names[0])}: something to learn and something to "
            "learn it from are needed. Is another separator meant?"
        )
    return ""


def no_inputs(inputs: Sequence[Column]) -> str:
    """Why there is nothing to learn from; empty where there is something."""
    if inputs:
        return ""
    return "No column is left to learn from: all but the target are left out."


def more_columns_than_rows(inputs: Sequence[Column], target: Target) -> list[str]:
    """The sentence for a table that is wider than long."""
    rows = int(target.known.sum())
    if len(inputs) <= rows:
        return []
    return [
        f"There are more columns to learn from, {count(len(inputs))}, than rows, {count(rows)}: a "
        "network can learn every row by heart."
    ]


def left_out(columns: Sequence[Column], target: Target | None) -> list[str]:
    """The sentence for each reason why columns are not learned from."""
    beside = target.names if target else ()
    found = []
    for kind, why in LEFT_OUT.items():
        names = [c.name for c in columns if c.kind == kind and c.is_left_out]
        names = [name for name in names if name not in beside]
        if names:
            shown = ", ".join(map(named, names[:MAX_NAMES]))
            more = ", …" if len(names) > MAX_NAMES else ""
            found.append(f"Left out: {shown}{more} ({why}).")
    return found

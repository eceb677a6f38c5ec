"""The whole step as one CSV: a number a line, at full precision and as the page shows it."""

import pandas as pd

from mlp_core import SGDStep, entry_names
from pages.shared.numbers import display, full_precision


def step_csv(step: SGDStep) -> str:
    """Columns name, value (reads back as the same float64) and displayed."""
    rows = []
    for name, value in step.values().items():
        if isinstance(value, float):
            rows.append((name, value))
        else:
            rows += zip(entry_names(name, value), value.flat, strict=True)
    table = pd.DataFrame(
        {
            "name": [name for name, _ in rows],
            "value": [full_precision(value) for _, value in rows],
            "displayed": [display(value) for _, value in rows],
        }
    )
    return table.to_csv(index=False)

"""The whole step as one CSV: a number a line, at full precision and as the page shows it."""

import pandas as pd

from mlp_core import GradientCheck, SGDStep, entry_names
from mlp_core.teaching.problem_cells import shown_name
from pages.shared.numbers import display, full_precision


def step_csv(step: SGDStep, check: GradientCheck) -> str:
    """Columns name, on the page, value (reads back as the same float64) and displayed."""
    rows = [
        ("loss function", "", step.loss_name, step.loss_name),
        ("activation", "", step.activation, step.activation),
        _row("learning_rate", step.learning_rate),
    ]
    for name, value in step.values().items():
        if isinstance(value, float):
            rows.append(_row(name, value))
        else:
            pairs = zip(entry_names(name, value), value.flat, strict=True)
            rows += [_row(entry, number) for entry, number in pairs]
    for method in ("central", "complex_step"):
        numeric = zip(check.names, getattr(check, method), strict=True)
        rows += [_row(f"{method}_{name}", value) for name, value in numeric]
    columns = ["name", "on the page", "value", "displayed"]
    return pd.DataFrame(rows, columns=columns).to_csv(index=False)


def _row(name: str, value: float) -> tuple[str, str, str, str]:
    return name, shown_name(name), full_precision(value), display(value)

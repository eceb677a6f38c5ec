"""The whole step as one CSV: a number a line, at full precision and as the page shows it."""

import pandas as pd

from mlp_core import GradientCheck, SGDStep, entry_names
from pages.shared.numbers import display, full_precision

# How the page writes what the engine calls otherwise: grad_W2[1,3] is ∂L/∂W2[1,3].
PAGE_NAMES = {
    "grad_": "∂L/∂",
    "change_": "η·∂L/∂",
    "probabilities": "p",
    "loss_terms": "term of L",
    "loss_after": "L after",
    "loss": "L",
}


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
    return name, _page_name(name), full_precision(value), display(value)


def _page_name(name: str) -> str:
    if name.startswith("updated_"):
        array, bracket, index = name.removeprefix("updated_").partition("[")
        return f"{array}′{bracket}{index}"
    for prefix, replacement in PAGE_NAMES.items():
        if name.startswith(prefix):
            return replacement + name.removeprefix(prefix)
    return {"learning_rate": "η"}.get(name, name)

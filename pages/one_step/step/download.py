"""The whole step as one CSV: a number a line, at full precision and as the page shows it.

The value is what was computed, also where it is nothing but rounding, which "displayed" shows as
the page does; "error bound" is how far rounding may have moved it.
"""

import pandas as pd

from mlp_core import GradientCheck, SGDStep, entry_names
from mlp_core.task_options import OPTIONS
from mlp_core.teaching.quantities.names import shown_name
from pages.shared.numbers import full_precision, known


def step_csv(step: SGDStep, check: GradientCheck) -> str:
    """Columns name, on the page, value (reads back as the same float64), displayed, error bound."""
    rows = [_option(step, name) for name in OPTIONS]
    rows += [_row(name, value) for name, value in step.constants.items() if name not in OPTIONS]
    for name, value in step.values().items():
        rounding, bounds = step.rounding(name), step.bounds[name]
        if isinstance(value, float):
            rows.append(_row(name, value, bool(rounding), float(bounds)))
        else:
            entries = entry_names(name, value)
            numbers = zip(entries, value.flat, rounding.flat, bounds.flat, strict=True)
            rows += [_row(*number) for number in numbers]
    for method in ("central", "complex_step"):
        numeric = zip(check.names, getattr(check, method), check.both_zero, strict=True)
        rows += [_row(f"{method}_{name}", *number) for name, *number in numeric]
    columns = ["name", "on the page", "value", "displayed", "error bound"]
    return pd.DataFrame(rows, columns=columns).to_csv(index=False)


def _option(step: SGDStep, name: str) -> tuple[str, str, str, str, str]:
    """What the task says, as a link writes it and as a menu does."""
    option, value = OPTIONS[name], step.task.settings[name]
    # What is computed by a name has it to itself.
    name = f"{name} function" if name in step.values() else name
    return name, option.label, option.kind.write(value), option.kind.shown(value), ""


def _row(
    name: str, value: float, rounding: bool = False, bound: float | None = None
) -> tuple[str, str, str, str, str]:
    bound_text = "" if bound is None else f"{bound:.1e}"
    return name, shown_name(name), full_precision(value), known(value, rounding), bound_text

"""A whole task from a text that says only some of it: the rest is what the page has now."""

from collections.abc import Mapping
from typing import Any

from mlp_core import LOSSES, entry_names
from mlp_core.task import ARRAYS, Task
from pages.one_step.entries.exercise import check_targets, read_number

# What a text that describes an exercise does not leave to a default.
ASKED_FOR = ("learning_rate", "loss", "activation")
ENDS = {"x": "inputs", "y": "outputs"}


def left_open(arguments: Mapping[str, Any]) -> list[str]:
    """Which of ASKED_FOR the text does not say, of a network that has a use for it."""
    n_layers = len(arguments.get("weights", (None, None)))
    return [
        name
        for name in ASKED_FOR
        if name not in arguments and not (name == "activation" and n_layers == 1)
    ]


def arguments_of(task: Task) -> dict[str, Any]:
    """All that ``take_steps`` is told of ``task``, by name."""
    return {name: getattr(task, name) for name in ARRAYS} | task.settings


def completed(arguments: Mapping[str, Any], page: Task) -> tuple[Task, list[str]]:
    """The task that ``arguments`` are of, and what of its numbers was taken from ``page``'s.

    ``ValueError`` with a sentence where those do not fit, or the page could not show it.
    """
    whole, taken = dict(arguments), []
    if "weights" not in whole:
        whole |= {"weights": page.weights, "biases": page.biases}
        whole.setdefault("bias", page.bias)
        taken.append("the weights and biases")
    lengths = {"x": len(whole["weights"][0][0]), "y": len(whole["weights"][-1])}
    n_rows = next((len(_rows(whole[name])) for name in ENDS if name in whole), None)
    for name, length in lengths.items():
        if name not in whole:
            whole[name] = _of_page(name, length, n_rows, page)
            taken.append(name)
        elif (n := len(_rows(whole[name])[0])) != length:
            raise ValueError(
                f"{name} has {n} numbers, and the page's network has {length} "
                f"{ENDS[name]}. Add the weights to the text."
            )
    check_targets(_rows(whole["y"]), LOSSES[whole["loss"]])
    task = Task(**whole)
    _check_numbers(task)
    return task, taken


def _of_page(name: str, length: int, n_rows: int | None, page: Task) -> Any:
    held = getattr(page, name)
    if held.shape[-1] == length and n_rows in (None, page.n_rows):
        return held
    example = ", ".join(["1", *["0"] * (length - 1)])
    n = f"{n_rows} rows of {length}" if n_rows and n_rows > 1 else str(length)
    raise ValueError(
        f"The text has no {name}, and that of the page does not fit. This network has "
        f"{length} {ENDS[name]}: add {n} numbers, such as {name} = {example}."
    )


def _check_numbers(task: Task) -> None:
    """Raise ``ValueError`` with a sentence where the page's own fields would refuse a number."""
    arrays = {"x": task.x, "y": task.y}
    for k, (W, b) in enumerate(zip(task.weights, task.biases, strict=True), start=1):
        arrays |= {f"W{k}": W, f"b{k}": b}
    for name, array in arrays.items():
        for entry, number in zip(entry_names(name, array), array.flat, strict=True):
            read_number(entry, float(number))


def _rows(value: Any) -> Any:
    """x or y, one row or rows, as rows."""
    return value if hasattr(value[0], "__len__") else (value,)

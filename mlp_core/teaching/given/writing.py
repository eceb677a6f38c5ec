"""An exercise as text that ``reading`` reads back, to the last bit: a thing a line."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from mlp_core.task_options import OPTIONS
from mlp_core.teaching.given.spellings import HIDDEN

ARRAYS = ("x", "y", "weights", "biases")
# What people say of an exercise even where it is the default.
ALWAYS = ("loss", "activation")


def write_text(arguments: Mapping[str, Any]) -> str:
    """``arguments`` of ``take_steps``, arrays or lists, as lines W1 = [[0.15, 0.2], [0.25, 0.3]].

    Numbers keep every digit; options are written where they are not the default, loss and
    activation in any case. Raises ``ValueError`` for a name that ``take_steps`` does not have.
    """
    unknown = [name for name in arguments if name not in OPTIONS and name not in ARRAYS]
    if unknown:
        raise ValueError(f"arguments must be those of take_steps; got {unknown[0]!r:.40}")
    lines = [f"{name} = {_numbers(arguments[name])}" for name in ("x", "y") if name in arguments]
    weights = arguments.get("weights", ())
    # Where there are none, their zeros go without saying.
    biases = () if arguments.get("bias") == "none" else arguments.get("biases", ())
    for k, W in enumerate(weights):
        lines.append(f"W{k + 1} = {_numbers(W)}")
        lines += [f"b{k + 1} = {_numbers(b)}" for b in biases[k : k + 1]]
    # Activations of no hidden layers are none to write.
    said = {name: arguments[name] for name in OPTIONS if arguments.get(name, ()) not in ((), [])}
    for name, value in said.items():
        if name in ALWAYS or value != OPTIONS[name].default:
            # Of a network without hidden layers, activation alone might mean that of the output.
            is_clear = name != "activation" or len(weights) > 1 or "loss" in arguments
            lines.append(f"{name if is_clear else HIDDEN} = {_option(value)}")
    return "\n".join([*lines, ""])


def _numbers(values: Any) -> str:
    if isinstance(values, np.ndarray):
        values = values.tolist()
    if isinstance(values, Sequence):
        return f"[{', '.join(map(_numbers, values))}]"
    return repr(float(values)).removesuffix(".0")


def _option(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    return ", ".join(value) if isinstance(value, Sequence) else _numbers(value)

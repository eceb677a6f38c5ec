"""The ways in which people have a network: of each, the text that an exercise is in it."""

import json
from collections.abc import Callable
from typing import Any

import numpy as np

Exercise = dict[str, Any]


def arrays(exercise: Exercise) -> dict[str, np.ndarray]:
    """x, y, W1, b1, W2, … by name."""
    named = {"x": exercise["x"], "y": exercise["y"]}
    for k, (W, b) in enumerate(zip(exercise["weights"], exercise["biases"], strict=True), 1):
        named |= {f"W{k}": W, f"b{k}": b}
    return {name: np.array(values) for name, values in named.items()}


def lines(write: Callable[[np.ndarray], str], sign: str = " = ", rate: str = "learning_rate"):
    """A thing a line, as ``write`` writes arrays."""

    def text(exercise: Exercise) -> str:
        said = [f"{name}{sign}{write(array)}" for name, array in arrays(exercise).items()]
        return "\n".join([*said, f"{rate}{sign}{exercise['learning_rate']}"])

    return text


def matlab(array: np.ndarray) -> str:
    rows = [" ".join(map(str, row)) for row in np.atleast_2d(array)]
    return f"[{'; '.join(rows)}]; % {array.shape}"


def rows_below(array: np.ndarray) -> str:
    return "\n" + "\n".join(" ".join(map(str, row)) for row in np.atleast_2d(array))


def decimal_commas(array: np.ndarray) -> str:
    rows = [" ".join(f"{v:.3f}".replace(".", ",") for v in row) for row in np.atleast_2d(array)]
    return "; ".join(rows)


def json_lists(exercise: Exercise) -> str:
    return json.dumps(exercise, indent=2)


def json_by_name(exercise: Exercise) -> str:
    named = {name: array.tolist() for name, array in arrays(exercise).items()}
    return json.dumps(named | {"learning_rate": exercise["learning_rate"]})


def json_of_layers(exercise: Exercise) -> str:
    layers = [
        {"weights": W, "biases": b}
        for W, b in zip(exercise["weights"], exercise["biases"], strict=True)
    ]
    rest = {name: exercise[name] for name in ("x", "y", "learning_rate")}
    return json.dumps(rest | {"layers": layers})


def sklearn(exercise: Exercise) -> str:
    coefs = [np.array(W).T for W in exercise["weights"]]
    intercepts = [np.array(b) for b in exercise["biases"]]
    rest = f"x = {exercise['x']}\ny = {exercise['y']}"
    rate = f"learning_rate_init = {exercise['learning_rate']}"
    return f"coefs_ = {coefs}\nintercepts_ = {intercepts}\n{rest}\n{rate}"


def columns_per_unit(exercise: Exercise) -> str:
    """The same without a name that says so; only the shapes do, where one is not square."""
    turned = [np.array(W).T.tolist() for W in exercise["weights"]]
    return lines(lambda array: str(array.tolist()))(exercise | {"weights": turned})


def pytorch(exercise: Exercise) -> str:
    pairs = []
    for k, (W, b) in enumerate(zip(exercise["weights"], exercise["biases"], strict=True)):
        for name, values in (("weight", W), ("bias", b)):
            numbers = np.array2string(np.array(values), separator=", ")
            pairs.append(f"('layer{2 * k}.{name}', tensor({numbers}, requires_grad=True))")
    rest = f"x, y = {exercise['x']}, {exercise['y']}\nlr = {exercise['learning_rate']}"
    return f"OrderedDict([{', '.join(pairs)}])\n{rest}"


def spreadsheet(exercise: Exercise) -> str:
    """Blocks with their names before them; the cells are apart by tabs."""
    found = []
    for name, array in arrays(exercise).items():
        for k, row in enumerate(np.atleast_2d(array)):
            found.append("\t".join([name if k == 0 else "", *map(str, row)]))
    return "\n".join([*found, f"learning rate\t{exercise['learning_rate']}", ""])


def spreadsheet_with_commas(exercise: Exercise) -> str:
    return spreadsheet(exercise).replace(".", ",")


def side_by_side(exercise: Exercise) -> str:
    """Names above: W1 beside b1, as tall as they are."""
    blocks = arrays(exercise)
    found: list[str] = []
    for k in range(1, len(exercise["weights"]) + 1):
        W, b = blocks[f"W{k}"], blocks[f"b{k}"]
        found.append("\t".join([f"W{k}", *[""] * W.shape[1], f"b{k}"]))
        found += ["\t".join([*map(str, row), "", str(v)]) for row, v in zip(W, b, strict=True)]
        found.append("")
    for name in ("x", "y"):
        found += ["\t".join([name, *map(str, blocks[name])])]
    return "\n".join([*found, f"eta\t{exercise['learning_rate']}"])


def entries(exercise: Exercise) -> str:
    """W1[1,1] = …, number by number."""
    found = [
        f"{name}[{','.join(str(i + 1) for i in index)}] = {value}"
        for name, array in arrays(exercise).items()
        for index, value in np.ndenumerate(array)
    ]
    return "\n".join([*found, f"η: {exercise['learning_rate']}"])


FORMATS: dict[str, Callable[[Exercise], str]] = {
    "W1 = lists": lines(lambda array: str(array.tolist())),
    "w1: lists": lambda exercise: lines(lambda a: str(a.tolist()), ": ")(exercise).lower(),
    "W_1=lists": lambda e: lines(lambda a: str(a.tolist()), "=")(e).replace("W", "W_"),
    "tuples": lines(lambda array: str(tuple(map(tuple, np.atleast_2d(array))))),
    "NumPy source": lines(lambda array: f"np.{array!r}".replace(")", ", dtype=float)")),
    "NumPy repr": lines(repr),
    "NumPy print": lines(str),
    "MATLAB": lines(matlab),
    "rows below": lines(rows_below, sign=":"),
    "decimal commas": lambda e: lines(decimal_commas)(e).replace(
        str(e["learning_rate"]), str(e["learning_rate"]).replace(".", ",")
    ),
    "minus signs": lambda exercise: lines(str)(exercise).replace("-", "−"),
    "JSON lists": json_lists,
    "JSON by name": json_by_name,
    "JSON of layers": json_of_layers,
    "scikit-learn": sklearn,
    "PyTorch": pytorch,
    "spreadsheet": spreadsheet,
    "spreadsheet with commas": spreadsheet_with_commas,
    "spreadsheet, names above": side_by_side,
    "number by number": entries,
    "in Markdown": lambda e: (
        f"Here it is:\n\n```python\nimport numpy as np\n{lines(repr)(e)}\n```\n"
    ),
}

"""Functions around numbers: a few are seen through, none is run."""

import math

from mlp_core.quoting import quoted
from mlp_core.teaching.given.lists import Listed, Record, Said, Value
from mlp_core.teaching.given.source import Source, Token

# What holds numbers and says no more of them, by the last part of its name.
WRAPPERS = {
    *("array", "asarray", "matrix", "mat", "tensor", "floattensor", "doubletensor", "parameter"),
    *("variable", "constant", "list", "tuple", "float", "float32", "float64", "double", "single"),
    *("int", "int32", "int64"),
}
# What is asked of an array that keeps its numbers where they are, and what turns it.
KEEPS = {"astype", "type", "float", "double", "to", "cpu", "cuda", "numpy", "tolist", "copy"}
KEEPS |= {"clone", "detach", "requires_grad_"}
TURNS = {"T", "t", "transpose"}
RECORDS = {"ordereddict", "dict"}
FILLED = {"zeros": 0.0, "ones": 1.0}
FULL = "full"


def result_of(source: Source, name: Token, arguments: list[Value]) -> Value:
    """What the function ``name`` makes of ``arguments``; ``TextError`` where that is not known."""
    function = name.text.lower().rpartition(".")[2]
    if function in FILLED:
        return _filled(source, name, FILLED[function], arguments)
    if function == FULL and len(arguments) > 1:
        return _filled(source, name, arguments[-1], arguments[:-1])
    if function not in WRAPPERS | RECORDS:
        message = f"{quoted(name.text)} would have to be run. Write the numbers themselves."
        raise source.error(message, name.start)
    if not arguments:
        raise source.error("Numbers are expected in these brackets.", name.end)
    inner = arguments[0]
    if function in RECORDS and isinstance(inner, Listed):
        return _of_pairs(source, inner)
    return inner


def _filled(source: Source, name: Token, fill: Value, shape: list[Value]) -> Value:
    """np.zeros((2, 3)), zeros(2, 3), np.ones(3), np.full((2, 2), 0.1)."""
    inner = shape[0] if shape else None
    # A word behind them is the kind of number: np.zeros((2, 3), float).
    sizes = inner if isinstance(inner, Listed) else [n for n in shape if not isinstance(n, str)]
    if not isinstance(fill, float) or not 1 <= len(sizes) <= 2 or not all(map(_is_size, sizes)):
        message = f"{quoted(name.text)} needs one or two whole numbers: rows and columns."
        raise source.error(message, name.start)
    n_columns, *n_rows = (int(n) for n in reversed(sizes) if isinstance(n, float))
    source.count_numbers(math.prod([n_columns, *n_rows]), name.start)
    row = Listed([fill] * n_columns, name.start)
    return Listed([row] * n_rows[0], name.start) if n_rows else row


def _of_pairs(source: Source, pairs: Listed) -> Record:
    """An OrderedDict, as Python prints it: a list of pairs."""
    found = Record()
    for pair in pairs:
        if not isinstance(pair, Listed) or len(pair) != 2 or not isinstance(pair[0], str):
            raise source.error("Pairs of a name and its numbers are needed.", pairs.at)
        found.append(Said(pair[0], pair[1], pair.at))
    return found


def _is_size(value: Value) -> bool:
    return isinstance(value, float) and value >= 1 and value % 1 == 0

"""Arrays by their names as a table: inputs and targets, or columns."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from mlp_core.data.table.bounds import Bounds, UnreadableError
from mlp_core.data.table.dates import days_of
from mlp_core.data.table.header import names_of
from mlp_core.data.table.raw import Numbers, Raw, Texts, Way, trimmed
from mlp_core.number_text import count
from mlp_core.quoting import one_line

Arrays = Mapping[str, NDArray[Any]]
# What people call inputs, targets, and the parts that a set was split into.
INPUTS = {"x", "data", "features", "inputs", "input", "images", "image"}
TARGETS = {"y", "target", "targets", "labels", "label", "classes", "output", "outputs"}
PARTS = ("train", "training", "val", "valid", "validation", "test", "testing", "t10k")
COLUMN_NAMES = {"feature_names", "columns", "column_names"}
CLASS_NAMES = {"target_names", "class_names", "label_names"}
TARGET = "target"


class Part(NamedTuple):
    """Inputs with their targets, and which part of a set they are."""

    name: str
    rows: NDArray[Any]
    targets: NDArray[Any]
    arrays: tuple[str, str]


def read_arrays(arrays: Arrays, bounds: Bounds) -> Raw:
    """Arrays as a table; ``UnreadableError`` where they are none."""
    if not arrays:
        raise UnreadableError("The archive has no arrays in it.")
    parts, left = _parts(arrays)
    if parts:
        return _of_parts(parts, left, arrays, bounds)
    return _of_columns(arrays, bounds)


def pictures(rows: NDArray[Any]) -> tuple[NDArray[Any], tuple[int, int] | None]:
    """Rows (n, …) as (n, n_values), and the (height, width) of what are pictures in grey."""
    if rows.ndim == 4 and rows.shape[3] == 1:
        rows = rows[..., 0]
    picture = (int(rows.shape[1]), int(rows.shape[2])) if rows.ndim == 3 else None
    return rows.reshape(len(rows), -1), picture


def columns_of(matrix: NDArray[Any]) -> list[Numbers | Texts]:
    """The columns of (n, n_columns), each lying in one piece."""
    return [_cells(column) for column in np.asfortranarray(matrix).T]


def _parts(arrays: Arrays) -> tuple[list[Part], list[str]]:
    """Inputs that have targets, in the order of PARTS, and the names of all other arrays."""
    found: dict[str, dict[str, str]] = {}
    for name in arrays:
        words = [word for word in re.split(r"[_\W]+", name.lower()) if word]
        part = next((word for word in words if word in PARTS), "")
        rest = [word for word in words if word != part]
        role = "rows" if set(rest) & INPUTS else "targets" if set(rest) & TARGETS else ""
        if role and name.lower() not in COLUMN_NAMES | CLASS_NAMES:
            found.setdefault(part, {}).setdefault(role, name)
    order = sorted(found, key=lambda part: PARTS.index(part) if part else len(PARTS))
    parts, used = [], set()
    for part in order:
        names = found[part]
        if len(names) == 2 and _fit(arrays[names["rows"]], arrays[names["targets"]]):
            both = names["rows"], names["targets"]
            parts.append(Part(part, arrays[both[0]], arrays[both[1]], both))
            used |= set(names.values())
    alike = [p for p in parts if p.rows.shape[1:] == parts[0].rows.shape[1:]]
    alike = [p for p in alike if p.targets.shape[1:] == parts[0].targets.shape[1:]]
    return alike, [name for name in arrays if name not in used]


def _fit(rows: NDArray[Any], targets: NDArray[Any]) -> bool:
    return bool(rows.ndim and 1 <= targets.ndim <= 2 and len(rows) == len(targets))


def _of_parts(parts: Sequence[Part], left: Sequence[str], arrays: Arrays, bounds: Bounds) -> Raw:
    notes = []
    if len(parts) > 1:
        rows_of = ", ".join(f"{p.name or 'others'}: {count(len(p.rows))} rows" for p in parts)
        notes.append(f"The parts of the file ({rows_of}) were put together, and are split anew.")
    named = [name for name in left if name.lower() in COLUMN_NAMES | CLASS_NAMES]
    others = [one_line(name, 30) for name in left if name not in named]
    if others:
        notes.append(f"Not used: {', '.join(others[:10])}.")
    matrix, picture = pictures(_together([p.rows for p in parts]))
    targets = _target_columns(_together([p.targets for p in parts]))
    bounds.check_shape(len(matrix), matrix.shape[1] + len(targets))
    names = _texts_called(arrays, COLUMN_NAMES, matrix.shape[1])
    target_names = [f"{TARGET} {k}" for k in range(1, len(targets) + 1)]
    target_names = target_names if len(targets) > 1 else [TARGET]
    all_names, unnamed, _ = names_of([*(names or [""] * matrix.shape[1]), *target_names], 0)
    classes = _texts_called(arrays, CLASS_NAMES, None)
    n_targets = max(1, int(np.prod(parts[0].targets.shape[1:], dtype=int)))
    plain = not classes and len(targets) == n_targets
    if classes and len(targets) == 1:
        targets = [_called(targets[0], classes)]
    return Raw(
        names=all_names,
        cells=(*columns_of(matrix), *targets),
        notes=tuple(notes),
        target=all_names[matrix.shape[1] :],
        picture=picture,
        unnamed=unnamed,
        way=Way("arrays" * plain, blocks=tuple(zip(*(p.arrays for p in parts), strict=True))),
    )


def _of_columns(arrays: Arrays, bounds: Bounds) -> Raw:
    """Arrays of as many rows each, side by side."""
    tables = {n: a for n, a in arrays.items() if a.ndim and n.lower() not in COLUMN_NAMES}
    lengths = {len(array) for array in tables.values()}
    if len(lengths) != 1:
        shapes = ", ".join(f"{one_line(n, 20)} {a.shape}" for n, a in [*arrays.items()][:5])
        raise UnreadableError(
            "The arrays of the file do not have as many rows each, and none are called X and y: "
            f"{shapes}."
        )
    names: list[str] = []
    cells: list[Numbers | Texts] = []
    picture = None
    for name, array in tables.items():
        matrix, picture = pictures(array)
        bounds.check_shape(len(matrix), len(names) + matrix.shape[1])
        if array.ndim == 1:
            names.append(one_line(name))
        elif len(tables) == 1:
            names += _texts_called(arrays, COLUMN_NAMES, matrix.shape[1]) or [""] * matrix.shape[1]
        else:
            names += [f"{one_line(name)} {k + 1}" for k in range(matrix.shape[1])]
        cells += columns_of(matrix)
    all_names, unnamed, _ = names_of(names, 0)
    lacks = ""
    if picture and len(tables) == 1:
        lacks = "These are pictures without what is to be seen in them: their labels are missing."
    return Raw(
        names=all_names,
        cells=tuple(cells),
        picture=picture if lacks else None,
        lacks=lacks,
        unnamed=unnamed,
        way=Way("arrays", blocks=tuple((name,) for name in tables)),
    )


def _together(arrays: Sequence[NDArray[Any]]) -> NDArray[Any]:
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays)


def _target_columns(targets: NDArray[Any]) -> list[Numbers | Texts]:
    """Targets (n,) or (n, k) column by column; labels of which one is 1 as their class."""
    wide = targets.reshape(len(targets), -1)
    if wide.shape[1] > 1 and wide.dtype.kind in "biuf":
        one_hot = ((wide == 0) | (wide == 1)).all() and (wide.sum(axis=1) == 1).all()
        if one_hot:
            return [wide.argmax(axis=1)]
    return columns_of(wide)


def _texts_called(arrays: Arrays, names: set[str], n: int | None) -> list[str]:
    """The texts of an array of one of these names, if it has ``n`` of them."""
    for name, array in arrays.items():
        if name.lower() in names and array.ndim == 1 and array.dtype.kind in "US":
            return array.astype(str).tolist() if n in (None, len(array)) else []
    return []


def _called(classes: Numbers | Texts, names: Sequence[str]) -> Numbers | Texts:
    """Numbers 0, 1, 2, … as the names of the classes; anything else as it is."""
    if not isinstance(classes, np.ndarray) or classes.dtype.kind not in "iu":
        return classes
    if classes.min() < 0 or classes.max() >= len(names) or len(set(names)) < len(names):
        return classes
    return pa.array(names, pa.string()).take(pa.array(classes))


def _cells(column: NDArray[Any]) -> Numbers | Texts:
    if column.dtype.kind == "M":
        return days_of(column)
    if column.dtype.kind == "S":
        column = np.char.decode(column, "utf-8", "replace")
    if column.dtype.kind == "U":
        return trimmed(pa.array(column.tolist(), pa.string()))
    if column.dtype.kind == "f" and column.dtype.itemsize > 8:
        return column.astype(np.float64)
    # Of the machine's own order of bytes.
    return column.astype(column.dtype.newbyteorder("="), copy=False)

"""Rows of one's own as a file that comes and goes: JSON, read with distrust."""

import json
from typing import Any

from mlp_core._checks import written
from mlp_core.data.dataset import Dataset
from mlp_core.inspection.own.rows import MOST_ROWS, OwnRow, OwnRows, check_row
from mlp_core.inspection.own.values import n_values, value_names

KIND, VERSION = "MLP Explorer, rows of one's own", 1
# MOST_ROWS rows of a thousand values of 17 digits each.
MOST_BYTES = 6_000_000


def to_file(dataset: Dataset, rows: OwnRows) -> bytes:
    """The content of the file."""
    said = {"kind": KIND, "version": VERSION, **_about(dataset)}
    made = [{"values": row.values, "meant": _meant(dataset, row)} for row in rows]
    return json.dumps(said | {"rows": made}, ensure_ascii=False, indent=1).encode()


def from_file(dataset: Dataset, data: bytes) -> OwnRows:
    """The rows of a file, which must be of such data.

    Raises ``ValueError`` with a sentence for a file of anything else, or of other data, and for
    rows that cannot be any.
    """
    if len(data) > MOST_BYTES:
        raise ValueError(f"the file may have {MOST_BYTES:,} bytes; got {len(data):,}")
    try:
        said: Any = json.loads(data.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise ValueError("the file holds no rows: it is not JSON, as this page writes it") from None
    if not isinstance(said, dict) or said.get("kind") != KIND:
        raise ValueError("the file holds no rows of one's own, as this page writes them")
    if said.get("version") != VERSION:
        raise ValueError(f"version {VERSION} of such files is known; got {_short(said, 'version')}")
    for name, here in _about(dataset).items():
        if said.get(name) != here:
            raise ValueError(
                f"its rows are of other data: {name} is {_short(said, name)} there, and "
                f"{written(here)[:80]} here"
            )
    found = said.get("rows")
    if not isinstance(found, list) or len(found) > MOST_ROWS:
        raise ValueError(f"the file must have a list of at most {MOST_ROWS} rows; got another")
    return tuple(_row(dataset, number, one) for number, one in enumerate(found, start=1))


def _about(dataset: Dataset) -> dict[str, Any]:
    answers = dataset.class_names or dataset.target_names
    return {
        "data": dataset.name,
        "values": list(value_names(dataset)) or n_values(dataset),
        "answers": list(answers),
    }


def _meant(dataset: Dataset, row: OwnRow) -> object:
    return row.meant if isinstance(row.meant, tuple) else dataset.class_names[row.meant]


def _row(dataset: Dataset, number: int, said: object) -> OwnRow:
    try:
        if not isinstance(said, dict) or not isinstance(said.get("values"), list):
            raise ValueError("values and what it is meant to be are missing")
        meant = said.get("meant")
        if not dataset.is_regression:
            if meant not in dataset.class_names:
                raise ValueError(f"it is meant to be {written(meant)[:40]}, which is no class here")
            meant = dataset.class_names.index(meant)
        return check_row(dataset, said["values"], meant)
    except ValueError as reason:
        raise ValueError(f"row {number} of the file cannot be read: {reason}") from None


def _refuse(constant: str) -> None:
    raise ValueError(f"numbers must be finite; got {constant}")


def _short(said: dict[str, Any], name: str) -> str:
    return written(said.get(name))[:80]

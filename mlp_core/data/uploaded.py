"""A table that a visitor has: what a run, a link and a page can say of it without its file."""

from collections.abc import Mapping
from typing import Any

from mlp_core.data.record import Content, LoadCode, Record
from mlp_core.data.rows import TABLE_WORDS

NAME = "table"


def _load(parameters: Mapping[str, Any]) -> Content:
    raise ValueError("the rows of a table are in its file, which read_table reads")


def _code(parameters: Mapping[str, Any]) -> LoadCode:
    raise ValueError("the rows of a table are in its file")


UPLOADED = Record(
    name=NAME,
    words=TABLE_WORDS,
    parameters=("file", "sha256", "choices", "target_scaling"),
    facts=lambda parameters: None,
    remote=None,
    drawing=None,
    suggests={"scaling": "standard", "learning_rate": 0.01},
    load=_load,
    code=_code,
    in_order="For rows that come one after another in time: what is learned is tested on what "
    "came later.",
)

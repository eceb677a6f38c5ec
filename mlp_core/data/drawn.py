"""Points that somebody has drawn by hand, as a data set: the text of the drawing is all of it."""

from collections.abc import Mapping
from textwrap import wrap
from typing import Any

from mlp_core.data import points
from mlp_core.data.drawings import START
from mlp_core.data.plane_features import chosen, columns_of, columns_source
from mlp_core.data.plane_sets import OF_POINTS, SUGGESTS
from mlp_core.data.record import Content, Facts, LoadCode, Record
from mlp_core.data.rows import Columns, Words

NAME = "points"
# Of the lines that an exported program has the text in; at a - it may be cut, and is one again.
WIDTH = 90
LINES = """
# Points drawn by hand: two characters for each coordinate, and the class.
drawing = (
{text}
)
alphabet = "{alphabet}"
codes = np.array([alphabet.index(character) for character in drawing]).reshape(-1, {length})
places = codes[:, [0, 2]] * {base} + codes[:, [1, 3]]
points = (places - {middle}) * {step} / 10_000
drawn = [int(character) for character in drawing[{last}::{length}]]
class_names, classes = np.unique(drawn, return_inverse=True)
"""


def _text(parameters: Mapping[str, Any]) -> str:
    return parameters["points"] or START


def _facts(parameters: Mapping[str, Any]) -> Facts:
    *_, names = points.labelled(_text(parameters))
    features = chosen(2, parameters["features"])
    return Facts(Columns(tuple(feature.name for feature in features)), class_names=names)


def _load(parameters: Mapping[str, Any]) -> Content:
    drawn, classes, _ = points.labelled(_text(parameters))
    features = chosen(2, parameters["features"])
    return Content(columns_of(drawn, features), classes, points=drawn, features=features)


def _code(parameters: Mapping[str, Any]) -> LoadCode:
    features = chosen(2, parameters["features"])
    lines = LINES.strip("\n").format(
        text="\n".join(f'    "{line}"' for line in wrap(_text(parameters), WIDTH)),
        alphabet=points.ALPHABET,
        length=points.LENGTH,
        last=points.LENGTH - 1,
        base=points.BASE,
        middle=points.STEPS // 2,
        step=points.STEP,
    )
    return LoadCode("", lines, columns_source("points", features), "classes")


DRAWN = Record(
    name=NAME,
    words=Words(subject="points of your own", one="a point that somebody drew", **OF_POINTS),
    parameters=("points", "features"),
    facts=_facts,
    load=_load,
    code=_code,
    in_order="The points that were drawn last are tested.",
    remote=None,
    drawing=None,
    suggests=SUGGESTS,
)

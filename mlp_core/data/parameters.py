"""What data sets are made with: one table of all the parameters that there are.

A record of a data set names those that it has. All sets share a parameter's meaning, limits and
default, so that it has one control, and keeps its value from one set to the next.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from mlp_core.data.plane_features import Feature, features_of
from mlp_core.data.rows import Words
from mlp_core.data.scaling import SCALINGS, UNSCALED, scaling_names
from mlp_core.fields import Chosen, Field, Fields, Several, Text, by_name
from mlp_core.setting_kinds import Choice, Limits, Real, Whole

# Of a file that a visitor has: its SHA-256 in hexadecimal.
HASH_LENGTH, SHORT_HASH = 64, 6
# Some 300 points of 5 characters each; a name; and what a reader has been told to do, in JSON.
MOST_POINTS_TEXT, MOST_NAME, MOST_CHOICES = 1500, 255, 20_000
# Of the targets: what they are then.
TARGET_NAMES = scaling_names(Words(values="targets"))


def _short_hash(text: str) -> str:
    """What tells a long text from others, where nobody could read it all."""
    return hashlib.sha256(text.encode()).hexdigest()[:SHORT_HASH]


def _some_of(features: Sequence[Feature]) -> Several:
    names = {feature.key: feature.name for feature in features}
    return Several(names, names)


PARAMETERS = by_name(
    Field(
        name="n_rows",
        kind=Whole(Limits(20, 20_000), logarithmic=True),
        tried=Limits(100, 2_000),
        default=300,
        label="Points",
        column="points",
        control="slider",
    ),
    Field(
        name="noise",
        kind=Real(Limits(0.0, 1.0), step=0.05),
        tried=Limits(0.0, 0.5),
        default=0.1,
        label="Noise",
        column="noise",
        help="How far chance moves a point from its place: the deviation of what is added to "
        "each coordinate, or to the target of a regression.",
    ),
    Field(
        name="classes",
        kind=Whole(Limits(2, 8)),
        default=3,
        label="Classes",
        column="classes",
    ),
    Field(
        name="seed",
        kind=Whole(Limits(0, 2**32 - 1), is_name=True),
        default=0,
        label="Seed of the points",
        column="points' seed",
    ),
    Field(
        name="features",
        kind=_some_of(features_of(2)),
        default=("x1", "x2"),
        label="Inputs",
        column="inputs",
        help="What the network is handed of a point. With x1² and x2² a circle is a straight "
        "line; without them a hidden layer has to find it.",
    ),
    Field(
        name="features_of_x",
        kind=_some_of(features_of(1)),
        default=("x",),
        label="Inputs",
        column="inputs",
        help="What the network is handed of a point. With x² and x³ a curve is a straight line; "
        "without them hidden layers have to find it.",
    ),
    Field(
        name="points",
        kind=Text(MOST_POINTS_TEXT, plain=True),
        default="",
        label="Points drawn by hand",
        column="drawing",
        told=lambda text: f"drawing {_short_hash(text)}" if text else "drawing",
    ),
    Field(
        name="target_scaling",
        kind=Choice(SCALINGS, TARGET_NAMES),
        default=UNSCALED,
        label="Targets",
        column="targets",
        help="Numbers far from 0 make steps far too large. Scaled by the training rows; errors are "
        "shown in the units of the target all the same.",
        control="menu",
    ),
    Field(
        name="file",
        kind=Text(MOST_NAME),
        default="",
        label="File",
        column="file",
    ),
    Field(
        name="sha256",
        kind=Text(HASH_LENGTH, plain=True),
        default="",
        label="SHA-256 of the file",
        column="SHA-256",
        told=lambda text: f"SHA-256 {text[:SHORT_HASH]}",
    ),
    Field(
        name="choices",
        kind=Text(MOST_CHOICES),
        default="",
        label="How the file is read",
        column="read as",
        told=lambda text: f"reading {_short_hash(text)}",
    ),
)
KIND = Fields(PARAMETERS)


def check_parameters(dataset: str, names: Sequence[str], given: Mapping[str, Any]) -> Chosen:
    """Those given that are not at their default; ``ValueError`` unless of these ``names``."""
    unknown = [name for name in given if name not in names]
    if unknown:
        has = f"; it has {', '.join(names)}" if names else ", which has no parameters"
        raise ValueError(f"{unknown[0]!r:.50} is not a parameter of {dataset}{has}")
    return KIND.check("data_parameters", given)


def all_of(names: Sequence[str], given: Mapping[str, Any]) -> dict[str, Any]:
    """Each of ``names`` with what is given, or its default."""
    return {name: given.get(name, PARAMETERS[name].default) for name in names}

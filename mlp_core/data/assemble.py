"""A ``Dataset`` of all the rows of a set: split, scaled by the training rows alone, named."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_core._checks import Array, Classes, look_up
from mlp_core.data.dataset import Dataset, Plane, TargetScale
from mlp_core.data.plane_features import Feature, chosen, columns_of
from mlp_core.data.record import Content, Facts
from mlp_core.data.rows import Columns, Words
from mlp_core.data.scaling import SCALINGS, UNSCALED
from mlp_core.data.split import Parts, split_rows

# Rows of so many plain columns can be drawn.
DRAWN_COLUMNS = (1, 2)


def assembled(
    name: str,
    facts: Facts,
    content: Content,
    words: Words,
    scaling: str,
    split: Mapping[str, Any],
    target_scaling: str = UNSCALED,
) -> Dataset:
    """The set ``name`` split as ``split`` says, which has the fields that are not at their default.

    Raises ``ValueError`` where its rows cannot be split so, or the scaling is unknown.
    """
    parts = split_rows(content.targets, split, content.groups)
    return from_parts(name, facts, content, parts, words, scaling, target_scaling)


def from_parts(
    name: str,
    facts: Facts,
    content: Content,
    parts: Parts,
    words: Words,
    scaling: str,
    target_scaling: str = UNSCALED,
) -> Dataset:
    """The set ``name`` of which it is known what row is in what part."""
    scaler = look_up(SCALINGS, scaling, "scaling")()
    rows, targets = content.rows, np.asarray(content.targets)
    X_train = scaler.fit_transform(rows[parts.train])
    scale = _target_scale(targets[parts.train], facts, target_scaling)
    third: dict[str, Any] = {}
    if len(parts.validation):
        third["X_validation"] = scaler.transform(rows[parts.validation])
        third["y_validation"] = _scaled(targets[parts.validation], scale)
    return Dataset(
        name=name,
        scaling=scaling,
        X_train=X_train,
        X_test=scaler.transform(rows[parts.test]),
        y_train=_scaled(targets[parts.train], scale),
        y_test=_scaled(targets[parts.test], scale),
        X_test_raw=rows[parts.test],
        class_names=facts.class_names,
        target_names=facts.target_names,
        words=words,
        target_scale=scale,
        plane=_plane(content, facts, parts, scaler),
        scaler=scaler,
        **facts.row.fields,
        **third,
    )


def _target_scale(targets: NDArray[Any], facts: Facts, scaling: str) -> TargetScale | None:
    scaler = look_up(SCALINGS, scaling, "target_scaling")()
    if scaling == UNSCALED:
        return None
    if not facts.is_regression:
        raise ValueError("only targets that are numbers can be scaled; these are classes")
    scaler.fit(targets.reshape(len(targets), -1))
    ends = np.array([[0.0], [1.0]]) * np.ones(facts.units_out)
    offset, one = scaler.inverse_transform(ends)
    return TargetScale(offset, one - offset)


def _scaled(targets: NDArray[Any], scale: TargetScale | None) -> Array | Classes:
    if scale is None:
        return targets
    wide = (targets.reshape(len(targets), -1) - scale.offset) / scale.unit
    return np.asarray(wide.reshape(targets.shape))


def _plane(content: Content, facts: Facts, parts: Parts, scaler: Any) -> Plane | None:
    """Where the rows are made of points, or are points themselves."""
    points, features = content.points, content.features
    if points is None:
        drawn = isinstance(facts.row, Columns) and facts.row.n_features in DRAWN_COLUMNS
        if not drawn:
            return None
        points = content.rows
        names = facts.row.names
    else:
        names = tuple(feature.name for feature in chosen(points.shape[1]))
    return Plane(points[parts.train], points[parts.test], _Inputs(features, scaler), names)


class _Inputs:
    """Makes of points what the network is handed: their features, scaled."""

    def __init__(self, features: tuple[Feature, ...], scaler: Any) -> None:
        self._features, self._scaler = features, scaler

    def __call__(self, points: Array) -> Array:
        rows = columns_of(points, self._features) if self._features else points
        scaled: Array = self._scaler.transform(rows)
        return scaled

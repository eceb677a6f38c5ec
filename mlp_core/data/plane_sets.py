"""The records of sets whose rows are points, drawn from a seed: classes or numbers over a plane."""

import inspect
import re
from collections.abc import Callable, Mapping
from typing import Any

from mlp_core._checks import Array, Classes
from mlp_core.data import plane, plane_numbers
from mlp_core.data.plane_features import Feature, chosen, columns_of, columns_source
from mlp_core.data.record import Content, Facts, LoadCode, Record
from mlp_core.data.rows import Columns, Words

Make = Callable[..., tuple[Array, Classes | Array]]
# What a generator calls the seed, and the parameters of a set do.
SEED, OF_GENERATOR = "seed", "data_seed"
NO_ORDER = "Points are drawn in no order: the last are as good as any others."
OF_POINTS = {
    "thing": "point",
    "things": "points",
    "row": "point",
    "rows": "points",
    "value": "input",
    "values": "inputs",
}
SUGGESTS = {"hidden": (8, 8), "learning_rate": 0.03, "init": "glorot"}
# For shapes that wind through one another. All were tried: these tell them apart within seconds.
TANGLED = {
    **{"hidden": (16, 16), "activation": "relu", "init": "glorot", "optimizer": "adam"},
    **{"learning_rate": 0.01, "batch_size": 8, "shuffle": True, "epochs": 200},
    **{"n_rows": 600, "noise": 0.02},
}


def _of_classes(make: Make, subject: str, suggests: Mapping[str, Any] = SUGGESTS) -> Record:
    return _record(make, 2, subject, lambda p: _classes(p.get("classes", 2)), suggests)


def _classes(n: int) -> dict[str, Any]:
    return {"class_names": tuple(f"class {k}" for k in range(1, n + 1))}


def _of_numbers(make: Make, n_coordinates: int, subject: str) -> Record:
    numbers = {"target_names": ("y",)}
    return _record(make, n_coordinates, subject, lambda p: numbers, SUGGESTS, ("target_scaling",))


def _record(
    make: Make,
    n_coordinates: int,
    subject: str,
    targets: Callable[[Mapping[str, Any]], dict[str, Any]],
    suggests: Mapping[str, Any],
    more: tuple[str, ...] = (),
) -> Record:
    """The set that ``make`` draws, named as that is, of points with so many coordinates."""
    inputs = "features_of_x" if n_coordinates == 1 else "features"
    taken = [SEED if name == OF_GENERATOR else name for name in inspect.signature(make).parameters]

    def features(parameters: Mapping[str, Any]) -> tuple[Feature, ...]:
        return chosen(n_coordinates, parameters[inputs])

    def arguments(parameters: Mapping[str, Any]) -> dict[str, Any]:
        return {OF_GENERATOR if name == SEED else name: parameters[name] for name in taken}

    def load(parameters: Mapping[str, Any]) -> Content:
        points, found = make(**arguments(parameters))
        own = features(parameters)
        return Content(columns_of(points, own), found, points=points, features=own)

    def code(parameters: Mapping[str, Any]) -> LoadCode:
        return _code(make, arguments(parameters), features(parameters))

    def facts(parameters: Mapping[str, Any]) -> Facts:
        names = tuple(feature.name for feature in features(parameters))
        return Facts(Columns(names), **targets(parameters))

    return Record(
        name=make.__name__,
        words=Words(subject=subject, one=f"a point of {subject}", **OF_POINTS),
        parameters=(*taken, inputs, *more),
        facts=facts,
        load=load,
        code=code,
        in_order=NO_ORDER,
        remote=None,
        drawing=None,
        suggests=suggests,
    )


def _code(make: Make, arguments: dict[str, Any], features: tuple[Feature, ...]) -> LoadCode:
    """The generator as it stands, but for its annotations, and its call."""
    _, body = inspect.getsource(make).split("\n", 1)
    names = ", ".join(inspect.signature(make).parameters)
    source = f"def {make.__name__}({names}):\n{body}"
    columns = columns_source("points", features)
    used = sorted(set(re.findall(r"make_\w+", source)))
    call = ", ".join(f"{name}={value!r}" for name, value in arguments.items())
    return LoadCode(
        imports=f"from sklearn.datasets import {', '.join(used)}" if used else "",
        lines=f"\n{source}\n\npoints, targets = {make.__name__}({call})\nrows = {columns}",
        rows="rows",
        targets="targets",
    )


PLANE_SETS = (
    _of_classes(plane.circles, "two circles"),
    _of_classes(plane.moons, "two moons"),
    # Of the first seeds, one whose clouds lie apart.
    _of_classes(plane.blobs, "blobs", {**SUGGESTS, "seed": 6}),
    _of_classes(plane.xor, "XOR"),
    _of_classes(plane.gaussians, "Gaussian clouds"),
    _of_classes(plane.spiral, "a spiral", TANGLED),
    _of_classes(plane.checkerboard, "a checkerboard", TANGLED),
    _of_numbers(plane_numbers.sine, 1, "a sine wave"),
    _of_numbers(plane_numbers.step, 1, "a step"),
    _of_numbers(plane_numbers.line, 1, "a noisy line"),
    _of_numbers(plane_numbers.plane, 2, "a plane"),
    _of_numbers(plane_numbers.bumps, 2, "Gaussian bumps"),
)

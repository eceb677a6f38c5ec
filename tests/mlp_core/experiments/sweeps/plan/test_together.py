"""Layer sizes beside an axis that brings other rows: no label tells ends that were not trained."""

import pytest

from mlp_core.config import QUESTION_2
from mlp_core.experiments.sweeps.findings.order import named
from mlp_core.experiments.sweeps.plan.axis import Axis
from mlp_core.experiments.sweeps.plan.cell import cells
from mlp_core.experiments.sweeps.plan.spreads import Listed, Ranged
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from mlp_core.layer_sizes import write_sizes
from tests.every_set import small_config

SIZES = Axis("units", Listed(((64, 10, 10), (64, 20, 5, 10), (64, 10))))


def read(base, *others):
    axes = Sweep(base, (SIZES, *others)).axes
    return [axes[0].shown(value) for value in axes[0].values]


def test_sizes_alone_are_told_in_full():
    assert read(QUESTION_2) == ["64-10-10", "64-20-5-10", "64-10"]


@pytest.mark.parametrize(
    "other",
    [Axis("dataset", Listed(("digits", "iris"))), Axis("dataset", Listed(("moons", "blobs")))],
)
def test_ends_that_vary_are_left_open(other):
    assert read(QUESTION_2, other) == ["…-10-…", "…-20-5-…", "…-…"]


def test_parameters_count_where_they_change_the_ends():
    blobs = small_config("blobs")
    assert read(blobs, Axis("data.classes", Ranged(2, 5, 4)))[0] == "…-10-…"
    assert read(small_config("moons"), Axis("data.noise", Ranged(0.1, 1.0, 4)))[0] == "64-10-10"
    assert read(blobs, Axis("split.seed", Ranged(0, 3, 4)))[0] == "64-10-10"


def test_what_is_told_of_a_cell_is_what_it_trains():
    sweep = Sweep(QUESTION_2, (Axis("dataset", Listed(("digits", "moons"))), SIZES))
    for cell in cells(sweep):
        told = named(sweep, cell.at).rpartition("units ")[2]
        assert told.split("-")[1:-1] == write_sizes(cell.config.units).split("-")[1:-1]
        assert told.split("-")[0] == told.split("-")[-1] == "…"


def test_an_axis_that_knows_is_the_same_axis_and_forgets_it_in_another_sweep():
    (sizes, other) = Sweep(QUESTION_2, (SIZES, Axis("dataset", Listed(("digits", "iris"))))).axes
    assert sizes == SIZES
    assert hash(sizes) == hash(SIZES)
    assert other.shown("iris") == Axis("dataset", Listed(("iris",))).shown("iris")
    assert Sweep(QUESTION_2, (sizes,)).axes[0].shown((64, 10, 10)) == "64-10-10"

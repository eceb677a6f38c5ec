"""The built-in data sets by their names, and loading one: split as asked, then scaled."""

from collections.abc import Mapping
from typing import Any

from mlp_core._checks import look_up
from mlp_core.data.assemble import assembled
from mlp_core.data.dataset import Dataset
from mlp_core.data.digits import DIGITS
from mlp_core.data.drawn import DRAWN
from mlp_core.data.parameters import all_of, check_parameters
from mlp_core.data.pictures import PICTURES
from mlp_core.data.plane_sets import PLANE_SETS
from mlp_core.data.real import BREAST_CANCER, IRIS, WINE
from mlp_core.data.real_numbers import CALIFORNIA, DIABETES
from mlp_core.data.record import Facts, Record
from mlp_core.data.scaling import UNSCALED
from mlp_core.data.split import split_as
from mlp_core.data.uploaded import UPLOADED

TABLES = (IRIS, WINE, BREAST_CANCER, DIABETES, CALIFORNIA)
DATASETS: dict[str, Record] = {
    record.name: record for record in (DIGITS, *PLANE_SETS, DRAWN, *TABLES, *PICTURES, UPLOADED)
}


def load_dataset(
    name: str = DIGITS.name,
    scaling: str = "none",
    test_size: float = 0.2,
    split_seed: int = 42,
    *,
    split: Mapping[str, Any] | None = None,
    **parameters: Any,
) -> Dataset:
    """The data set ``name``, shuffled and split as the practical does, then scaled.

    ``test_size`` is the share of rows kept for testing, between 0 and 1. ``scaling`` is "none",
    "min_max" (each feature to 0..1) or "standard" (mean 0, deviation 1), by training statistics.
    ``split_seed`` is a whole number from 0 to 2³² - 1, so that the split can be made again.
    ``split`` has the other fields of a split, such as {"method": "in_order"}, and goes before the
    two. ``parameters`` are those that the set has: noise=0.2.
    Raises ``ValueError`` for an unknown name or scaling, for any other share or seed, for a
    parameter that the set does not have, and where its rows cannot be had or split so.
    """
    record = look_up(DATASETS, name, "data set")
    how = split_as(test_size, split_seed, split)
    given = check_parameters(name, record.parameters, parameters)
    whole = all_of(record.parameters, given)
    facts = facts_of(name, given)
    if facts is None:
        raise ValueError(f"the data set {name} is made of a file, which read_table reads")
    return assembled(
        name,
        facts,
        record.load(whole),
        record.words,
        scaling,
        how,
        whole.get("target_scaling", UNSCALED),
    )


def facts_of(name: str, parameters: Mapping[str, Any]) -> Facts | None:
    """What a row and a target of a set are, which has these parameters that are not at default.

    None where only a file that is not here could tell. Raises ``ValueError`` where there can be
    no such set.
    """
    record = look_up(DATASETS, name, "data set")
    return record.facts(all_of(record.parameters, parameters))

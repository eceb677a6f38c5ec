"""Values that a person sets: what they are called, within which range, what comes of them."""

import numpy as np
import pytest

from mlp_core import load_dataset, read_table
from mlp_core.inspection.own.controls import Number, OneOf, controls
from mlp_core.inspection.own.values import (
    inputs_of,
    n_values,
    value_names,
    values_learned,
    values_tested,
    without_rounding,
)
from tests.every_set import NAMES

SETS = pytest.mark.parametrize("name", NAMES)
TABLE = b"""size,colour,sold,flag
1.5,red,yes,0
2.5,blue,no,1
3.25,red,yes,0
4,green,no,1
2,blue,yes,1
3,red,no,0
1,green,yes,1
2.75,blue,no,0
3.5,red,yes,1
1.25,green,no,0
"""


@SETS
@pytest.mark.parametrize("scaling", ["none", "min_max", "standard"])
@pytest.mark.usefixtures("server")
def test_values_of_rows_lead_to_what_the_network_is_handed(name, scaling):
    data = load_dataset(name, scaling)
    for values, rows in ((values_tested(data), data.X_test), (values_learned(data), data.X_train)):
        assert values.shape == (len(rows), n_values(data))
        np.testing.assert_allclose(inputs_of(data, values), rows, atol=1e-9)
    assert len(value_names(data)) in (0, n_values(data))


@SETS
@pytest.mark.usefixtures("server")
def test_controls_reach_all_rows_and_nothing_else(name):
    data = load_dataset(name, "standard")
    if not value_names(data):
        return
    seen = np.concatenate([values_learned(data), values_tested(data)])
    places = [k for control in controls(data) for k in control.places]
    assert len(set(places)) == len(places)
    moves = np.ptp(seen, axis=0) > 1e-9
    assert sorted(places) == [k for k in range(n_values(data)) if moves[k]]
    for control in controls(data):
        if isinstance(control, Number):
            own = seen[:, control.place]
            assert control.low == pytest.approx(own.min())
            assert control.high == pytest.approx(own.max())
            assert 0 < control.step <= (control.high - control.low) / 2


def test_one_category_is_one_choice_and_whole_numbers_go_by_one():
    data = read_table(TABLE, "shop.csv").dataset(target="sold", scaling="standard")
    found = {control.name: control for control in controls(data)}
    assert found.keys() == {"size", "colour", "flag"}
    assert isinstance(found["size"], Number)
    colour, flag = found["colour"], found["flag"]
    assert isinstance(colour, OneOf)
    assert set(colour.labels) - {"none of these"} == {"red", "blue", "green"}
    for option, label in zip(colour.options, colour.labels, strict=True):
        assert sum(option) == (0.0 if label == "none of these" else 1.0)
    assert isinstance(flag, OneOf)
    assert set(flag.labels) == {"0", "1"}
    row = values_learned(data)[0]
    assert colour.options[colour.of(row)] == tuple(row[list(colour.places)])


def test_whole_numbers_go_by_one():
    wine = {control.name: control for control in controls(load_dataset("wine"))}
    assert wine["proline"].step == 1.0
    assert wine["hue"].step < 0.01


def test_values_of_another_number_are_refused():
    data = load_dataset("iris")
    for values in (np.zeros((1, 3)), np.zeros(4), np.full((1, 4), np.inf), [["a"] * 4]):
        with pytest.raises(ValueError, match="got"):
            inputs_of(data, values)


def test_of_the_smallest_numbers_nothing_is_left_and_nothing_is_no_number():
    """Their decimals have no power of ten in float64."""
    assert not without_rounding(np.array([[2e-310], [1e-320]])).any()
    assert without_rounding(np.array([[2e-290], [0.0]])).tolist() == [[2e-290], [0.0]]

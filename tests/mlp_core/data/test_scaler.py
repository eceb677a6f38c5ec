"""Rows that are none of the set, scaled as those are, and led back."""

import dataclasses

import numpy as np
import pytest

from mlp_core import SCALINGS, load_dataset
from mlp_core.data.source import Source
from tests import every_set


@pytest.mark.parametrize("scaling", SCALINGS)
@pytest.mark.parametrize("name", every_set.NAMES)
def test_the_test_rows_of_every_set_there_and_back(name, scaling):
    config = every_set.small_config(name, scaling=scaling)
    try:
        data = Source(name, config.data_parameters).load(scaling)
    except ValueError:
        pytest.skip("not fetched here")
    np.testing.assert_array_equal(data.scaled(data.X_test_raw), data.X_test)
    np.testing.assert_allclose(data.unscaled(data.X_test), data.X_test_raw, atol=1e-12, rtol=1e-12)


def test_a_set_made_by_hand_is_not_scaled_or_cannot_say_how():
    data = dataclasses.replace(load_dataset("iris"), scaler=None)
    np.testing.assert_array_equal(data.scaled(data.X_test), data.X_test)
    np.testing.assert_array_equal(data.unscaled(data.X_test), data.X_test)
    lost = dataclasses.replace(data, scaling="standard")
    for way in (lost.scaled, lost.unscaled):
        with pytest.raises(ValueError, match="scaled by what has scaled"):
            way(lost.X_test)
        with pytest.raises(ValueError, match="one row or more and 4 columns; got shape"):
            way([1.0, 2.0])

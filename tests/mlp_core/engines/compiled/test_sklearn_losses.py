"""Losses as scikit-learn reports them, against its own functions, at outputs however far out."""

import numpy as np
import pytest
from sklearn.neural_network._base import ACTIVATIONS, LOSS_FUNCTIONS

from mlp_core.engines.compiled.loss_loops import LOSS_LOOPS
from mlp_core.engines.compiled.sklearn_losses import SKLEARN_LOOPS
from tests.mlp_core.engines.compiled.both_ways import WAYS, loop

# By the output unit, scikit-learn's name of the loss, and targets of three outputs.
CASES = {
    "softmax": ("log_loss", [0.0, 1.0, 0.0]),
    "logistic": ("binary_log_loss", [0.0, 1.0, 1.0]),
    "identity": ("squared_error", [0.3, -2.0, 5.0]),
    "exp": ("poisson", [0.0, 3.0, 0.5]),
}
OUTPUTS = [[0.5, -1.5, 2.0], [10.0, -30.0, 3.0], [-40.0, 40.0, 0.0], [300.0, -300.0, 0.0]]
# Beside 1, which is what rounding of probabilities is relative to.
TOLERANCE = {"float64": 1e-14, "float32": 3e-5}


# Python would compute with NumPy's float32, of which a compiled loop makes float64.
@pytest.mark.parametrize(
    ("way", "dtype"), [*((way, "float64") for way in WAYS), ("compiled", "float32")]
)
@pytest.mark.parametrize("unit", SKLEARN_LOOPS)
def test_what_scikit_learn_reports_and_learns_from(unit, way, dtype):
    name, targets = CASES[unit]
    y = np.array([targets], dtype)
    for output in OUTPUTS if unit != "exp" else OUTPUTS[:1]:
        z = np.array([output], dtype)
        prediction = z.copy()
        ACTIVATIONS[unit](prediction)
        G = np.empty(3, dtype)
        loss = loop("loss", unit, way, dtype)(y[0], 0, z[0], G, 0, 3, 0.5)
        tolerance = TOLERANCE[dtype]
        assert loss == pytest.approx(LOSS_FUNCTIONS[name](y, prediction), tolerance, tolerance)
        scale = tolerance * np.abs(prediction).max()
        np.testing.assert_allclose(G, 0.5 * (prediction - y)[0], tolerance, max(tolerance, scale))


def test_their_names_are_no_losses_of_ours():
    # They share a kind, in which one would take the other's place.
    assert SKLEARN_LOOPS.keys() & LOSS_LOOPS.keys() == set()


@pytest.mark.parametrize("unit", SKLEARN_LOOPS)
def test_a_nan_stays_one(unit):
    z, y = np.array([np.nan, 1.0]), np.array([0.0, 1.0])
    assert np.isnan(loop("loss", unit, "compiled")(y, 0, z, np.empty(2), 0, 2, 1.0))


def test_negative_counts_have_no_loss():
    z, y = np.zeros(1), np.array([-1.0])
    assert np.isnan(loop("loss", "exp", "compiled")(y, 0, z, np.empty(1), 0, 1, 1.0))

"""What the kernels take that no configuration asks for yet: one output that tells two classes."""

import numpy as np
import pytest

from mlp_core.engines.compiled import loader
from mlp_core.engines.compiled.layout import CHUNK_ROWS, make_layout, pack
from mlp_core.losses import LOSSES


@pytest.mark.parametrize("threshold", [True, False])
def test_one_logistic_output_is_a_class_above_one_half(threshold):
    kernels, loss = loader.EPOCHS.load(), "logistic_cross_entropy"
    # More rows than are in work at once, and outputs of exactly ½, which are of the first class.
    x = np.linspace(-2.0, 2.0, 2 * CHUNK_ROWS + 41)[:, np.newaxis]
    classes = np.random.default_rng(0).integers(0, 2, size=len(x))
    z = 3.0 * x
    values = [np.empty(CHUNK_ROWS * 2) for _ in range(3)]
    total, n_correct = kernels.functions["evaluate_rows"](
        *(x, classes[:, np.newaxis].astype(float), np.arange(len(x), dtype=np.uint64)),
        *(classes.astype(np.uint64), 0, len(x), threshold),
        *(kernels.losses.index(loss), make_layout((1, 1), ())),
        *(pack(([[[3.0]]], [[0.0]])), *values),
    )
    assert total == pytest.approx(LOSSES[loss].terms(z, classes[:, np.newaxis]).sum(), rel=1e-12)
    # Without the threshold the only output is the largest, and of the first class.
    named = (z[:, 0] > 0.0).astype(int) if threshold else np.zeros(len(x), dtype=int)
    assert n_correct == (named == classes).sum()
    assert (z == 0.0).sum() == 1

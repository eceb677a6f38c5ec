"""Scores of rows that are evaluated a slice at a time are those of all rows at once."""

import numpy as np
import pytest

from mlp_core import LOSSES, TrainConfig, accuracy, compute_loss, forward, one_hot
from mlp_core.engines import slices
from mlp_core.engines.door import ENGINES
from tests.mlp_core.both_engines import drain, make_case


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("slice_rows", [1, 4, 7, 9, 10, 11])
def test_the_mean_loss_over_slices_of_unequal_length(engine, loss, slice_rows, monkeypatch):
    # 10 test rows in slices of 7 and 3, of 4, 4 and 2, …: a mean of their means is another number.
    case = make_case(TrainConfig((4, 3, 3), 0.1, 1, loss=loss), n_train=20)
    n_parameters = sum(array.size for arrays in case.parameters for array in arrays)
    monkeypatch.setattr(slices, "SLICE_WORK", n_parameters * slice_rows)
    data = case.dataset
    # Rows that differ from each other by far, so that no two slices have one mean.
    data.X_test[...] *= np.arange(1, 11)[:, np.newaxis]
    given, (mean_loss, share_correct) = drain(case.engine(engine).evaluate("test"))
    assert len(given) == -(-10 // slice_rows)
    output, _ = forward(data.X_test, *case.parameters)
    assert mean_loss == pytest.approx(compute_loss(output, one_hot(data.y_test, 3), loss), rel=1e-9)
    assert share_correct == accuracy(data.y_test, output.argmax(axis=1))

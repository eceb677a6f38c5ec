"""What every kernel asks first: that there is a loop for each code."""

import pytest

from mlp_core.engines.compiled import batches
from mlp_core.engines.compiled.layout import make_layout
from tests.mlp_core.engines.compiled.both_ways import compiled


@compiled
def check_codes(layout, loss, optimizer):
    batches.check_codes(layout, loss, optimizer)


@pytest.mark.parametrize("check", [check_codes, batches.check_codes])
def test_a_code_without_a_loop_is_refused(check):
    activation, loss, optimizer = (
        n - 1 for n in (batches.N_ACTIVATIONS, batches.N_LOSSES, batches.N_UPDATES)
    )
    units = (3, 2, 2, 2)
    check(make_layout(units, [0, activation]), 0, 0)
    check(make_layout(units, [activation, 0]), loss, optimizer)
    wrong = [
        ([0, activation + 1], 0, 0),
        ([activation + 1, 0], 0, 0),
        ([0, 0], -1, 0),
        ([0, 0], loss + 1, 0),
        ([0, 0], 0, -1),
        ([0, 0], 0, optimizer + 1),
    ]
    for activations, *others in wrong:
        with pytest.raises(ValueError, match="there is no compiled loop for this code"):
            check(make_layout(units, activations), *others)

"""What a run is scored by: by its data, or by its network where the data are not here."""

import pytest

from mlp_core import TrainConfig
from mlp_core.score_kinds import ACCURACY, R2, kind_of_run, score_kind


@pytest.mark.parametrize(
    ("config", "kind"),
    [
        (TrainConfig((64, 10), 0.1, 1), ACCURACY),
        (TrainConfig((2, 1), 0.1, 1, dataset="moons", loss="logistic_cross_entropy"), ACCURACY),
        (TrainConfig((1, 1), 0.1, 1, dataset="sine", loss="squared_error"), R2),
        (TrainConfig((3, 1), 0.1, 1, dataset="table", loss="squared_error"), R2),
        (TrainConfig((3, 1), 0.1, 1, dataset="table", loss="logistic_squared_error"), ACCURACY),
        (TrainConfig((3, 4), 0.1, 1, dataset="table"), ACCURACY),
    ],
)
def test_of_a_run(config, kind):
    assert kind_of_run(config) is kind


def test_how_they_are_written():
    assert (score_kind(False).write(0.975), score_kind(True).write(0.975)) == ("97.50 %", "0.975")
    assert (ACCURACY.write_difference(0.01), R2.write_difference(-0.01)) == (
        "+1.00 points",
        "−0.010",
    )

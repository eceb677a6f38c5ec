"""What a run may cost where many share a server: counted by hand here."""

from dataclasses import replace

import pytest

from mlp_core import LIMITS, QUESTION_2, TrainConfig
from mlp_core.experiments.files.run_file import MAX_FILE_BYTES
from mlp_core.experiments.jobs.cost import SHARED, Bounds, cost_of, why_too_costly

SMALL = TrainConfig((4, 3, 2), 0.1, 7)


def test_a_cost_is_parameters_times_rows_times_epochs():
    cost = cost_of(SMALL, rows=5, epochs=7)
    assert cost.parameters == 3 * 4 + 3 + 2 * 3 + 2
    assert cost.work == 23 * 5 * 7
    assert cost.bytes == 23 * 8


@pytest.mark.parametrize(
    ("changes", "arrays"),
    [
        ({}, 1),
        ({"momentum": 0.9}, 2),
        ({"optimizer": "adam", "momentum": 0.9}, 3),
        ({"early_stopping": True}, 2),
    ],
)
def test_what_an_optimizer_remembers_is_kept_too(changes, arrays):
    assert cost_of(replace(SMALL, **changes), 5, 7).bytes == 23 * 8 * arrays


def test_what_is_too_much_is_said_with_what_would_do():
    cost = cost_of(SMALL, rows=5, epochs=7)
    assert why_too_costly(cost, Bounds(work=805, bytes=184)) == ""
    too_long = why_too_costly(cost, Bounds(work=804, bytes=184))
    assert "23 parameters × 5 rows × 7 epochs" in too_long
    assert "Take 6 epochs or fewer, or fewer units" in too_long
    too_wide = why_too_costly(cost, Bounds(work=805, bytes=183))
    assert "has 23 parameters, and here it may have 22" in too_wide


def test_where_not_one_epoch_is_allowed_fewer_are_no_advice():
    text = why_too_costly(cost_of(SMALL, 5, 7), Bounds(work=100, bytes=184))
    assert "epochs or fewer" not in text
    assert "Take fewer layers or fewer units." in text


def test_a_shared_server_trains_the_practical_and_what_a_file_holds():
    assert why_too_costly(cost_of(QUESTION_2, 1437, int(LIMITS["epochs"].high))) == ""
    largest = replace(QUESTION_2, units=(64, *[1024] * 10, 10))
    assert "parameters" in why_too_costly(cost_of(largest, 1437, 1))
    # Beside the scores, which take less than 1 MB.
    assert SHARED.bytes + 1_000_000 <= MAX_FILE_BYTES

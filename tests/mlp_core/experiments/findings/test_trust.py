"""The limits of trust, each at its very edge and just beyond it."""

import math

import pytest

from mlp_core.experiments.findings.trust import (
    LOSS_FLOOR,
    LOSS_LIMIT,
    PARAMETER_LIMIT,
    ROW_LIMIT,
    SAFETY,
    SHOWN_ACCURACY,
    SHOWN_LOSS,
    Drift,
    Tolerance,
    epochs_shown_right,
    reliable_epochs,
    sensitivity_verdict,
    tolerances,
)

CALM = Drift(1, 1e-14, 1e-15, 0.0)


def more(value: float) -> float:
    return math.nextafter(value, math.inf)


@pytest.mark.parametrize(
    ("drift", "right"),
    [
        (Drift(2, 0.0, math.nextafter(SHOWN_LOSS, 0.0), 0.0), 2),
        (Drift(2, 0.0, SHOWN_LOSS, 0.0), 1),
        (Drift(2, 0.0, 0.0, 0.0, mean_loss=SHOWN_LOSS), 1),
        (Drift(2, 0.0, 0.0, math.nextafter(SHOWN_ACCURACY, 0.0)), 2),
        (Drift(2, 0.0, 0.0, SHOWN_ACCURACY), 1),
        (Drift(2, 1.0, 0.0, 0.0), 2),
    ],
)
def test_a_digit_that_is_shown_moves_by_one(drift, right):
    assert epochs_shown_right([CALM, drift]) == right


@pytest.mark.parametrize(
    ("drift", "reliable"),
    [
        (Drift(2, PARAMETER_LIMIT, LOSS_LIMIT, 0.0), 2),
        (Drift(2, more(PARAMETER_LIMIT), 0.0, 0.0), 1),
        (Drift(2, 0.0, more(LOSS_LIMIT), 0.0), 1),
        (Drift(2, 0.0, 0.0, 0.0, mean_loss=more(LOSS_LIMIT)), 1),
        (Drift(2, 0.0, 0.0, 1e-4), 1),
    ],
)
def test_other_software_is_asked_up_to_a_limit(drift, reliable):
    assert reliable_epochs([CALM, drift]) == reliable


def test_tolerances_grow_with_what_drifts_first():
    drifts = [
        Drift(1, 0.0, 0.0, 0.0),
        Drift(2, 0.0, 5e-12, 0.0),
        Drift(3, ROW_LIMIT, 0.0, 0.0),
        Drift(4, 2 * ROW_LIMIT, 0.0, 0.0),
        Drift(5, 0.0, 0.0, 0.0),
    ]
    assert tolerances(drifts) == [
        Tolerance(LOSS_FLOOR, 0),
        Tolerance(SAFETY * 5e-12, 0),
        Tolerance(10 * ROW_LIMIT, 0),
        Tolerance(20 * ROW_LIMIT, 1),
        Tolerance(20 * ROW_LIMIT, 1),
    ]


@pytest.mark.parametrize(
    ("loss", "text"), [(7e-14, "7e-14"), (3.1e-14, "4e-14"), (1e-13, "1e-13"), (9.9e-13, "1e-12")]
)
def test_a_drift_is_rounded_up(loss, text):
    assert f"by no more than {text} of itself" in sensitivity_verdict([Drift(1, 0.0, loss, 0.0)])


def test_a_regression_is_told_by_r2_and_without_points():
    drifts = [Drift(1, 1e-3, 1e-3, 0.0, 1e-4, r2=0.021)]
    assert epochs_shown_right(drifts) == 0
    said = sensitivity_verdict(drifts)
    assert "moves the total loss by up to 1e-03 of itself, R² by up to 3e-02." in said
    assert "accuracy" not in said
    assert "points" not in said
    assert "R² not at all" in sensitivity_verdict([Drift(1, 1.0, 1e-3, 0.0, r2=0.0)])
    # R² alone is as good a measure as a loss.
    assert reliable_epochs([Drift(1, 0.0, 0.0, 0.0, r2=more(LOSS_LIMIT))]) == 0
    assert "accuracy by 2 points" in sensitivity_verdict([Drift(1, 0.5, 0.1, 0.02)])

"""Numbers as people read them: one way for each kind."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_core import number_text as written


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.000125, "0.000125"),
        (0.1, "0.1"),
        (1e-7, "0.0000001"),
        (100.0, "100"),
        (4294967295, "4294967295"),
        (500, "500"),
        (-0.0, "0"),
        (-2.5, "−2.5"),
        (0.1 + 0.2, "0.30000000000000004"),
        (float("inf"), "inf"),
    ],
)
def test_what_was_set_is_never_rounded(value, text):
    assert written.exact(value) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_what_was_set_reads_back_as_the_same_number(value):
    assert float(written.exact(value).replace("−", "-")) == value


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.975, "97.50 %"), (1.0, "100.00 %"), (0.0, "0.00 %"), (0.130555, "13.06 %")],
)
def test_accuracies_have_two_places(share, text):
    assert written.percent(share) == text


def test_differences_are_in_points_with_their_sign():
    assert written.points(0.0125) == "+1.25 points"
    assert written.points(-0.5) == "−50.00 points"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.37636378397755565, "0.376364"),
        (1234.5, "1234.50"),
        (123456.7, "123457"),
        (2.0, "2.00000"),
        (1.5e-9, "1.50000e−09"),
    ],
)
def test_losses_have_six_significant_digits(value, text):
    assert written.loss(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0812, "0.08 s"),
        (1.184, "1.18 s"),
        (10.0, "10.0 s"),
        (42.46, "42.5 s"),
        (100.0, "100 s"),
        (125.4, "125 s"),
    ],
)
def test_times_have_about_three_digits(value, text):
    assert written.seconds(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.2, "1 s"), (89.0, "89 s"), (91.0, "2 min"), (3600.0, "60 min"), (12_600.0, "3.5 h")],
)
def test_times_to_wait(value, text):
    assert written.duration(value) == text


def test_counts_have_their_thousands_set_apart():
    assert written.count(1437) == "1,437"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.48249, "0.482"),
        (1.0, "1.000"),
        (-0.0004, "0.000"),
        (-1.23456, "−1.235"),
        (-99.5, "−99.500"),
        (-123456.0, "−1.23e+05"),
    ],
)
def test_r2_has_three_decimals(value, text):
    assert written.r2(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (43.2149, "43.21"),
        (0.00512349, "0.005123"),
        (0.99996, "1.000"),
        (9.99999, "10.00"),
        (12345.6, "12,350"),
        (0.0, "0"),
        (-2.5, "−2.500"),
        (1.23456e9, "1.235e+09"),
        (-1.23456e-6, "−1.235e−06"),
        (float("inf"), "inf"),
    ],
)
def test_what_was_measured_has_four_significant_digits(value, text):
    assert written.rounded(value) == text


def test_differences_of_r2_have_a_sign():
    assert written.r2_change(0.0312) == "+0.031"
    assert written.r2_change(-0.5) == "−0.500"


@given(st.floats(-1e9, 1e9))
def test_what_was_measured_is_near_what_is_written(value):
    shown = float(written.rounded(value).replace("−", "-").replace(",", ""))
    assert shown == pytest.approx(value, rel=5.1e-4)

"""A bar a class: which field is where, and what the colours mean."""

from pages.shared.charts.answers import answer_frame, bars
from pages.shared.charts.palette import BLUE, GREY

FRAME = answer_frame(["digit 0", "digit 1", "digit 2"], [0.2, 0.7, 0.1], named=1)


def test_the_frame_has_each_class_once():
    assert FRAME.to_dict("list") == {
        "class": ["digit 0", "digit 1", "digit 2"],
        "value": [0.2, 0.7, 0.1],
        "answer": [False, True, False],
    }


def test_probabilities_go_from_nothing_to_all():
    encoding = bars(FRAME, "Probability", True).to_dict()["encoding"]
    assert encoding["x"]["field"] == "value"
    assert encoding["x"]["axis"]["title"] == "Probability"
    assert encoding["x"]["scale"]["domain"] == [0, 1]
    assert (encoding["y"]["field"], encoding["y"]["sort"]) == ("class", None)
    assert encoding["color"]["field"] == "answer"
    assert encoding["color"]["scale"] == {"domain": [True, False], "range": [BLUE, GREY]}
    assert [tip["field"] for tip in encoding["tooltip"]] == ["class", "value"]


def test_other_outputs_have_no_bounds():
    encoding = bars(FRAME, "Output", False).to_dict()["encoding"]
    assert "scale" not in encoding["x"]
    assert encoding["x"]["title"] == "Output"

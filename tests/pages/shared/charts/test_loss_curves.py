"""Small charts of losses: fields, axes, one colour a line, and what is read off."""

from pages.shared.charts import curves, loss_curves
from pages.shared.charts.loss_curves import Line

LINES = (Line("constant [0].b", "#111111"), Line("<b>", "#222222", dashed=True))
SHORT = {"constant [0].b": [1.0, 0.5], "<b>": [0.25]}


def test_losses_are_on_a_logarithmic_axis_over_epochs():
    spec = loss_curves.spec(SHORT, LINES, 400)
    line, rule = (layer["encoding"] for layer in spec["layer"])
    assert (line["x"]["field"], line["x"]["title"]) == ("epoch", "epoch")
    # All epochs that there may be, from the first fit on: an axis that grew could not be compared.
    assert line["x"]["scale"]["domain"] == rule["x"]["scale"]["domain"] == [1, 400]
    assert (line["y"]["field"], line["y"]["scale"]["type"]) == ("value", "log")
    assert line["y"]["axis"]["title"] == "training loss"


def test_a_line_has_its_colour_whatever_else_is_drawn():
    for losses in (SHORT, {"<b>": [0.25]}):
        line = loss_curves.spec(losses, LINES, 400)["layer"][0]["encoding"]
        names = ["constant [0].b", "<b>"]
        assert line["color"]["field"] == line["strokeDash"]["field"] == "run"
        assert line["color"]["scale"] == {"domain": names, "range": ["#111111", "#222222"]}
        assert line["strokeDash"]["scale"]["range"] == [[1, 0], loss_curves.DASHES]
        assert line["color"]["legend"] is None


def test_each_epoch_is_read_off():
    spec = loss_curves.spec(SHORT, LINES, 2)
    drawn, points = spec["datasets"]["lines"], spec["datasets"]["points"]
    assert drawn.to_dict("list") == {
        "run": ["constant [0].b", "constant [0].b", "<b>"],
        "epoch": [1, 2, 1],
        "value": [1.0, 0.5, 0.25],
    }
    assert points.to_dict("list") == {
        "epoch": [1, 2],
        "line0": ["1.00000", "0.500000"],
        "line1": ["0.250000", "–"],
    }
    titles = [tip["title"] for tip in spec["layer"][1]["encoding"]["tooltip"]]
    assert titles == ["epoch", "constant [0].b", "<b>"]


def test_long_curves_are_thinned_and_keep_their_last_epoch():
    drawn = loss_curves.spec({"<b>": [1.0] * 401}, LINES, 500)["datasets"]["lines"]
    assert len(drawn) <= curves.MAX_POINTS
    assert list(drawn["epoch"])[-1] == 401


def test_the_legend_names_every_line_as_text():
    html = loss_curves.legend(LINES)
    assert "constant [0].b" in html
    assert "&lt;b&gt;" in html
    assert html.index("#111111") < html.index("#222222")

"""Charts of several runs as Vega-Lite reads them: fields, axes, colours, what is read off."""

from dataclasses import replace

import pandas as pd
import pytest

from mlp_core.number_text import loss, percent
from pages.shared.charts import curves, several_runs
from tests.mlp_core.stored import make_scores

FOREIGN = "1 · ![x](http://example.org/a.png) [0].b"
COLOURS = {FOREIGN: "#111111", "2 · other": "#222222"}
SHORT, LONG = make_scores(3), make_scores(500)


def frame(figure="accuracy", parts=("test",), first=SHORT, second=SHORT):
    runs = {FOREIGN: first, "2 · other": second}
    return several_runs.series_frame(runs, figure, parts, percent if figure == "accuracy" else loss)


def spec(chart):
    return chart.to_dict()


def data_of(spec, layer):
    return spec["datasets"][spec["layer"][layer]["data"]["name"]]


def test_a_series_has_the_figure_that_was_asked_for():
    fields = {
        ("mean", "training"): "train_loss",
        ("mean", "test"): "test_loss",
        ("total", "training"): "total_loss",
        ("accuracy", "training"): "train_accuracy",
        ("accuracy", "test"): "test_accuracy",
    }
    for (figure, part), field in fields.items():
        found = frame(figure, (part,))
        of_first = found[found["run"] == FOREIGN]
        assert list(of_first["value"]) == [getattr(score, field) for score in SHORT]
        assert set(found["rows"]) == {part}


def test_long_runs_share_their_epochs_and_keep_the_last():
    found = frame(first=LONG, second=LONG[:333])
    epochs = {run: list(part["epoch"]) for run, part in found.groupby("run")}
    assert max(map(len, epochs.values())) <= curves.MAX_POINTS
    assert (epochs[FOREIGN][0], epochs[FOREIGN][-1], epochs["2 · other"][-1]) == (1, 500, 333)
    assert set(epochs["2 · other"][:-1]) <= set(epochs[FOREIGN])
    last = found[(found["run"] == FOREIGN) & (found["epoch"] == 500)]
    assert list(last["value"]) == [LONG[-1].test_accuracy]


@pytest.mark.parametrize(("x", "title"), [("epoch", "epoch"), ("seconds", "training time (s)")])
def test_curves_go_over_what_was_chosen(x, title):
    found = spec(several_runs.overlay(frame(), COLOURS, x, "accuracy", share=True))
    lines, rule = (layer["encoding"] for layer in found["layer"])
    assert (lines["x"]["field"], lines["x"]["title"]) == (x, title)
    assert rule["x"]["field"] == x
    assert lines["y"]["field"] == "value"
    assert lines["y"]["axis"]["title"] == "accuracy"
    assert "100 * datum.value" in lines["y"]["axis"]["labelExpr"]
    assert [row["seconds"] for row in data_of(found, 0)][:3] == [s.seconds for s in SHORT]


def test_colours_are_the_runs_and_dashes_tell_rows_apart():
    found = spec(several_runs.overlay(frame(parts=("training", "test")), COLOURS, "epoch", "loss"))
    lines = found["layer"][0]["encoding"]
    assert lines["color"]["field"] == "run"
    assert lines["color"]["scale"] == {
        "domain": list(COLOURS),
        "range": list(COLOURS.values()),
    }
    assert lines["strokeDash"]["field"] == "rows"
    assert lines["strokeDash"]["scale"] == {
        "domain": ["test", "training", "validation"],
        "range": [[1, 0], [5, 3], [1, 3]],
    }
    legend, *_ = found["params"]
    assert legend["bind"] == "legend"
    assert legend["select"]["fields"] == ["run"]
    assert lines["opacity"]["condition"]["param"] == legend["name"]
    assert lines["opacity"]["condition"]["value"] > lines["opacity"]["value"]


def test_a_logarithm_leaves_out_what_is_not_above_zero():
    first = [replace(SHORT[0], test_loss=0.0), *SHORT[1:]]
    found = spec(
        several_runs.overlay(frame("mean", first=first), COLOURS, "epoch", "loss", log=True)
    )
    assert found["layer"][0]["encoding"]["y"]["scale"] == {"type": "log"}
    assert 0.0 not in [row["value"] for row in data_of(found, 0)]
    found = spec(several_runs.overlay(frame("mean", first=first), COLOURS, "epoch", "loss"))
    assert found["layer"][0]["encoding"]["y"]["scale"] == {"zero": False}
    assert 0.0 in [row["value"] for row in data_of(found, 0)]


def test_the_pointer_reads_all_runs_off_at_an_epoch():
    found = spec(several_runs.overlay(frame(second=SHORT[:2]), COLOURS, "epoch", "accuracy"))
    rule = found["layer"][1]
    titles = {tip["title"]: tip["field"] for tip in rule["encoding"]["tooltip"]}
    # Others' texts are titles; as fields Vega would read them as paths.
    assert titles == {"epoch": "epoch", FOREIGN: "line0", "2 · other": "line1"}
    assert [row["line0"] for row in data_of(found, 1)] == ["89.80 %", "89.90 %", "90.00 %"]
    assert [row["line1"] for row in data_of(found, 1)] == ["89.80 %", "89.90 %", "–"]
    nearest = next(param for param in found["params"] if param["name"] == "nearest")
    assert nearest["select"]["nearest"]
    assert nearest["select"]["on"] == "pointerover"
    assert rule["encoding"]["opacity"]["condition"]["param"] == "nearest"
    assert rule["encoding"]["opacity"]["value"] == 0.0


def test_over_seconds_the_pointer_reads_off_the_nearest_point():
    found = spec(several_runs.overlay(frame(), COLOURS, "seconds", "accuracy"))
    tips = [tip["field"] for tip in found["layer"][1]["encoding"]["tooltip"]]
    assert tips == ["run", "rows", "epoch", "time", "written"]
    assert data_of(found, 1)[2]["written"] == "90.00 %"


def test_a_band_goes_from_the_lowest_to_the_highest():
    points = pd.DataFrame(
        [
            {"run": label, "epoch": epoch, "n": 3, "mean": 0.9, "low": 0.85, "high": 0.95}
            for label in COLOURS
            for epoch in (1, 2)
        ]
    )
    found = spec(several_runs.band(points, COLOURS, "test accuracy", True, percent))
    area, line, rule = (layer["encoding"] for layer in found["layer"])
    assert (area["y"]["field"], area["y2"]["field"]) == ("low", "high")
    assert (line["y"]["field"], line["y"]["axis"]["title"]) == ("mean", "test accuracy")
    assert (
        area["color"]["scale"]
        == line["color"]["scale"]
        == {
            "domain": list(COLOURS),
            "range": list(COLOURS.values()),
        }
    )
    assert rule["tooltip"][1]["title"] == FOREIGN
    assert data_of(found, 2)[0]["line0"] == "90.00 % (85.00 % to 95.00 %, 3 seeds)"


@pytest.mark.parametrize("kind", ["Q", "N"])
def test_a_cloud_has_its_axes_and_a_point_that_can_be_picked(kind):
    points = pd.DataFrame(
        [
            {
                "id": "run",
                "name": FOREIGN,
                "compared": True,
                "rate": 0.1,
                "loss": 2.0,
                "x_written": "0.1",
                "y_written": "2.00000",
                "colour": "tanh",
            }
        ]
    )
    titles = ("rate", kind, "learning rate"), ("loss", "test loss"), "activation"
    found = spec(several_runs.cloud(points, *titles, {"rate", "loss"}))
    encoding = found["encoding"]
    assert (encoding["x"]["field"], encoding["x"]["title"]) == ("rate", "learning rate")
    assert encoding["x"]["type"] == {"Q": "quantitative", "N": "nominal"}[kind]
    assert encoding["x"].get("scale") == ({"type": "log"} if kind == "Q" else None)
    assert (encoding["y"]["field"], encoding["y"]["axis"]["title"]) == ("loss", "test loss")
    assert encoding["y"]["scale"] == {"type": "log"}
    assert (encoding["color"]["field"], encoding["color"]["title"]) == ("colour", "activation")
    assert encoding["size"]["condition"]["test"] == "datum.compared"
    assert encoding["size"]["condition"]["value"] > encoding["size"]["value"]
    assert found["params"][0]["name"] == "point"
    assert found["params"][0]["select"]["fields"] == ["id"]
    assert [tip["field"] for tip in encoding["tooltip"]] == [
        "name",
        "x_written",
        "y_written",
        "colour",
    ]
    assert "scale" not in spec(several_runs.cloud(points, *titles, set()))["encoding"]["color"]

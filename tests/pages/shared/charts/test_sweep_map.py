"""The map of a sweep: which field is where, which colour means what, and signs that are none."""

import altair as alt
import pytest

from pages.shared.charts import palette, sweep_map
from pages.shared.charts.sweep_colours import SCALE, Ends
from pages.shared.charts.sweep_map import MOST_IN_TREE, MOST_WRITTEN, Side
from pages.shared.charts.sweep_signs import BEST, ELSEWHERE, SIGNS, legend

X, Y = Side("learning rate", ("0.001", "0.01")), Side("units", ("64-8-10", "64-4-10"))
ENDS = Ends(0.9, 1.0)
INK = "#1B2330"


def spec_of(x=X, y=Y, title="", lighter=True):
    cells = alt.NamedData("cells")
    return sweep_map.heatmap(cells, x, y, lighter, "validation accuracy", INK, title).to_dict()


def layers(spec, **mark):
    """Those whose mark has these."""
    return [own for own in spec["layer"] if mark.items() <= own["mark"].items()]


def shown(layer):
    """What a layer is of: the test that its rows pass."""
    return [step["filter"] for step in layer.get("transform", [])]


def test_both_sides_have_their_values_in_their_order():
    for layer in spec_of()["layer"]:
        for channel, side in (("x", X), ("y", Y)):
            encoded = layer["encoding"][channel]
            assert (encoded["field"], encoded["type"], encoded["title"]) == (
                channel,
                "nominal",
                side.title,
            )
            assert encoded["scale"]["domain"] == [*side.values]
            assert encoded["sort"] is None


def test_only_values_are_coloured():
    (coloured,) = [own for own in spec_of()["layer"] if "color" in own["encoding"]]
    colour = coloured["encoding"]["color"]
    assert (colour["field"], colour["type"]) == ("share", "quantitative")
    assert colour["scale"]["domain"] == [0, 1]
    assert colour["scale"]["range"] == [*SCALE]
    assert colour["legend"] is None
    assert shown(coloured) == ["datum.kind == 'value'"]


def test_of_losses_the_low_end_is_the_light_one():
    (coloured,) = [own for own in spec_of(lighter=False)["layer"] if "color" in own["encoding"]]
    assert coloured["encoding"]["color"]["scale"]["range"] == [*SCALE[::-1]]


def test_every_ending_without_a_value_has_a_sign_of_its_own():
    (signs,) = [own for own in spec_of()["layer"] if "shape" in own["encoding"]]
    shape = signs["encoding"]["shape"]
    assert shape["field"] == "kind"
    assert shape["scale"]["domain"] == ["diverged", "failed", "stuck", "stopped"]
    paths = shape["scale"]["range"]
    assert paths == [sign.path for sign in SIGNS.values()]
    assert len(set(paths)) == len(paths)
    (which,) = shown(signs)
    assert all(f"'{kind}'" in which for kind in SIGNS)
    grey = layers(spec_of(), type="rect", color=palette.GREY)
    assert [shown(own) for own in grey] == [[which]]


def test_outlines_say_what_is_as_good_and_what_is_picked():
    first, good, picked = layers(spec_of(), type="rect", fill="transparent")
    assert (shown(good), good["mark"]["stroke"]) == (["datum.good"], INK)
    assert (shown(picked), picked["mark"]["stroke"]) == (["datum.picked"], palette.ORANGE)
    assert picked["mark"]["strokeDash"]
    assert not good["mark"]["strokeDash"]
    # All cells have a thin one, those to come nothing else.
    assert not shown(first)
    assert first["mark"]["strokeWidth"] < 1
    assert "min(3, bandwidth" in good["mark"]["strokeWidth"]["expr"]


def test_marks_of_the_best_and_of_what_was_trained_elsewhere():
    (best,) = layers(spec_of(), type="point", shape=BEST.path)
    (elsewhere,) = layers(spec_of(), type="point", shape=ELSEWHERE.path)
    assert (shown(best), best["encoding"]["fill"]["field"]) == (["datum.best"], "ink")
    assert shown(elsewhere) == ["datum.elsewhere"]
    assert elsewhere["encoding"]["stroke"]["field"] == "ink"


def test_values_are_written_where_there_is_room():
    (texts,) = layers(spec_of(), type="text")
    assert texts["encoding"]["text"]["field"] == "text"
    assert texts["encoding"]["fill"] == {"field": "ink", "scale": None, "type": "nominal"}
    assert "bandwidth('x')" in texts["mark"]["opacity"]["expr"]
    many = Side("rate", tuple(map(str, range(MOST_WRITTEN // len(Y.values) + 1))))
    assert not layers(spec_of(many), type="text")


def test_many_cells_are_painted_and_few_are_in_the_tree():
    assert "usermeta" not in spec_of()
    many = Side("rate", tuple(map(str, range(MOST_IN_TREE))))
    assert spec_of(many)["usermeta"] == {"embedOptions": {"renderer": "canvas"}}


def test_a_click_says_the_place():
    (click,) = spec_of()["params"]
    assert click["name"] == sweep_map.CLICK
    assert click["select"]["fields"] == ["place"]


def test_the_tooltip_says_both_settings_and_what_came_of_it():
    for layer in spec_of()["layer"]:
        tips = [(tip["field"], tip["title"]) for tip in layer["encoding"]["tooltip"]]
        assert tips == [
            ("x", "learning rate"),
            ("y", "units"),
            ("says", "validation accuracy"),
        ]


def test_the_height_is_that_of_the_cells_alone():
    # Streamlit would fit labels and titles into it, too: two rows had two pixels left.
    assert spec_of()["autosize"] == {"type": "fit-x", "contains": "padding"}
    assert spec_of(title="activation tanh")["height"] == 2 * sweep_map.CELL


@pytest.mark.parametrize("n", [1, 2, 8, 1000])
def test_the_height_is_bounded(n):
    height = spec_of(y=Side("units", tuple(map(str, range(n)))))["height"]
    assert sweep_map.LEAST_HEIGHT <= height <= sweep_map.MOST_HEIGHT


def test_a_panel_says_which_it_is():
    assert spec_of(title="activation relu")["title"] == "activation relu"


def test_the_legend_explains_what_is_there_and_nothing_else():
    html = legend(ENDS, lambda value: f"<{value}>", "a <b>", ["diverged", "value"], {"best": True})
    assert "&lt;0.9&gt;" in html
    assert "&lt;1.0&gt;" in html
    assert "a &lt;b&gt;" in html
    assert "<b></b>" not in html
    assert "diverged" in html
    assert "failed" not in html
    assert "best" in html
    assert "not worse beyond noise" not in html
    assert SCALE[0] in html
    assert html.index(SCALE[0]) < html.index(SCALE[-1])
    flipped = legend(Ends(0.01, 10.0, True, False), str, "loss", [], {"to come": True})
    assert flipped.index(SCALE[-1]) < flipped.index(SCALE[0])
    assert "log scale" in flipped
    assert "to come" in flipped

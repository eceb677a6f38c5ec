"""The section Layers: its charts, its sentence and its table say what was computed of the run."""

from dataclasses import replace

import pytest

from mlp_core import TrainConfig
from mlp_core.inspection.diagnosis.observation import observe
from mlp_core.inspection.film import Film
from mlp_core.inspection.layer_series import layer_series
from mlp_core.number_text import rounded
from tests.every_set import small_config
from tests.pages.kept import trained
from tests.pages.shown import chart_data, html_of, messages

CONFIG = TrainConfig((64, 6, 5, 10), 0.02, 4, batch_size=32)
# All units are dead after the first steps.
DEAD = replace(CONFIG, activation="relu", learning_rate=5.0, init_scale=2.0, epochs=3)


def opened(open_app, store, config, **query):
    (run_id,) = trained(store, config)
    return open_app("inspect", run=run_id, section="layers", **query)


def text_of(app):
    return "\n".join(one.value for one in (*app.markdown, *app.caption))


def test_each_layer_has_a_chart_of_its_sizes_over_epochs(open_app, store, digits):
    app = opened(open_app, store, CONFIG, epoch="2")
    film = Film.of(CONFIG, digits)
    series = layer_series(film)
    assert [at.epoch for at in series] == [0, 1, 2, 3, 4]
    for layer in range(3):
        rows = chart_data(app, layer)
        for what, name in (("weights ‖W‖", "weight_norm"), ("gradient ‖∂L/∂W‖", "gradient_norm")):
            found = {row["epoch"]: row["value"] for row in rows if row["what"] == what}
            expected = {at.epoch: getattr(at.layers[layer], name) for at in series}
            assert found == pytest.approx(expected)
    # Of hidden layers alone a chart of saturated units.
    assert len(app.get("vega_lite_chart")) == 3 + 2


def test_the_table_has_the_epoch_of_the_page(open_app, store, digits):
    app = opened(open_app, store, CONFIG, epoch="1")
    film = Film.of(CONFIG, digits)
    for epoch in (1, 4):
        app.number_input(key="epoch").set_value(epoch).run()
        here = observe(CONFIG, digits, film.checkpoint(epoch))
        frame = app.dataframe[0].value
        assert [*frame["layer"]] == ["Layer 1", "Layer 2", "Output layer"]
        assert [*frame["‖W‖"]] == [rounded(one.weight_norm) for one in here.layers]
        assert [*frame["‖∂L/∂W‖"]] == [rounded(one.gradient_norm) for one in here.layers]
        assert f"the line is at epoch {epoch}." in text_of(app)


def test_the_sentence_names_the_layers_of_the_largest_and_smallest_gradient(
    open_app, store, digits
):
    app = opened(open_app, store, CONFIG)
    here = observe(CONFIG, digits, Film.of(CONFIG, digits).checkpoint(4))
    sizes = {
        name: one.gradient_norm
        for name, one in zip(("layer 1", "layer 2", "the output layer"), here.layers, strict=True)
    }
    least, most = min(sizes, key=sizes.get), max(sizes, key=sizes.get)
    assert f"largest in {most}, {rounded(sizes[most])}, and smallest in {least}" in text_of(app)


def test_a_layer_that_no_gradient_reaches_is_named(open_app, store):
    app = opened(open_app, store, DEAD)
    said = "the gradient of layer 1, layer 2 and the output layer is 0: no weight"
    assert said in text_of(app)
    assert [*app.dataframe[0].value["dead"]] == ["6", "5", ""]
    last = [row for row in chart_data(app, 0) if row["epoch"] == 3 and "gradient" in row["what"]]
    assert [(row["value"], row["edge"]) for row in last] == [(None, "0")]
    assert "Share that is dead" in text_of(app)


def test_without_a_hidden_layer_nothing_is_said_to_be_flat(open_app, store):
    app = opened(open_app, store, replace(CONFIG, units=(64, 10)))
    assert len(app.get("vega_lite_chart")) == 1
    assert "no hidden layer, so no unit can be dead or saturated" in text_of(app)
    assert "the gradient of the only layer has size" in text_of(app)


def test_an_activation_that_is_never_flat_is_told(open_app, store):
    app = opened(open_app, store, replace(CONFIG, activation="identity"))
    assert len(app.get("vega_lite_chart")) == 3
    assert "no unit is ever dead or saturated" in text_of(app)


@pytest.mark.parametrize("name", ["moons", "diabetes"])
def test_of_points_and_of_numbers(open_app, store, name):
    app = opened(open_app, store, small_config(name))
    assert not app.exception
    assert len(app.get("vega_lite_chart")) == 3


def test_an_epoch_that_is_too_far_is_a_sentence(open_app, store, monkeypatch):
    def too_far(film):
        raise ValueError("Epoch 7 is too far to go through again here.")

    monkeypatch.setattr("pages.inspect.layers.layer_series", too_far)
    app = opened(open_app, store, CONFIG)
    assert "Epoch 7 is too far" in html_of(app)
    assert not messages(app)

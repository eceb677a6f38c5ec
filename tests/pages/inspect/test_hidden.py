"""The section of rows in a layer: what the browser is given are the rows of the run."""

import json
from dataclasses import replace

import numpy as np
import pytest

from mlp_core import TrainConfig, predict
from mlp_core.inspection.film import Film
from tests.every_set import small_config
from tests.pages.kept import trained
from tests.pages.shown import choice, html_of

CONFIG = TrainConfig((64, 5, 2, 10), 0.01, 6, batch_size=32)


def opened(open_app, store, config=CONFIG, **query):
    (run_id,) = trained(store, config)
    return open_app("inspect", run=run_id, section="hidden", **query)


def given(app):
    """What the component was handed."""
    found = app.get("bidi_component")
    (element,) = [e for e in found if e.proto.component_name.endswith("moving_points")]
    return json.loads(element.proto.json)


def test_the_browser_has_all_epochs_and_which_rows_are_wrong(open_app, store, digits):
    app = opened(open_app, store, epoch="4")
    data = given(app)
    assert data["epochs"] == [0, 1, 2, 3, 4, 5, 6]
    assert data["now"] == 4
    assert data["classes"] == digits.y_test.tolist()
    film = Film.of(CONFIG, digits)
    for epoch, named, grid in zip(data["epochs"], data["named"], data["grids"], strict=True):
        expected = predict(digits.X_test, *film.parameters(epoch), CONFIG.activation)
        assert named == expected.tolist()
        assert len(grid) == 2 * 360
    assert data["says"][7] == f"Row 7: {digits.y_test[7]}"
    assert data["axes"] == ["first principal component", "second principal component"]
    assert data["shares"][0].endswith("of the layer's spread is seen.")


def test_the_moment_is_among_the_pictures_of_a_long_run(open_app, store):
    app = opened(open_app, store, replace(CONFIG, epochs=70), epoch="33")
    data = given(app)
    assert len(data["epochs"]) == 41
    assert 33 in data["epochs"]
    assert data["epochs"] == sorted(data["epochs"])


def test_a_layer_of_two_units_is_shown_as_it_is(open_app, store):
    app = opened(open_app, store)
    app.selectbox(key="inspect_hidden_layer_3").set_value(2).run()
    data = given(app)
    assert data["axes"] == ["unit 1", "unit 2"]
    assert data["shares"][0] == "all of the layer is seen."
    assert "By" not in {group.label for group in app.get("button_group")}


def test_training_rows_are_drawn_and_t_sne_is_of_the_moment_alone(open_app, store, monkeypatch):
    monkeypatch.setattr("pages.inspect.hidden.section.neighbours_kept", lambda v: v[:, :2])
    app = opened(open_app, store, epoch="2")
    choice(app, "rows").set_value("train").run()
    assert len(given(app)["classes"]) == 500
    assert "500 of 1,437 rows, drawn once." in app.caption[-1].value
    choice(app, "way").set_value("tsne").run()
    data = given(app)
    assert data["epochs"] == [2]
    assert len(data["classes"]) == 300
    assert "It is of epoch 2," in app.caption[-1].value


def test_numbers_have_depths_and_no_classes(open_app, store):
    config = replace(small_config("diabetes"), units=(10, 1, 1))
    data = given(opened(open_app, store, config))
    assert data["classes"] == []
    assert (min(data["depths"]), max(data["depths"])) == (0.0, 1.0)
    assert data["axes"] == ["unit 1", "target"]
    assert np.isfinite(data["grids"]).all()


@pytest.mark.parametrize("name", ["moons", "breast_cancer", "wine"])
def test_of_other_sets_without_a_hidden_layer(open_app, store, name):
    config = small_config(name)
    app = opened(open_app, store, replace(config, units=(config.units[0], config.units[-1])))
    assert not app.exception
    assert len(given(app)["epochs"]) == 3


def test_what_cannot_be_seen_is_a_sentence(open_app, store, monkeypatch):
    def beyond(*_):
        raise ValueError("the values of layer 1 must be finite numbers; got some beyond")

    monkeypatch.setattr("pages.inspect.hidden.section.pictures", beyond)
    app = opened(open_app, store)
    assert "the values of layer 1 must be finite numbers" in html_of(app)

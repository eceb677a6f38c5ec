"""The Data page: what there is to learn, looked at in every way, for every set that is here."""

import numpy as np
import pytest
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import StandardScaler

from mlp_core import DATASETS, TrainConfig, load_dataset
from mlp_core.data.catalogue import facts_of
from mlp_core.data.drawings import DRAWINGS
from mlp_core.data.points import labelled
from mlp_core.inspection.balance import LEARNED
from tests.pages.kept import trained
from tests.pages.shown import chart_rows, choice, messages, press, table

# A table that somebody hands in is in its file, and nowhere else.
# What is fetched has tests of its own.
HERE = [n for n, one in DATASETS.items() if one.remote is None and facts_of(n, {}) is not None]
WINE = TrainConfig((13, 8, 3), 0.001, 4, dataset="wine", scaling="standard")


def chosen(app, key: str, value) -> None:
    choice(app, key).set_value(value).run()
    assert not app.exception


def texts(app) -> str:
    return "\n".join(element.value for element in [*app.markdown, *app.caption])


@pytest.mark.parametrize("name", HERE)
def test_every_set_is_looked_at_in_every_way(open_app, server, name):
    server.fetch_all()
    app = open_app("data", dataset=name)
    data = load_dataset(name)
    assert f"**{len(data.X_train):,}** to learn from, **{len(data.X_test):,}**" in texts(app)
    for part in ("train", "test"):
        chosen(app, "data_part", part)
        for view in choice(app, "data_view").options:
            value = {"points": "points", "pictures": "rows", "a table": "rows"}
            chosen(app, "data_view", value.get(view, "means"))
    assert not messages(app).replace("No run on these rows is kept yet", "").startswith("About")


def test_the_balance_is_that_of_the_classes(open_app):
    app = open_app("data", dataset="wine")
    rows = [row for row in chart_rows(app, "part") if row["part"] == LEARNED]
    expected = np.bincount(load_dataset("wine").y_train)
    assert [row["rows"] for row in rows] == expected.tolist()


def test_rows_of_a_class_a_screenful_at_a_time(open_app):
    app = open_app("data", dataset="wine")
    wine = load_dataset("wine")
    app.selectbox(key="data_class_3").set_value(1).run()
    own = np.flatnonzero(wine.y_train == 1)
    cells = table(app, "wines")
    assert {row for row, _ in cells} == {f"{i}: class_1" for i in own[:20]}
    assert cells[f"{own[3]}: class_1", "hue"] == f"{wine.X_train[own[3], 10]:g}"
    (pages,) = app.get("pagination")
    assert pages.proto.num_pages == 3


def test_the_mean_of_each_class(open_app):
    app = open_app("data", dataset="wine")
    chosen(app, "data_view", "means")
    wine = load_dataset("wine")
    cells = table(app, "The mean wine")
    mean = wine.X_train[wine.y_train == 2, 0].mean()
    assert float(cells["class_2", "alcohol"]) == pytest.approx(mean, rel=1e-6)


def test_the_nearest_rows_are_scikit_learns_on_standardised_values(open_app):
    app = open_app("data", dataset="wine")
    app.number_input(key="data_row_train_141").set_value(7).run()
    wine = load_dataset("wine")
    rows = StandardScaler().fit_transform(wine.X_train)
    expected = NearestNeighbors(n_neighbors=10).fit(rows).kneighbors(rows[[7]])[1][0][1:]
    cells = table(app, "The nearest wines")
    assert [row.split(":")[0] for row in dict.fromkeys(r for r, _ in cells)] == [
        *map(str, expected)
    ]
    same = (wine.y_train[expected] == wine.y_train[7]).sum()
    assert f"Of the 9 nearest wines to learn from, {same} are of its class." in texts(app)


def test_a_row_opens_in_one_step(open_app):
    app = open_app("data", dataset="moons", data_noise="0.3", split_method="in_order")
    app.number_input(key="data_row_train_239").set_value(5).run()
    press(app, "Open in One step")
    moons = load_dataset("moons", noise=0.3, split={"method": "in_order"})
    assert app.title[0].value != "Data"
    cells = table(app, "x")
    shown = [float(value) for value in cells.values()]
    np.testing.assert_allclose(shown, moons.X_train[5], rtol=1e-5)


def test_train_on_it_takes_all_that_was_chosen_along(open_app):
    app = open_app("data")
    app.selectbox(key="dataset").set_value("spiral").run()
    app.number_input(key="data_classes").set_value(4).run()
    app.selectbox(key="scaling").set_value("standard").run()
    press(app, "Train on it")
    assert app.title[0].value == "Train on a spiral"
    # What suits the set comes with it.
    hidden = DATASETS["spiral"].suggests["hidden"]
    assert app.text_input(key="layer_sizes").value == "-".join(map(str, (2, *hidden, 4)))
    assert app.query_params["data_classes"] == "4"
    assert app.query_params["scaling"] == "standard"


def test_without_a_run_nothing_looks_mislabelled_yet(open_app):
    app = open_app("data", dataset="wine")
    assert "No run on these rows is kept yet" in messages(app)
    app = open_app("data", dataset="sine")
    assert "mislabelled" not in texts(app)


def test_rows_that_a_run_finds_improbable_are_shown_and_opened(open_app, store):
    trained(store, WINE)
    app = open_app("data", dataset="wine")
    found = next(c.value for c in app.caption if "the least probable first" in c.value)
    cells = table(app, found)
    wine = load_dataset("wine")
    for row, _ in cells:
        number, own = row.split(",")[0].split(": ")
        assert own == wine.class_names[wine.y_train[int(number)]]
        assert f"looks like {own}" not in row
    button = next(b for b in app.button if b.key == "data_seeming_open")
    button.click().run()
    assert not app.exception
    assert app.query_params["digit_run"]


def test_a_run_on_other_rows_is_not_offered(open_app, store):
    trained(store, WINE)
    app = open_app("data", dataset="wine", split_method="in_order")
    assert "No run on these rows is kept yet" in messages(app)


def test_rows_that_cannot_be_split_so_are_told(open_app):
    app = open_app("data", dataset="wine", split_method="stratified", split_test_size="0.01")
    told = "".join(element.proto.body for element in app.get("html"))
    assert "These rows cannot be had: 178 rows cannot be split stratified" in told
    assert "Train on it" not in {button.label for button in app.button}


def test_the_pad_has_the_drawing_of_the_address(open_app):
    text = DRAWINGS["Two rings"]
    app = open_app("data", dataset="points", data_points=text)
    points, *_ = labelled(text)
    assert f"{len(points)} points" in texts(app)
    assert app.query_params["data_points"] == text


def test_points_become_more_and_fewer(open_app):
    # What is at first is none of the slider's steps.
    app = open_app("data", dataset="moons")
    app.select_slider(key="data_n_rows").set_value(1000).run()
    assert not app.exception
    assert app.query_params["data_n_rows"] == "1000"
    assert "1,000 points" in texts(app)
    app.select_slider(key="data_n_rows").set_value(300).run()
    assert not app.exception
    assert "data_n_rows" not in app.query_params

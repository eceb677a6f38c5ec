"""The section Draw: a drawing, a point and a row of a table, read at the page's moment."""

import json
from dataclasses import replace

import numpy as np
import pytest

from mlp_core import QUESTION_2, TrainConfig, load_dataset, read_table
from mlp_core.data.bitmap_text import SIDE, decode, encode
from mlp_core.data.table.opened import Opened
from mlp_core.experiments.jobs.batch import Batch
from mlp_core.experiments.jobs.recorded_job import recorded_job
from mlp_core.experiments.jobs.slots import Slots
from mlp_core.experiments.runs.store import RunStore
from mlp_core.inspection.own.file import from_file
from mlp_core.inspection.own.rows import MOST_ROWS, OwnRow, identity
from mlp_core.inspection.own.values import inputs_of
from mlp_core.inspection.row.reading import read
from mlp_core.number_text import percent, rounded
from pages.inspect.draw import drawing, keeping
from pages.shared import visitors
from pages.shared.links.to_inspect import EPOCH
from pages.shared.presence import MACHINE
from tests.every_set import NAMES, small_config
from tests.pages.kept import trained
from tests.pages.shown import buttons, chart_data, html_of, messages, press, table
from tests.patience import PATIENCE_SECONDS

DIGITS = load_dataset("digits")
CONFIG = replace(QUESTION_2, epochs=20)


def seven() -> np.ndarray:
    """A 7 as somebody draws it, with a pen of 11 places."""
    made = np.zeros((SIDE, SIDE))
    lines, columns = np.mgrid[:SIDE, :SIDE]
    strokes = [((32, 28), (96, 28)), ((96, 28), (58, 108))]
    for (x0, y0), (x1, y1) in strokes:
        for t in np.linspace(0, 1, 200):
            x, y = x0 + t * (x1 - x0), y0 + t * (y1 - y0)
            made[(columns - x) ** 2 + (lines - y) ** 2 <= 5.5**2] = 1
    return made


def draw(app, bitmap):
    app.session_state[drawing.TEXT] = encode(bitmap)
    app.run()
    assert not app.exception
    return app


def opened(open_app, store: RunStore, config: TrainConfig, **query: str):
    (run_id,) = trained(store, config)
    return run_id, open_app("inspect", run=run_id, section="draw", **query)


def captions(app) -> str:
    return " ".join(caption.value for caption in app.caption)


def largest(bars) -> float:
    return max(bar["figure"] for bar in bars)


def answer(app) -> str:
    return next(text.value for text in app.markdown if "the network " in text.value)


def test_a_seven_is_read_as_seven(open_app, store):
    run_id, app = opened(open_app, store, CONFIG)
    assert "Draw a handwritten digit: it is read" in messages(app)
    assert "Keep it" not in buttons(app)
    draw(app, seven())
    assert "After epoch 20 the network names class **`7`**" in answer(app)
    # The bars are what the network says of the row that the record makes.
    row = CONFIG.source.record.drawing.row(seven())
    reading = read(CONFIG, DIGITS, store.checkpoint(run_id).parameters, row)
    pixels, bars = chart_data(app, 0), chart_data(app, 1)
    assert [cell["value"] for cell in pixels] == row.tolist()
    np.testing.assert_allclose([bar["figure"] for bar in bars], reading.shares)
    assert [bar["class"] for bar in bars if bar["is"] == "named"] == ["7"]
    assert percent(float(reading.shares[7])) in answer(app)


def test_it_is_read_anew_at_another_epoch(open_app, store):
    _, app = opened(open_app, store, CONFIG)
    draw(app, seven())
    late = chart_data(app, 1)
    app.number_input(key=EPOCH).set_value(0).run()
    assert not app.exception
    # Before it has learned anything it is not sure.
    assert largest(chart_data(app, 1)) < largest(late)


@pytest.mark.parametrize(
    ("bitmap", "said"),
    [
        (np.pad(np.ones((9, 9)), ((0, 119), (0, 119))), "no more than a dot"),
        (np.ones((SIDE, SIDE)), "all of the drawing is ink"),
    ],
)
def test_what_says_nothing_is_told(open_app, store, bitmap, said):
    _, app = opened(open_app, store, replace(CONFIG, epochs=1))
    draw(app, bitmap)
    assert said in html_of(app)
    assert "Keep it" not in buttons(app)


def test_a_drawing_is_like_the_set_or_unlike_it(open_app, store):
    _, app = opened(open_app, store, replace(CONFIG, epochs=1))
    scribble = np.random.default_rng(0).integers(0, 2, (16, 16))
    draw(app, np.kron(scribble, np.ones((8, 8))))
    assert "This image is unlike all that the network has learned from" in messages(app)
    press(app, "Start from it")
    assert "is unlike" not in messages(app)
    assert "It is like the training images" in captions(app)
    assert decode(app.session_state[drawing.TEXT]).any()


def test_drawings_are_kept_as_test_rows_of_ones_own(open_app, store):
    first, second = trained(store, CONFIG, replace(CONFIG, seed=1, scaling="min_max"))
    app = open_app("inspect", run=first, section="draw")
    draw(app, seven())
    data = identity(DIGITS)
    app.selectbox(key=f"{keeping.MEANT}_{data}_0").set_value(7).run()
    press(app, "Keep it")
    app.selectbox(key=f"{keeping.MEANT}_{data}_0").set_value(1).run()
    press(app, "Keep it")
    cells = table(app, "Your own images")
    assert [cells[str(i), "is meant"] for i in range(2)] == ["7", "1"]
    assert [cells[str(i), "right"] for i in range(2)] == ["yes", "no"]
    assert "Named as meant: 1 of 2 images of your own, 50.00 %" in html_of(app)
    # Every run on the same data reads them.
    app.selectbox(key="inspect_run").set_value(second).run()
    assert table(app, "Your own images")["0", "is meant"] == "7"
    app.number_input(key=f"{keeping.CHOSEN}_2").set_value(1).run()
    press(app, "Delete it")
    assert ("1", "is meant") not in table(app, "Your own images")
    press(app, "Delete all")
    assert "Your own images" not in html_of(app)


def test_there_is_a_sentence_where_there_is_no_room(open_app, store):
    _, app = opened(open_app, store, replace(CONFIG, epochs=1))
    row = OwnRow(tuple(DIGITS.X_test[0].tolist()), 3)
    visitors.keep_own_rows(identity(DIGITS), (row,) * MOST_ROWS)
    draw(app, seven())
    app.selectbox(key=f"{keeping.MEANT}_{identity(DIGITS)}_0").set_value(7).run()
    press(app, "Keep it")
    assert "200 rows of your own are the most" in html_of(app)


def test_rows_go_home_as_a_file_and_come_back(open_app, store):
    _, app = opened(open_app, store, replace(CONFIG, epochs=1))
    row = OwnRow(tuple(DIGITS.X_test[0].tolist()), 3)
    visitors.keep_own_rows(identity(DIGITS), (row,))
    app.run()
    content = keeping.to_file(DIGITS, (row,))
    assert from_file(DIGITS, content) == (row,)
    press(app, "Delete all")
    app.file_uploader[0].set_value(("own.json", content, "application/json")).run()
    app.run()
    assert table(app, "Your own images")["0", "is meant"] == "3"
    hostile = json.dumps(json.loads(content) | {"data": "![x](http://y)"}).encode()
    app.file_uploader[0].set_value(("own.json", hostile, "application/json")).run()
    app.run()
    assert "is not taken: its rows are of other data" in html_of(app)
    assert table(app, "Your own images")["0", "is meant"] == "3"


@pytest.mark.parametrize("name", [n for n in NAMES if n not in ("mnist", "fashion", "california")])
def test_every_set_has_a_way_to_make_a_row(open_app, store, name):
    config = small_config(name)
    run_id, app = opened(open_app, store, config)
    if config.source.record.drawing:
        draw(app, seven())
    data = config.source.load(config.scaling)
    network = store.checkpoint(run_id).parameters
    if config.source.record.drawing or data.is_regression:
        return
    values = app.session_state[f"inspect_values_{identity(data)}"]
    reading = read(config, data, network, inputs_of(data, [values])[0])
    bars = chart_data(app, 0)
    np.testing.assert_allclose([bar["figure"] for bar in bars], reading.shares, rtol=1e-9)


def test_a_slider_moves_the_answer_in_the_units_of_the_data(open_app, store):
    config = small_config("wine", epochs=30, learning_rate=0.1)
    run_id, app = opened(open_app, store, config)
    data = config.source.load(config.scaling)
    network = store.checkpoint(run_id).parameters
    values = data.X_test_raw[0].tolist()
    slider = next(one for one in app.slider if one.label == "proline")
    assert slider.value == values[12]
    slider.set_value(1600).run()
    values[12] = 1600.0
    reading = read(config, data, network, inputs_of(data, [values])[0])
    found = [bar["figure"] for bar in chart_data(app, 0)]
    np.testing.assert_allclose(found, reading.shares)
    # Another row to start from sets all of them.
    app.number_input(key="inspect_values_start_35").set_value(5).run()
    press(app, "Start from it")
    moved = {one.label: one.value for one in app.slider if one.key.startswith("inspect_value_")}
    raw = dict(zip(data.feature_names, data.X_test_raw[5].tolist(), strict=True))
    assert moved == pytest.approx({name: raw[name] for name in moved})
    assert len(moved) == 13


def test_a_regression_is_answered_in_its_units(open_app, store):
    config = small_config("diabetes", data_parameters={"target_scaling": "standard"})
    run_id, app = opened(open_app, store, config)
    data = config.source.load(config.scaling)
    reading = read(config, data, store.checkpoint(run_id).parameters, data.X_test[0])
    assert f"**{rounded(float(reading.numbers[0]))}**" in answer(app)
    press(app, "Keep it")
    answered = table(app, "Your own patients")["0", "is answered"]
    assert float(answered) == pytest.approx(float(reading.numbers[0]), rel=1e-4)


def test_whole_numbers_beyond_those_of_javascript_have_a_slider(open_app, store):
    """Such as the ids of a table somebody brought."""
    lines = [f"{10**17 + 4096 * k},{k % 7},{'pq'[k % 2]}" for k in range(40)]
    data = "\n".join(["id,b,y", *lines]).encode()
    table = read_table(data, "t.csv")
    visitors.presence().tables.keep(MACHINE, table.sha256, Opened(table, data), len(data))
    config = TrainConfig(
        (2, 3, 2),
        0.01,
        1,
        dataset="table",
        scaling="standard",
        data_parameters={"file": "t.csv", "sha256": table.sha256},
    )
    rows = config.source.load(config.scaling, {table.sha256: table})
    job = recorded_job(store, config, rows, Slots(1))
    Batch([job]).resume()
    assert job.wait(PATIENCE_SECONDS)
    app = open_app("inspect", run=job.run_id, section="draw")
    slider = next(one for one in app.slider if one.label == "id")
    assert 1e17 <= slider.value <= 1e17 + 4096 * 39

"""A set without pictures on every page: shown by its columns' names, called by its own words."""

import json
import re
from dataclasses import replace

import pytest

from mlp_core import DATASETS, TrainConfig, load_dataset, one_hot, seeded_parameters, sgd_step
from mlp_core.experiments.findings.paired_test import paired_sentence, paired_test
from mlp_core.experiments.runs.fingerprint import fingerprint_here
from mlp_core.teaching.lessons.reading import read_step
from pages.one_step.entries import real_reading
from tests.mlp_core.runs import SCORE, make_run
from tests.pages.kept import tick, trained
from tests.pages.shown import (
    chart_rows,
    find_table,
    messages,
    press,
    table,
    tables,
    train_to_the_end,
)

WINE = load_dataset("wine")
CONFIG = TrainConfig((13, 8, 3), 0.001, 4, dataset="wine", scaling="standard")
UNREAD = (
    r"\s*(id|name|key|url|anchor|icon|js_content|element_hash|query_string|data|display_values):"
)
STEP = {"step_mode": "real digit", "digit_dataset": "wine"}
OF_PICTURES = re.compile(r"digits?\b|images?\b|pixels?\b|handwritten", re.IGNORECASE)
# What these words say of all data: decimals, and how else the choice of data can be made.
OF_OTHERS = (
    "How far these digits can be trusted",
    # Other sets, in the menu, as a message on its way to the browser has them.
    *(record.words.subject.replace("'", "\\'") for record in DATASETS.values()),
    "formulas four digits",
    "every digit",
    "last digit",
    "loses no digits",
    "few digits of the difference",
    "handwritten digits",
    "with the practical's digits",
)


@pytest.fixture(scope="module")
def wine():
    return load_dataset("wine")


def all_texts(app) -> list[str]:
    """Every text of the page, in whatever it stands, but for styles and scripts."""
    found = []
    for block in (app.main, app.sidebar):
        for element in block:
            proto = getattr(element, "proto", None)
            body = getattr(proto, "body", "")
            if proto is None or (isinstance(body, str) and re.match("<(style|script)", body)):
                continue
            # Names that the page gives to its parts are read by nobody; data is read elsewhere.
            lines = str(proto).splitlines()
            found += [line for line in lines if not re.match(UNREAD, line)]
    return found


def says_nothing_of_pictures(app) -> None:
    for line in all_texts(app):
        bare = line
        for words in OF_OTHERS:
            bare = bare.replace(words, "")
        assert not OF_PICTURES.search(bare), line


def test_train_shows_what_there_is_to_learn_as_a_table(open_train, wine):
    app = open_train(dataset="wine")
    assert app.title[0].value == "Train on wines"
    assert app.selectbox(key="dataset").value == "wine"
    assert app.text_input(key="layer_sizes").value == "13-50-3"
    assert "142 wines to learn from, 36 to be tested on." in app.markdown[0].value
    cells = table(app, "The first 20 test wines")
    # The last row of a class has its place in what the test reads of the table.
    last = max(i for i in range(20) if wine.y_test[i] == 2)
    assert cells["class_2", "alcohol"] == f"{wine.X_test_raw[last, 0]:g}"
    assert dict.fromkeys(column for _, column in cells).keys() == {*WINE.row.names}
    says_nothing_of_pictures(app)


def test_the_choice_of_data_is_in_the_address_and_leads_back(open_train):
    app = open_train()
    app.selectbox(key="dataset").set_value("wine").run()
    # The set suggests a scaling, which nobody had chosen.
    assert app.query_params == {"dataset": "wine", "scaling": "standard"}
    press(app, "Settings of Question 2")
    assert not app.query_params
    assert app.title[0].value == "Train on handwritten digits"


def test_a_trained_run_is_shown_in_the_words_of_its_data(open_train, wine):
    app = open_train(dataset="wine", scaling="standard", epochs="4", units1="8", init_scale="0.01")
    job = train_to_the_end(app)
    assert job.config == replace(CONFIG, init_scale=0.01)
    headings = [heading.value for heading in app.subheader]
    assert "By class" in headings
    assert "standardised measurements" in app.caption[0].value
    assert "for 36 test wines, of which" in "\n".join(caption.value for caption in app.caption)
    assert {row["true"] for row in chart_rows(app, "true")} == set(wine.class_names)
    says_nothing_of_pictures(app)


def test_mistakes_are_rows_of_a_table_and_weights_a_matrix_by_name(open_train, wine):
    app = open_train(dataset="wine", epochs="1", units1="8")  # raw values teach it nothing
    job = train_to_the_end(app)
    wrong = next(h.value for h in app.subheader if h.value.startswith("Misclassified test wines ("))
    n_wrong = int(re.search(r"\d+", wrong)[0])
    assert n_wrong > 1
    (cells,) = [found for caption, found in tables(app) if "misclassified" in caption]
    titles = list(dict.fromkeys(row for row, _ in cells))
    assert re.fullmatch(r"class_\d taken for class_\d \([\d.]+ %\)", titles[0])
    assert {column for _, column in cells} == set(WINE.row.names)
    spec = next(
        json.loads(chart.proto.spec)
        for chart in app.get("vega_lite_chart")
        if '"weight"' in chart.proto.spec
    )
    encoding = spec["encoding"]
    assert [encoding[axis]["field"] for axis in ("x", "y", "color")] == ["unit", "value", "weight"]
    W = job.snapshot.progress.parameters[0][0]
    limit = abs(W).max()
    assert encoding["color"]["scale"]["domain"] == pytest.approx([-limit, limit])
    drawn = {(row["unit"], row["value"]): row["weight"] for row in chart_rows(app, "weight")}
    assert len(drawn) == W.size
    assert drawn["unit 3", "proline"] == W[2, 12]
    says_nothing_of_pictures(app)


def test_one_step_takes_a_wine(open_app, wine):
    app = open_app(**STEP, digit_row="5")
    step = sgd_step(
        wine.X_test[5], one_hot(wine.y_test[5], 3), *seeded_parameters((13, 16, 3), 0), 0.01
    )
    said = "\n".join(element.value for element in app.markdown)
    assert real_reading.sentence(read_step(step), WINE) in said
    assert "Here it is a wine" in said
    assert table(app, "Test wine 5")["of class_0", "proline"] == "1280"
    assert table(app, "The outputs by class")["p", "class_2"] == f"{step.probabilities[2]:.6f}"
    assert next(row for row, _ in table(app, "W2 (3 × 16)")) == "[1,·] class_0"
    inputs = [row for row, _ in table(app, "x (13), the 8 that matter most here")]
    assert len(inputs) == 8
    assert {*inputs} < {f"[{i}] {name}" for i, name in enumerate(WINE.row.names, start=1)}
    assert app.number_input(key="digit_row").label == "Test wine, by row"
    assert app.text_input(key="digit_sizes").value == "13-16-3"
    says_nothing_of_pictures(app)


def test_a_row_that_the_data_does_not_have_is_told(open_app):
    app = open_app(**STEP, digit_row="300")
    assert "Test wine, by row: digit_row is `300`, outside 0 to 35: 35 is used." in messages(app)
    assert app.number_input(key="digit_row").value == 35


def test_a_change_of_data_begins_at_its_first_row(open_app):
    app = open_app(step_mode="real digit", digit_row="300")
    app.selectbox(key="digit_dataset").set_value("wine").run()
    assert not app.exception
    assert app.number_input(key="digit_row").value == 0
    assert app.query_params == STEP


def test_a_run_brings_its_data_to_one_step(open_app, store):
    (run_id,) = trained(store, CONFIG)
    # The row that a visit to the digits left behind is beyond the last wine.
    app = open_app(step_mode="real digit", digit_row="300")
    app.query_params["digit_run"] = run_id
    app.switch_page("pages/train/page.py").run()
    app.query_params.clear()
    for name, value in {"step_mode": "real digit", "digit_run": run_id}.items():
        app.query_params[name] = value
    app.switch_page("pages/one_step/page.py").run()
    assert not app.exception
    assert app.number_input(key="digit_row").value == 35
    assert not [box for box in app.selectbox if box.key == "digit_dataset"]
    assert table(app, "The outputs by class")


def test_compare_lays_two_runs_side_by_side(open_app, store, wine):
    ids = trained(store, CONFIG, replace(CONFIG, epochs=1, scaling="none"))
    app = tick(open_app("compare"), *ids)
    assert "Two runs on the test wines" in [heading.value for heading in app.header]
    said = "\n".join(element.value for element in app.markdown)
    assert "Of 36 test wines, both name " in said
    told = [heading.value for heading in app.subheader if " is right, " in heading.value]
    n_a, n_b = (int(re.search(r"\((\d+)\)", heading)[1]) for heading in told)
    assert max(n_a, n_b) > 0
    assert paired_sentence(paired_test(n_a, n_b)) in messages(app)
    titles = [row for row, _ in find_table(tables(app), told[0].partition(" (")[0])]
    assert re.fullmatch(r"A: class_\d {2}B: class_\d", titles[0])
    assert any(button.label == "Open this wine" for button in app.button)
    says_nothing_of_pictures(app)


def test_runs_on_different_data_are_not_measured_against_each_other(open_app, store):
    ids = trained(store, CONFIG, TrainConfig((64, 8, 10), 0.001, 1, batch_size=32))
    app = tick(open_app("compare"), *ids)
    said = "\n".join(element.value for element in app.markdown)
    assert "were not trained and tested on the same rows" in said
    assert "The two were trained on different data" in messages(app)
    assert not [heading for heading in app.subheader if "B minus A" in heading.value]
    assert "Two runs on the test rows" in [heading.value for heading in app.header]
    # Each run's values in its own words; what is asked of all of them in those of all.
    scalings = [text for (row, _), text in table(app, "settings").items() if row == "scaling"]
    assert scalings == ["standardised measurements", "raw pixels"]
    assert app.multiselect(key="compare_only_scaling").options == [
        "raw values",
        "standardised values",
    ]


def test_seeds_of_different_data_are_not_compared(open_app, store):
    digits = TrainConfig((64, 8, 10), 0.001, 1, batch_size=32)
    # Of other start scales, too: what sets two groups apart may be said of one of them alone.
    for group, config in (("d", digits), ("w", replace(CONFIG, init_scale=0.2, epochs=1))):
        here = fingerprint_here(config.source, config.scaling)
        for seed in (0, 1):
            run = make_run(
                replace(config, seed=seed), (), id=f"{group}{seed}", group=group, fingerprint=here
            )
            store.record(run, [SCORE])
    app = tick(open_app("compare"), "d0", "w0")
    assert "These groups were tested on different data" in messages(app)
    labels = app.selectbox(key="compare_with").options + all_texts(app)
    assert not [label for label in labels if " ·  · " in label or label.endswith(" · ")]
    bands = {row["run"] for row in chart_rows(app, "low")}
    assert "2 · 13-8-3 · wines · one row at a time" in {band[:38] for band in bands}


def test_the_run_before_is_not_drawn_over_one_on_other_data(open_train):
    app = open_train(epochs="1", batch_size="200", units1="4")
    train_to_the_end(app)
    app.selectbox(key="dataset").set_value("wine").run()
    train_to_the_end(app)
    assert {row["run"] for row in chart_rows(app, "loss")} == {"this run"}

"""A visitor's own table on the Data page: handed in, understood, asked about, trained on."""

import base64
import gzip

import numpy as np
import pytest

from mlp_core.data.table.bounds import Bounds
from mlp_core.hosted import HOSTED_VARIABLE
from pages.data import own
from pages.shared import visitors
from tests.pages.shown import html_of, messages, press, train_to_the_end

# Semicolons, decimal commas, a text target, a row number, a missing value: a spreadsheet's.
WINES = "Nr;Säure;Alkohol;Land;Sorte\n" + "".join(
    f"{k};{6 + k % 3 + 0.01 * k:.2f};{'' if k == 7 else 12 + k % 3};{'ÖI'[k % 2]};"
    f"{('rot', 'weiß', 'rosé')[k % 3]}\n".replace(".", ",")
    for k in range(1, 61)
)
HOUSES = "area,rooms,price\n" + "".join(
    f"{30 + k},{1 + k % 6},{90_000 + 1_000 * k + 31 * (k * k % 97)}\n" for k in range(60)
)


def hand_in(app, *files: tuple[str, bytes]):
    app.file_uploader[0].set_value([(name, data, "") for name, data in files]).run()
    assert not app.exception
    return app


def told(app) -> str:
    """All sentences that are shown as text."""
    return "\n".join(e.proto.body for e in app.get("html") if 'class="told' in e.proto.body)


def texts(app) -> str:
    return "\n".join(element.value for element in [*app.markdown, *app.caption])


def columns(app) -> dict[str, dict]:
    """What the page says of each column."""
    frame = next(f.value for f in app.dataframe if "is used" in f.value)
    return {row["column"]: row for row in frame.to_dict("records")}


def doubt(app, choice: str):
    """The menu that answers the doubt about this choice."""
    return next(box for box in app.selectbox if f"_{choice}_" in (box.key or ""))


def test_a_spreadsheets_file_is_understood_and_trained(open_app, open_train):
    app = hand_in(open_app("data"), ("Weine.csv", WINES.encode("cp1252")))
    assert app.selectbox(key="dataset").value == "table"
    assert "What was understood of `Weine.csv`" in [h.value for h in app.header]
    found = columns(app)
    assert {name: row["has"] for name, row in found.items()} == {
        "Nr": "numbers",
        "Säure": "numbers",
        "Alkohol": "numbers",
        "Land": "categories",
        "Sorte": "categories",
    }
    assert found["Alkohol"]["missing"] == 1
    assert found["Sorte"]["is used"] == "to be learned"
    assert "**48** to learn from, **12** to be tested on" in texts(app)
    assert "median of the training rows" in told(app)
    assert doubt(app, "encoding").value == "cp1252"
    press(app, "Train on it")
    assert app.title[0].value == "Train on rows of a table"
    assert app.selectbox(key="scaling").value == "standard"
    job = train_to_the_end(open_train(**app.query_params))
    assert job.dataset.class_names == ("rosé", "rot", "weiß")
    assert job.snapshot.progress.scores[-1].test_accuracy > 0.9


def test_what_is_pasted_is_read_as_well(open_app):
    app = open_app("data")
    text = WINES.replace(";", "\t")
    app.text_area(key=own.PASTED).set_value(text).run()
    press(app, "Read what is pasted")
    assert "What was understood of `pasted.txt`" in [h.value for h in app.header]
    assert len(columns(app)) == 5
    assert app.text_area(key=own.PASTED).value == ""


def test_a_doubt_is_answered_and_the_address_says_so(open_app):
    app = hand_in(open_app("data"), ("wines.csv", WINES.encode()))
    menu = doubt(app, "target")
    menu.set_value("Land").run()
    assert not app.exception
    assert columns(app)["Land"]["is used"] == "to be learned"
    assert "one of 2 classes" in texts(app)
    # The same link leads to the same table, while the file is here.
    again = open_app("data", **app.query_params)
    assert columns(again)["Land"]["is used"] == "to be learned"
    # The file handed in anew is read as the link says.
    hand_in(again, ("wines.csv", WINES.encode()))
    assert columns(again)["Land"]["is used"] == "to be learned"
    # Another one is not.
    hand_in(again, ("others.csv", (WINES + "61;6,1;12;I;rot\n").encode()))
    assert columns(again)["Sorte"]["is used"] == "to be learned"


def test_a_choice_that_needs_the_file_is_read_from_it(open_app):
    app = hand_in(open_app("data"), ("wines.csv", WINES.encode("cp1252")))
    doubt(app, "encoding").set_value("cp850").run()
    assert not app.exception
    assert "Säure" not in columns(app)
    assert len(columns(app)) == 5


def test_a_column_is_used_otherwise(open_app):
    app = hand_in(open_app("data"), ("wines.csv", WINES.encode()))
    assert "Each has 5 values" in texts(app)
    way = next(box for box in app.selectbox if box.label == "is used")
    assert way.value == "number"
    way.set_value("leave out").run()
    assert not app.exception
    assert columns(app)["Nr"]["is used"] == "leave it out"
    assert "Each has 4 values" in texts(app)


def test_numbers_are_learned_on_a_scale_of_their_own(open_app):
    app = hand_in(open_app("data"), ("houses.csv", HOUSES.encode()))
    doubt(app, "target").set_value("price").run()
    assert "what is to be learned is a number, `price`" in texts(app)
    assert app.selectbox(key="data_target_scaling").value == "standard"
    # Classes have no scale.
    doubt(app, "goal").set_value("classes").run()
    assert not [box for box in app.selectbox if box.key == "data_target_scaling"]
    assert not app.exception


def test_columns_that_go_together_and_one_that_tells_all(open_app):
    lines = "".join(f"{k},{2 * k},{k % 2},{'ab'[k % 2]}\n" for k in range(40))
    app = hand_in(open_app("data"), ("t.csv", f"x,twice,flag,kind\n{lines}".encode()))
    pairs = next(f.value for f in app.dataframe if "and column" in f.value)
    assert (pairs.loc[0, "column"], pairs.loc[0, "and column"]) == ("x", "twice")
    assert pairs.loc[0, "r"] == pytest.approx(1.0)
    assert "“flag” tells “kind” without fail" in told(app)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("empty.csv", b"", "Nothing can be learned from “empty.csv”"),
        ("a.pdf", b"%PDF-1.7 ...", "This is a PDF"),
        ("x.pkl", b"\x80\x04\x95\x01.", "could run code"),
        ("head.csv", b"a,b,c\n", "There are no rows below the names"),
        ("cut.gz", gzip.compress(b"a,b\n1,2\n" * 9, mtime=0)[:-9], "cut short"),
    ],
)
def test_what_is_no_table_is_told_and_nothing_is_lost(open_app, name, data, says):
    app = hand_in(open_app("data", dataset="wine"), (name, data))
    assert says in told(app)
    assert app.selectbox(key="dataset").value == "wine"
    # The next one is read, and the sentence is gone.
    hand_in(app, ("wines.csv", WINES.encode()))
    assert says not in told(app)
    assert len(columns(app)) == 5


def test_a_table_that_cannot_be_learned_is_shown_all_the_same(open_app):
    app = hand_in(
        open_app("data"), ("one.csv", b"a,b\n" + b"".join(b"%d,x\n" % k for k in range(9)))
    )
    assert "“b” has one class only" in told(app)
    assert "Train on it" not in {button.label for button in app.button}
    doubt(app, "target").set_value("a").run()
    assert not app.exception


def test_pictures_and_labels_in_two_files(open_app):
    chance = np.random.default_rng(0)
    images = chance.integers(0, 255, (40, 4, 4), dtype=np.uint8)
    files = (
        ("labels-idx1-ubyte", b"\0\0\x08\x01\0\0\0(" + bytes(k % 4 for k in range(40))),
        ("images-idx3-ubyte", b"\0\0\x08\x03\0\0\0(\0\0\0\x04\0\0\0\x04" + images.tobytes()),
    )
    app = hand_in(open_app("data"), *files)
    assert "Each has 4 × 4" in texts(app)
    assert "one of 4 classes" in texts(app)
    hand_in(app, *files, ("more.csv", b"a,b"))
    assert "two files are the most" in told(app)


def test_bounds_are_said_and_kept_before_anything_is_read(open_app, monkeypatch):
    monkeypatch.setattr(own, "LOCAL", Bounds(200, 400, 50, 4, 100))
    app = open_app("data")
    assert "50 rows, 4 columns and 100 cells" in texts(app)
    hand_in(app, ("large.csv", WINES.encode()))
    assert "“large.csv” is too large" in told(app)
    hand_in(app, ("wide.csv", b"a,b,c,d,e\n1,2,3,4,5\n"))
    assert "The table has 5 columns or more; 4 columns are the most" in told(app)


def test_strangers_bring_small_tables_and_see_their_own_alone(open_app, monkeypatch):
    monkeypatch.setenv(HOSTED_VARIABLE, "1")
    app = open_app("data")
    assert own.SHARED.words in texts(app)
    hand_in(app, ("wines.csv", WINES.encode()))
    monkeypatch.setattr(visitors, "session_id", lambda: "another")
    other = open_app("data", **app.query_params)
    assert "which is not here" in messages(other)
    assert not other.dataframe


def test_a_link_to_a_file_that_is_not_here_says_which(open_app):
    app = hand_in(open_app("data"), ("wines.csv", WINES.encode()))
    query = dict(app.query_params) | {"data_sha256": "0" * 64}
    for page in ("data", "train"):
        other = open_app(page, **query)
        assert "The rows are those of the file `wines.csv`, which is not here." in messages(other)


@pytest.mark.parametrize("choices", ["{", '{"target":["nothing"]}', '{"rows":"all"}', "[1]"])
def test_choices_that_somebody_made_up_are_told(open_app, choices):
    app = hand_in(open_app("data"), ("wines.csv", WINES.encode()))
    made = base64.urlsafe_b64encode(choices.encode()).decode().rstrip("=")
    other = open_app("data", **(dict(app.query_params) | {"data_choices": made}))
    assert "cannot be read as the link says" in told(other)
    press(other, "Read it as it looks")
    assert len(columns(other)) == 5


def test_names_that_somebody_made_up_are_text(open_app):
    evil = "![x](http://evil.example/x.png) <img src=x onerror=alert(1)> $$x$$ :material/home:"
    lines = "".join(f"{k},{k % 2}\n" for k in range(20))
    app = hand_in(open_app("data"), (f"{evil}.csv", f'"{evil}",kind\n{lines}'.encode()))
    assert not app.exception
    for element in app.get("html"):
        assert "<img" not in element.proto.body
    for element in [*app.markdown, *app.caption, *app.warning, *app.error]:
        bare = element.value.replace("`", "")
        assert evil[:20] not in element.value or "`" in element.value, bare


def test_a_row_of_a_table_opens_in_one_step(open_app):
    app = hand_in(open_app("data"), ("wines.csv", WINES.encode()))
    press(app, "Open in One step")
    assert not app.exception
    assert app.query_params["digit_dataset"] == "table"
    assert "Säure" in html_of(app)

"""What is chosen of one's own table: rows left out, the order of values, groups of a split."""

import json

import pytest

from mlp_core import read_table
from tests.pages.data.test_own import hand_in, texts, told

FILE = "size,person,height,kind\n" + "".join(
    f"{('small', 'large', 'middle')[k % 3]},p{k // 5},{k * k % 31},{'ab'[k % 2]}\n"
    for k in range(60)
)


@pytest.fixture
def app(open_app):
    return hand_in(open_app("data"), ("sizes.csv", FILE.encode()))


def box(app, label):
    return next(b for b in [*app.text_input, *app.selectbox, *app.multiselect] if b.label == label)


def rows_box(app):
    return next(b for b in app.text_input if b.label.startswith("Numbers of the rows"))


def choices(app) -> dict:
    """What the page asks the table for, as a run would keep it."""
    return json.loads(app.session_state["data_choices"] or "{}")


def test_rows_are_left_out_by_their_numbers(app, open_app):
    rows_box(app).set_value("3, 7-9, 60").run()
    assert not app.exception
    assert choices(app)["rows"] == [3, 7, 8, 9, 60]
    assert "**44** to learn from, **11** to be tested on" in texts(app)
    again = open_app("data", **app.query_params)
    assert rows_box(again).value == "3, 7-9, 60"
    rows_box(again).set_value("").run()
    assert "rows" not in choices(again)
    assert "**48** to learn from" in texts(again)


@pytest.mark.parametrize(
    ("text", "says"),
    [("the last", "is no number of a row"), ("61", "they go from 1 to 60"), ("9-7", "smaller")],
)
def test_rows_that_there_are_not_are_told_and_nothing_is_changed(app, text, says):
    rows_box(app).set_value(text).run()
    assert not app.exception
    assert says in told(app)
    assert "rows" not in choices(app)
    assert rows_box(app).value == text
    rows_box(app).set_value("5").run()
    assert says not in told(app)
    assert choices(app)["rows"] == [5]


def test_a_table_of_which_all_rows_are_left_out_is_told(app):
    rows_box(app).set_value("1-60").run()
    assert not app.exception
    assert "Train on it" not in {button.label for button in app.button}
    rows_box(app).set_value("").run()
    assert "Train on it" in {button.label for button in app.button}


def in_order(app):
    """Lets sizes be one input: their place."""
    box(app, "Column").set_value("size").run()
    box(app, "is used").set_value("ordinal").run()
    assert not app.exception
    return box(app, "Its values, the lowest first")


def submit(app, picked):
    box(app, "Its values, the lowest first").set_value(picked)
    next(b for b in app.button if b.label == "Take this order").click().run()
    assert not app.exception


def test_values_are_put_in_order(app, open_app):
    assert in_order(app).value == ["large", "middle", "small"]
    submit(app, ["small", "middle", "large"])
    assert choices(app)["orders"] == {"size": ["small", "middle", "large"]}
    assert box(app, "Its values, the lowest first").value == ["small", "middle", "large"]
    # The inputs of a run are these places.
    chosen = {k: v for k, v in choices(app).items() if k in ("columns", "orders")}
    dataset = read_table(FILE.encode(), "sizes.csv").dataset(
        target="kind", split={"method": "in_order"}, **chosen
    )
    assert dataset.X_train[:3, 0].tolist() == [0.0, 2.0, 1.0]


def test_an_order_that_lacks_a_value_is_told_and_not_taken(app):
    in_order(app)
    submit(app, ["small"])
    assert "Every value needs its place: “large”, “middle” must be picked, too." in told(app)
    assert "orders" not in choices(app)


def test_other_ways_have_no_order(app):
    box(app, "Column").set_value("size").run()
    assert not app.multiselect
    lines = "".join(f"c{k},{k},{'ab'[k % 2]}\n" for k in range(70))
    hand_in(app, ("many.csv", f"code,x,kind\n{lines}".encode()))
    box(app, "Column").set_value("code").run()
    box(app, "is used").set_value("ordinal").run()
    assert not app.exception
    assert not app.multiselect
    assert "60 are the most that can be put in order here" in texts(app)


def test_groups_are_a_menu_of_the_columns(app, open_train):
    app.selectbox(key="split_method").set_value("groups").run()
    assert not app.exception
    menu = app.selectbox(key="split_group")
    assert menu.options == ["none chosen yet", "size", "person", "height"]
    assert "Choose the column that says which rows belong together." in texts(app)
    assert "a split by groups needs a column" in told(app)
    menu.set_value("person").run()
    assert not app.exception
    # Of 12 persons 3 are tested, and who somebody is is not learned.
    assert "**45** to learn from, **15** to be tested on" in texts(app)
    train = open_train(**app.query_params)
    assert train.selectbox(key="split_group").value == "person"
    assert not train.exception


def test_a_column_that_a_link_made_up_is_told(app, open_app):
    query = dict(app.query_params) | {"split_method": "groups", "split_group": "bm9ib2R5"}
    other = open_app("data", **query)
    assert other.selectbox(key="split_group").value == "nobody"
    assert "the table has no column “nobody” to split it by" in told(other)
    other.selectbox(key="split_group").set_value("person").run()
    assert "nobody" not in other.selectbox(key="split_group").options
    assert "Train on it" in {button.label for button in other.button}


def test_sets_without_groups_are_not_split_by_any(open_app):
    app = open_app("data", dataset="wine")
    assert "by group" not in app.selectbox(key="split_method").options
    app = open_app("data", dataset="wine", split_method="groups")
    assert not app.exception
    assert "This set has no groups: choose another way to split it." in texts(app)
    assert not [b for b in app.selectbox if b.key == "split_group"]
    app.selectbox(key="split_method").set_value("in_order").run()
    assert not app.exception
    assert "by group" not in app.selectbox(key="split_method").options
    assert "Train on it" in {button.label for button in app.button}


def test_groups_chosen_for_a_table_do_not_follow_to_a_set_without(app):
    app.selectbox(key="split_method").set_value("groups").run()
    app.selectbox(key="split_group").set_value("person").run()
    app.selectbox(key="dataset").set_value("wine").run()
    assert not app.exception
    assert "This set has no groups" in texts(app)

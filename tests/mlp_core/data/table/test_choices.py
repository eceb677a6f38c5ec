"""Choices: each changes what it says, and their text is read with distrust."""

import json

import numpy as np
import pytest

from mlp_core.data.table.choices import CHECKS, OF_READING, Choices, choices_of
from mlp_core.data.table.reading import read_table
from tests.mlp_core.data.table.files import FILES, PLAIN, lines

ALL = Choices(
    encoding="cp1252",
    separator=";",
    header="no",
    units="no",
    decimal=",",
    dates="day first",
    target=("price", "größe"),
    goal="numbers",
    columns={"size": "ordinal", "id": "leave out"},
    orders={"size": ("S", "M", "L")},
    sentinels={"t": "missing"},
    rows=(7, 3, 3),
)


def test_nothing_chosen_is_no_text():
    assert Choices().to_text() == ""
    assert choices_of("") == Choices()


def test_choices_come_back_from_their_text():
    text = ALL.to_text()
    assert choices_of(text) == ALL
    assert json.loads(text)["rows"] == [3, 7]
    assert set(json.loads(text)) == set(CHECKS)
    # One text for the same choices, in whatever order they were made.
    other = Choices(**{name: getattr(ALL, name) for name in reversed(CHECKS)})
    assert other.to_text() == text
    assert Choices(columns={"b": "number", "a": "ordinal"}).to_text() == (
        '{"columns":{"a":"ordinal","b":"number"}}'
    )


@pytest.mark.parametrize(
    "text",
    [
        "{", "[]", "3", '"a"', "null", '{"x":1}', '{"goal":"both"}', '{"goal":1}', '{"target":3}',
        '{"target":[3]}', '{"columns":[]}', '{"columns":{"a":"b"}}', '{"columns":{"a":["number"]}}',
        '{"rows":[0]}', '{"rows":[1.5]}', '{"rows":[true]}', '{"rows":"12"}', '{"rows":3}',
        '{"encoding":"rot13"}', '{"encoding":"utf-7"}', '{"separator":"a"}', '{"decimal":";"}',
        '{"orders":{"a":3}}', '{"sentinels":{"a":-999}}', "[" * 5000, "1" * 19_000,
        '{"target":["' + "a" * 500 + '"]}', json.dumps({"rows": list(range(1, 5000))}),
        " " * 30_000, json.dumps({"columns": {str(k): "number" for k in range(3000)}}),
        json.dumps({"target": ["a" * 100] * 500}),
    ],
    ids=lambda text: text[:30],
)  # fmt: skip
def test_other_texts_are_refused(text):
    with pytest.raises(ValueError, match=r"got|not known|must"):
        choices_of(text)


def test_every_doubt_is_answered_by_a_choice():
    asked = set()
    for file in FILES.values():
        table = read_table(file.data)
        for doubt in table.doubts:
            asked.add(doubt.choice)
            assert doubt.choice in CHECKS
            for value in doubt.options.values():
                chosen = {doubt.column: value} if doubt.column else value
                choices = Choices(**{doubt.choice: chosen})
                again = (
                    read_table(file.data, choices=choices)
                    if doubt.choice in OF_READING
                    else table.with_choices(choices)
                )
                same = [
                    d for d in again.doubts if (d.choice, d.column) == (doubt.choice, doubt.column)
                ]
                if same:
                    assert same[0].taken == value
    assert asked >= {
        "target",
        "goal",
        "encoding",
        "units",
        "decimal",
        "dates",
        "columns",
        "sentinels",
    }


def read(text, **choices):
    return read_table(text.encode(), choices=Choices(**choices))


def test_a_separator():
    table = read("a;b,c\n1;2,3\n4;5,6\n7;8,9\n", separator=";")
    assert table.raw.names == ("a", "b,c")
    table = read("a;b,c\n1;2,3\n4;5,6\n7;8,9\n", separator=",")
    assert table.raw.names == ("a;b", "c")


def test_a_header():
    text = "a,b\nc,d\ne,f\n"
    assert read(text).raw.names == ("a", "b")
    without = read(text, header="no")
    assert (without.raw.names, without.n_rows) == (("column 1", "column 2"), 3)
    numbers = "2,1\n2,3\n4,5\n"
    assert read(numbers).n_rows == 3
    assert read(numbers, header="yes").raw.names == ("2", "1")


def test_units():
    text = "a,b\ncm,kg\n" + "".join(f"{k},{k * k}\n" for k in range(9))
    assert read(text).n_rows == 9
    assert read(text, units="no").n_rows == 10
    assert read(text.replace("cm,kg\n", ""), units="yes").n_rows == 8


def test_an_encoding():
    data = "größe,y\n1,a\n".encode("mac_roman")
    assert read_table(data, choices=Choices(encoding="mac_roman")).raw.names == ("größe", "y")


def test_a_decimal_mark():
    text = "a;y\n" + "".join(f"{k},234;{'pq'[k % 2]}\n" for k in range(1, 9))
    assert read(text).column("a").range == (1234, 8234)
    assert read(text, decimal=",").column("a").range == (1.234, 8.234)
    assert read_table(text.encode()).with_choices(Choices(decimal=",")).column("a").range == (
        1.234,
        8.234,
    )


@pytest.mark.parametrize(
    ("cell", "decimal", "number", "sentence"),
    [
        ("1,234", "", 1234, "read as thousands: the comma may as well be the decimal mark"),
        ("1,234", ",", 1.234, ""),
        ("1.234", "", 1.234, "more than a whole number: the point may as well set thousands apart"),
        ("1.234", ",", 1234, ""),
    ],
)
def test_a_mark_that_may_be_either_is_asked_about(cell, decimal, number, sentence):
    text = "a;y\n" + "".join(f"{cell.replace('1', str(k), 1)};{'pq'[k % 2]}\n" for k in range(1, 9))
    table = read(text, decimal=decimal)
    assert table.column("a").numbers[0] == number
    (doubt,) = (d for d in table.doubts if d.choice == "decimal")
    assert sentence in doubt.sentence
    assert doubt.taken == (decimal or ".")


def test_the_order_of_dates():
    text = "day,y\n" + "".join(f"0{k}/02/2020,{k % 2}\n" for k in range(1, 10))
    by_month, by_day = read(text), read(text, dates="day first")
    assert by_month.column("day").floats()[:2].tolist() == [18263.0, 18294.0]  # 2 January, February
    assert by_day.column("day").floats()[:2].tolist() == [18293.0, 18294.0]  # 1 and 2 February


def test_a_target_and_a_goal():
    table = read_table(FILES["winequality"].data)
    assert table.dataset("fixed acidity").target_names == ("fixed acidity",)
    assert table.dataset(goal="numbers").target_names == ("quality",)
    both = table.dataset(("quality", "fixed acidity"))
    assert both.target_names == ("quality", "fixed acidity")
    assert both.y_train.shape == (16, 2)
    assert both.feature_names == ("volatile acidity",)
    with pytest.raises(ValueError, match=r"target must be one of the columns .* got “colour”"):
        table.dataset("colour")
    with pytest.raises(ValueError, match="Only one column can be learned as classes"):
        table.dataset(("quality", "fixed acidity"), goal="classes")
    text = read_table(PLAIN)
    with pytest.raises(ValueError, match="“c” has texts"):
        text.dataset("c", goal="numbers")


SIZES = lines("size,x,y", 30, lambda k: f"{('L', 'S', '', 'M')[k % 4]},{k / 3:.2f},{'ab'[k % 2]}")


def test_how_a_column_becomes_inputs():
    table = read_table(SIZES)
    assert table.dataset().feature_names == ("size = L", "size = M", "size = S", "x")
    assert table.dataset(columns={"size": "leave out"}).feature_names == ("x",)
    ordered = table.dataset(columns={"size": "ordinal"}, orders={"size": ["S", "M", "L"]})
    assert ordered.feature_names == ("size", "x")
    places = {"S": 0.0, "M": 1.0, "L": 2.0}
    alphabet = table.dataset(columns={"size": "ordinal"})
    by_row = {round(x, 2): "LSXM"[k % 4] for k, x in enumerate(table.column("x").numbers)}
    for data, order in ((ordered, places), (alphabet, {"L": 0.0, "M": 1.0, "S": 2.0})):
        known = [
            (by_row[round(x, 2)], size) for size, x in data.X_train if by_row[round(x, 2)] != "X"
        ]
        assert {(name, order[name]) for name, _ in known} == set(known)


def test_numbers_as_categories_and_texts_as_no_numbers():
    table = read_table(FILES["winequality"].data)
    names = table.dataset("fixed acidity", columns={"quality": "one-hot"}).feature_names
    assert names == ("volatile acidity", "quality = 5", "quality = 6", "quality = 7")
    table = read_table(PLAIN, choices=Choices(columns={"c": "number"}, target=("b",)))
    assert table.problems == ("“c” has texts, which cannot be read as numbers.",)


def test_a_name_of_rows_may_be_kept():
    table = read_table(FILES["Iris of Kaggle"].data)
    assert table.dataset().feature_names[0] == "Id"
    assert table.dataset(columns={"Id": "leave out"}).n_features == 2


def test_sentinels():
    table = read_table(FILES["sentinels"].data)
    assert table.column("t").missing == 0
    chosen = table.with_choices(Choices(sentinels={"t": "missing"}))
    assert chosen.column("t").missing == 2
    assert chosen.column("t").range == (11, 21)
    assert chosen.dataset().X_train.min() == 11
    assert table.dataset().X_train.min() == -999


def test_rows_left_out():
    table = read_table(PLAIN)
    dataset = table.dataset(rows=[1, 12, 500])
    kept = np.sort(np.concatenate([dataset.X_train[:, 0], dataset.X_test[:, 0]]))
    assert kept.tolist() == list(range(1, 11))


def test_what_a_text_falls_into_is_chosen_when_it_is_read():
    with pytest.raises(ValueError, match="chosen when the file is read"):
        read_table(PLAIN).dataset(separator=";")
    with pytest.raises(ValueError, match="not known here: colour"):
        read_table(PLAIN).dataset(colour="red")


def test_a_run_asks_for_its_data_set_by_the_text():
    table = read_table(SIZES)
    text = Choices(columns={"size": "leave out"}).to_text()
    dataset = table.dataset_as(text, "standard", {"test_size": 0.5}, "none")
    assert (dataset.feature_names, len(dataset.y_test)) == (("x",), 15)
    np.testing.assert_array_equal(
        dataset.X_train,
        table.dataset(scaling="standard", test_size=0.5, columns={"size": "leave out"}).X_train,
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"split": {"method": "by hand"}}, "method must be one of shuffled"),
        ({"split": {"share": 0.5}}, "split: field must be one of method"),
        ({"split_seed": 2**32}, "split_seed must be 4294967295 or less"),
    ],
)
def test_a_table_is_split_by_the_rules_of_every_set(arguments, message):
    table = read_table(b"a,b\n1,x\n2,y\n3,x\n4,y\n5,x\n6,y\n", "six.csv")
    with pytest.raises(ValueError, match=message):
        table.dataset(**arguments)

"""Texts as people have them: what is understood of each, and the data set it makes."""

import re

import numpy as np
import pytest

from mlp_core.data.table.reading import UNREADABLE, read_table
from tests.mlp_core.data.table.files import FILES

# Choices that are asked for with every target.
OF_TARGETS = ("target", "goal")


@pytest.fixture(params=FILES.values(), ids=FILES.keys())
def file(request):
    return request.param


def test_it_is_understood(file):
    table = read_table(file.data, "a file")
    assert " ".join(column.kind for column in table.columns) == file.kinds
    assert table.n_rows == file.rows
    assert table.target.names == (file.target,)
    missing = {c.name: c.missing for c in table.columns if c.missing}
    assert missing == file.missing


def test_what_is_wrong_or_unclear_is_said(file):
    table = read_table(file.data, "a file")
    assert len(table.problems) == len(file.said), table.problems
    for part, problem in zip(file.said, table.problems, strict=True):
        assert part in problem
    for part in file.noted:
        assert any(part in note for note in table.notes), table.notes
    assert len(table.notes) == len(file.noted), table.notes
    asked = [d.choice for d in table.doubts if d.choice not in OF_TARGETS]
    assert tuple(asked) == file.doubts
    for doubt in table.doubts:
        assert doubt.taken in doubt.options.values()


def test_it_makes_a_data_set(file):
    table = read_table(file.data, "a file")
    dataset = table.dataset()
    assert dataset.class_names == file.classes
    assert dataset.target_names == (() if file.classes else (file.target,))
    assert dataset.n_features == file.inputs == len(dataset.feature_names)
    known = file.rows - file.missing.get(file.target, 0)
    assert len(dataset.y_train) + len(dataset.y_test) == known
    assert len(dataset.y_test) == -(-known // 5)
    assert np.isfinite(dataset.X_train).all()


def test_no_record_is_lost_without_a_word(file):
    tally = read_table(file.data, "a file").raw.tally
    kept = tally["records"] - sum(
        tally[kind] for kind in ("blank", "comments", "titles", "header", "units", "long")
    )
    assert kept == file.rows


def test_a_preview_shows_rows_as_they_were_written():
    table = read_table(FILES["German Excel"].data, "a file")
    assert table.preview(2) == [
        ("0,5", "1.000,00 €", "13.03.2021", "Äpfel"),
        ("1,5", "1.100,00 €", "14.03.2021", "Birne"),
    ]
    assert [c.example for c in table.columns] == list(table.preview(1)[0])
    assert table.column("Länge").range == (0.5, 8.5)
    assert table.column("Preis").range == (1000.0, 1800.0)
    assert table.column("Preis").note == "€"
    assert table.column("Art").most_frequent == ("Äpfel", 5)


NO_TABLES = {
    "nothing": (b"", "The file is empty"),
    "blank lines": (b"\n\n \r\n", "The file is empty"),
    "separators": (b",,\n,,\n", "nothing in it but blanks and separators"),
    "names alone": (b"a,b,c\n", "no rows below the names of the columns (a, b, c)"),
    "one column": (b"a\n1\n2\n3\n4\n5\n", "one column only, “a”"),
    "one row": (b"a,b\n1,x\n", "Too few rows: 1"),
    "one class": (b"a,y\n" + b"".join(b"%d,x\n" % k for k in range(9)), "one class only, “x”"),
    "one class, as a number": (
        b"a,label\n" + b"".join(b"%d,0\n" % k for k in range(9)),
        "one class only, “0”",
    ),
    "no target": (b"a,y\n" + b"".join(b"%d,\n" % k for k in range(9)), "No column is left"),
    "a class for each row": (
        b"a,label\n" + b"".join(b"%d,c%d\n" % (k, k) for k in range(9)),
        "a class of its own for each row",
    ),
    "a web page": (b"<!DOCTYPE html>\n<html><body><table></table></body></html>", "a web page"),
    "JSON": (b'[{"a": 1, "b": 2}]', "JSON"),
    "ARFF": (b"% iris\n@RELATION iris\n@ATTRIBUTE a NUMERIC\n@DATA\n1,2\n", "ARFF"),
    "a pickle": (b"\x80\x04\x95\x0b\x00\x00\x00\x00\x00\x00\x00]\x94(K\x01K\x02e.", "pickle"),
    "a PDF": (b"%PDF-1.7\n1 0 obj", "PDF"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "save its sheet as CSV"),
    "a new workbook": (b"PK\x03\x04\x14\0\x06\0[Content_Types].xml", "save its sheet as CSV"),
    "rubbish": (bytes(range(256)) * 9, "no text and no format that is known"),
    "half a gzipped file": (FILES["gzipped"].data[:40], "cut short"),
    "a damaged gzipped file": (b"\x1f\x8b\x08\x00" + bytes(60), "damaged"),
    "remarks alone": (b"# one\n# two\n", "only remarks or headings"),
    "a cell without an end": (b"a,b\n" + b"x" * 200_000 + b",1\n", "more than 131,072 letters"),
}


@pytest.mark.parametrize(("data", "sentence"), NO_TABLES.values(), ids=NO_TABLES.keys())
def test_what_cannot_be_learned_is_said_and_refused(data, sentence):
    table = read_table(data, "a file")
    assert sentence in table.problems[0]
    assert UNREADABLE not in table.problems
    assert table.blocking == table.problems[0]
    with pytest.raises(ValueError, match=re.escape(table.blocking)):
        table.dataset()


@pytest.mark.parametrize(("data", "name"), [("a,b", "x"), (None, "x"), (b"a,b", None)])
def test_a_door_for_bytes_with_a_name(data, name):
    with pytest.raises(ValueError, match="must be a"):
        read_table(data, name)

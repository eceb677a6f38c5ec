"""Links to rows that are not here: said, with what is shown in their place."""

import pytest

from mlp_core.data import fetching
from mlp_core.data.source import Source
from mlp_core.fields import Chosen
from pages.shared.links.to_one_step import KINDS, MADE
from tests.pages.shown import messages

REAL = {"step_mode": "real digit"}
INSTEAD = "Handwritten digits are in their place"
TABLE = Source("table", Chosen({"file": "wines.csv", "sha256": "0" * 64}))


def said(app) -> str:
    return messages(app) + " ".join(element.proto.body for element in app.sidebar.get("html"))


def test_a_table_that_is_not_here_is_named(open_app):
    made = KINDS[MADE].write(TABLE.parameters)
    app = open_app(**REAL, digit_dataset="table", digit_made=made)
    assert not app.exception
    assert "the file `wines.csv`, which is not here" in said(app)
    assert INSTEAD in said(app)


@pytest.mark.parametrize("name", ["mnist"])
def test_a_set_that_is_not_fetched_is_named(open_app, monkeypatch, name):
    monkeypatch.setattr(fetching, "get_data_home", lambda: "/nowhere")
    app = open_app(**REAL, digit_dataset=name)
    assert not app.exception
    assert "is fetched from" in said(app)
    assert INSTEAD in said(app)


def test_of_rows_that_are_here_nothing_is_said(open_app):
    assert INSTEAD not in said(open_app(**REAL, digit_dataset="iris"))

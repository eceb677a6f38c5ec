"""A visitor's table whose classes have names that Markdown would read, and one that had to go."""

import pytest

from mlp_core import one_hot, read_table, seeded_parameters, sgd_step
from mlp_core.teaching.lessons.reading import read_step
from pages.one_step.entries import real_reading
from pages.shared import visitors
from tests.pages.data.test_own import WINES, hand_in, told

NAMES = ["<b>x</b>", "[a](http://example.invalid)", "$x^2$", ":material/home:", "__a__", "n" * 90]
PLAIN = ["setosa", "class_0", "8", "an apple", "weiß"]


def said_of(names: list[str]) -> str:
    """What One step says of a row of a table that has these classes."""
    lines = [f'{k * 7 % 11},{k * k % 7},"{names[k % len(names)]}"' for k in range(60)]
    data = read_table("\n".join(["a,b,kind", *lines]).encode(), "a.csv").dataset()
    n = data.n_classes
    step = sgd_step(
        data.X_test[0], one_hot(data.y_test[:1], n)[0], *seeded_parameters((2, 3, n), 0), 0.01
    )
    return real_reading.sentence(read_step(step), data)


@pytest.mark.parametrize("name", NAMES)
def test_a_class_is_shown_as_text_whatever_it_is_called(name):
    said = said_of([name, f"{name}, again"])
    outside = "".join(said.split("`")[::2])
    assert "`" in said
    assert len(said) < 300
    for sign in ("<b>", "](", "$", ":material", "__", "nnn"):
        assert sign not in outside


def test_a_plain_name_stays_as_it_is():
    assert "`" not in said_of(PLAIN)


def test_a_table_that_had_to_go_while_its_page_was_drawn_is_told(open_app, monkeypatch):
    app = hand_in(open_app("data"), ("Weine.csv", WINES.encode()))
    # What was made of it without scaling is kept with the session; the nearest rows need more.
    for key in [key for key in app.session_state["tables_made"] if key[1] != "none"]:
        del app.session_state["tables_made"][key]
    monkeypatch.setattr(visitors, "own_tables", dict)
    app.run()
    assert not app.exception
    assert "which is not here. Open it on the page Data" in told(app)

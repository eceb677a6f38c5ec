"""A file that somebody opened gives its table by any choices, those of how it is read as well."""

import numpy as np
import pytest

from mlp_core import read_table
from mlp_core.data.table.choices import Choices
from mlp_core.data.table.opened import Opened

TEXT = "größe;art\n" + "".join(f"{k},5;{'ja' if k % 2 else 'nein'}\n" for k in range(12))


@pytest.fixture
def opened() -> Opened:
    data = TEXT.encode("cp1252")
    return Opened(read_table(data, "t.csv"), data)


def test_choices_of_how_cells_are_understood_are_taken(opened):
    table = opened.chosen(Choices(target=("größe",)))
    assert (table.target.names, table.target.goal) == (("größe",), "numbers")
    assert opened.chosen(Choices()).target.names == ("art",)


def test_choices_of_how_the_text_is_read_need_its_bytes(opened):
    table = opened.chosen(Choices(encoding="cp850", header="no"))
    assert table.n_rows == 13
    assert table.sha256 == opened.sha256
    # What was read at first stays: another run may have it.
    assert opened.table.n_rows == 12
    with pytest.raises(ValueError, match="must be one of the columns"):
        opened.chosen(Choices(target=("nothing",), encoding="cp850"))


def test_the_data_set_is_that_of_the_text_of_choices(opened):
    text = Choices(target=("größe",), encoding="cp1252").to_text()
    data = opened.dataset_as(text, "min_max", {"method": "in_order"}, "standard")
    assert data.target_names == ("größe",)
    np.testing.assert_allclose(data.in_units(data.y_test), [9.5, 10.5, 11.5])
    with pytest.raises(ValueError, match="JSON"):
        opened.dataset_as("{", "none", {}, "as_is")


def test_it_takes_about_as_much_memory_as_its_cells(opened):
    cells = sum(column.nbytes for column in opened.table.raw.cells)
    assert len(TEXT) + cells < opened.n_bytes < len(TEXT) + 3 * cells

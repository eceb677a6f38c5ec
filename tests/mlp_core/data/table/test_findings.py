"""What is worth a look before training, against pandas and by hand."""

import numpy as np
import pandas as pd
import pytest

from mlp_core.data.table.choices import Choices
from mlp_core.data.table.findings import class_balance, correlations, leaks
from mlp_core.data.table.reading import read_table
from tests.mlp_core.data.table.files import FILES
from tests.mlp_core.data.table.typed import npz


@pytest.mark.parametrize("offset", [0.0, 1e6])
@pytest.mark.parametrize("scale", [1e-200, 1.0, 1e150])
def test_correlations_are_pandas_over_the_rows_that_have_both(offset, scale):
    rng = np.random.default_rng(3)
    rows = rng.normal(size=(200, 5))
    rows[:, 1] += rows[:, 0]
    rows[:, 4] -= 2 * rows[:, 3]
    rows[rng.random(rows.shape) < 0.2] = np.nan
    frame = pd.DataFrame(rows)
    expected, there = frame.corr(), frame.notna().astype(int)
    table = read_table(npz(table=(rows + offset) * scale))
    found = correlations(table, top=100, least=0.0)
    assert len(found) == 10
    for pair in found:
        i, k = (int(name.split()[1]) - 1 for name in (pair.first, pair.second))
        assert pair.r == pytest.approx(expected[i][k], abs=1e-6)
        assert pair.n == int((there[i] * there[k]).sum())
    strong = correlations(table)
    assert {(p.first, p.second) for p in strong} == {
        ("column 1", "column 2"),
        ("column 4", "column 5"),
    }
    assert [abs(p.r) for p in found] == sorted((abs(p.r) for p in found), reverse=True)


def test_columns_without_a_row_in_common_do_not_correlate():
    rows = np.full((20, 2), np.nan)
    rows[:10, 0], rows[10:, 1] = np.arange(10), np.arange(10)
    assert correlations(read_table(npz(table=rows)), least=0.0)[0][2:] == (0.0, 0)


def test_class_balance_counts_rows():
    assert class_balance(read_table(FILES["titanic"].data)) == [("C", 13), ("Q", 13), ("S", 14)]
    assert class_balance(read_table(FILES["regression"].data)) == []
    assert class_balance(read_table(b"")) == []


def test_a_column_that_tells_the_target_is_told():
    rows = [f"{k % 6},{k * 7 % 11},{k},{'no' if k % 6 < 3 else 'yes'}" for k in range(60)]
    table = read_table("\n".join(["code,other,x,y", *rows]).encode())
    assert leaks(table) == ["“code” tells “y” without fail: would it be known beforehand?"]
    rows[-1] = rows[-1].replace("yes", "no")
    assert leaks(read_table("\n".join(["code,other,x,y", *rows]).encode())) == []


def test_a_leak_is_found_in_the_rows_that_are_there():
    rows = [f"{'' if k % 5 == 0 else 'ab'[k % 2]},{k * 7 % 11},{'pq'[k % 2]}" for k in range(5000)]
    table = read_table("\n".join(["code,x,y", *rows]).encode())
    assert len(leaks(table)) == 1
    # The last row of 5,000 is the only one that tells otherwise.
    rows[-1] = rows[-1].replace("q", "p")
    assert leaks(read_table("\n".join(["code,x,y", *rows]).encode())) == []


def test_a_number_measured_twice_is_told():
    rows = [f"{k * 1.5 + 7},{k * 7 % 13},{k + 0.25}" for k in range(40)]
    data = "\n".join(["inches,x,y", *rows]).encode()
    table = read_table(data, choices=Choices(target=("y",)))
    assert leaks(table) == ["“inches” tells “y” without fail: would it be known beforehand?"]


def test_pixels_are_not_looked_at_one_by_one():
    images = np.arange(160, dtype=np.uint8).reshape(10, 4, 4)
    table = read_table(npz(X=images, y=np.arange(10) % 2))
    assert (leaks(table), correlations(table)) == ([], [])

"""The target that is guessed: the last column of few values, else the last one of numbers."""

import pytest

from mlp_core.data.table.reading import read_table


def table_of(**columns):
    rows = zip(*columns.values(), strict=True)
    lines = [",".join(columns), *(",".join(map(str, row)) for row in rows), ""]
    return read_table("\n".join(lines).encode())


def many(n=40):
    """Numbers that are all different, and no row's number."""
    return [round(k * 1.37 + 0.11, 2) for k in range(n)]


def few(names, n=40):
    return [names[k % len(names)] for k in range(n)]


GUESSES = {
    "the last of few": ({"a": few("xy"), "b": many(), "c": few("pq"), "d": many()}, "c", "classes"),
    "whole numbers that come again": ({"a": many(), "b": few([0, 1])}, "b", "classes"),
    "20 different": ({"a": many(), "b": few(range(20))}, "b", "classes"),
    "21 different": ({"a": many(42), "b": few(range(21), 42)}, "b", "numbers"),
    "decimals that come again and again": ({"a": many(), "b": few([0.5, 1, 2])}, "b", "classes"),
    "decimals that come again": (
        {"a": many(), "b": few([k / 4 for k in range(8)])}, "b", "numbers",
    ),
    "numbers alone": ({"a": many(), "b": many()}, "b", "numbers"),
    "few before numbers": ({"a": few("xy"), "b": many()}, "a", "classes"),
    "a name that says so": (
        {"class": few("xy"), "b": few("pq"), "c": few("rs")}, "class", "classes",
    ),
    "a last name that says so": ({"a": few("xy"), "Target": many()}, "Target", "numbers"),
    "a name that says nothing in the middle": (
        {"a": many(), "class": few("xy"), "b": few("pq")}, "b", "classes",
    ),
    "constants are no target": ({"a": few("xy"), "b": few("z")}, "a", "classes"),
    "unless there is nothing else": ({"a": many(), "b": few("z")}, "b", "classes"),
    "dates are none": ({"a": few("xy"), "d": few(["2020-01-01", "2020-01-02"])}, "a", "classes"),
    "names of a few rows are none": ({"a": many(9), "b": list("pqrstuvwx")}, "a", "numbers"),
    "names of rows are none": (
        {"a": many(), "b": [f"n{k}" for k in range(40)]}, "a", "numbers",
    ),
    "texts of many kinds are classes": (
        {"a": many(), "b": [f"c{k // 2}" for k in range(40)]}, "b", "classes",
    ),
    "three rows of two": ({"a": [1.5, 2.5, 3.5, 4.5], "b": [0, 1, 0, 1]}, "b", "classes"),
    "few rows, all different": ({"a": [1.5, 2.5, 3.5, 4.5], "b": [10, 20, 30, 40]}, "b", "numbers"),
}  # fmt: skip


@pytest.mark.parametrize(("columns", "name", "goal"), GUESSES.values(), ids=GUESSES.keys())
def test_it_is_guessed(columns, name, goal):
    target = table_of(**columns).target
    assert (target.names, target.goal) == ((name,), goal)


def test_the_first_doubt_is_the_target():
    table = table_of(a=many(), b=few([0, 1]))
    target, goal = table.doubts[:2]
    assert target.sentence == "“b” is to be learned, from all the others, as classes."
    assert (target.taken, list(target.options)) == ("b", ["a", "b"])
    assert goal.sentence == "“b” has 2 different numbers: they are taken as classes."
    assert (goal.taken, set(goal.options.values())) == ("classes", {"classes", "numbers"})


@pytest.mark.parametrize("n", [0, 1, 3])
def test_too_few_rows(n):
    table = table_of(a=many(n), y=few("pq", n))
    with pytest.raises(ValueError, match=r"Too few rows|no rows"):
        table.dataset("y") if n else table.dataset()


def test_four_rows_are_enough():
    assert table_of(a=many(4), y=few("pq", 4)).dataset().class_names == ("p", "q")


@pytest.mark.parametrize(("n", "problems"), [(200, 0), (201, 1)])
def test_many_classes(n, problems):
    table = table_of(a=many(2 * n), y=[f"c{k % n}" for k in range(2 * n)])
    assert len(table.problems) == problems
    assert table.dataset().n_classes == n


def test_classes_of_one_row_are_named():
    table = table_of(a=many(20), y=[*"pqpqpqpqpqpq", *"rstuvwxy"])
    assert table.problems == (
        "8 classes have one row only (“r”, “s”, “t”, “u”, “v”, …), which can be learned or "
        "tested, not both.",
    )


@pytest.mark.parametrize(("n", "problems"), [(5, 0), (4, 1)])
def test_more_columns_than_rows(n, problems):
    columns = {f"x{k}": [j * k + 0.5 for j in range(n)] for k in range(1, 6)}
    assert len(table_of(**columns, y=few("pq", n)).problems) == problems


def test_a_target_that_never_changes():
    table = table_of(a=many(), b=few("pq"), c=few([3]))
    with pytest.raises(ValueError, match="“c” has one class only, “3”"):
        table.dataset("c")
    with pytest.raises(ValueError, match="“c” is always the same"):
        table.dataset("c", goal="numbers")

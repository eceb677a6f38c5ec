"""Points that somebody drew, as a data set: what is handed to a network, in a run, and exported."""

import numpy as np
import pytest

from mlp_core import TrainConfig, load_dataset
from mlp_core.config_link import from_link, to_link
from mlp_core.data.catalogue import facts_of
from mlp_core.data.drawings import DRAWINGS
from mlp_core.data.points import MOST_POINTS, encode
from mlp_core.data.rows import Columns
from mlp_core.data.source import Source

CORNERS = encode([[0.6, 0.6], [-0.6, -0.6], [0.6, -0.6], [-0.6, 0.6], [0, 0]], [0, 0, 4, 4, 1])


def test_nobody_has_drawn_anything_then_it_is_xor():
    data, xor = load_dataset("points"), load_dataset("points", points=DRAWINGS["XOR"])
    np.testing.assert_array_equal(data.X_train, xor.X_train)
    assert data.class_names == ("class 1", "class 2")


def test_rows_are_what_was_drawn_and_what_is_made_of_it():
    data = load_dataset(
        "points", points=CORNERS, features=["x1x2", "x1"], split={"method": "in_order"}
    )
    # In the order of the table of inputs, and of the drawing.
    assert data.row == Columns(("x1", "x1·x2"))
    assert data.X_train.tolist() == [[0.6, 0.36], [-0.6, 0.36], [0.6, -0.36], [-0.6, -0.36]]
    assert data.X_test.tolist() == [[0, 0]]
    assert (data.y_train.tolist(), data.y_test.tolist()) == ([0, 0, 2, 2], [1])
    assert data.class_names == ("class 1", "class 2", "class 5")
    np.testing.assert_allclose(data.plane.inputs(np.array([[0.5, 2.0]])), [[0.5, 1.0]])


@pytest.mark.parametrize("text", [CORNERS, *DRAWINGS.values()])
@pytest.mark.parametrize("features", [("x1", "x2"), ("x1x1", "sinx2")])
def test_a_program_draws_the_same_points(text, features):
    source = Source("points", {"points": text, "features": features})
    code, found = source.code(), {"np": np}
    exec(f"{code.lines}\nrows, targets = {code.rows}, {code.targets}", found)
    content = source.record.load({"points": text, "features": features})
    np.testing.assert_array_equal(found["rows"], content.rows)
    np.testing.assert_array_equal(found["targets"], content.targets)


@pytest.mark.parametrize("text", ["fQfQ", "fQfQ0", "<script>", "fQfQ0" * 9])
def test_what_is_no_drawing_is_said(text):
    for ask in (load_dataset, facts_of):
        with pytest.raises(ValueError, match=r"must .*got"):
            ask(
                "points",
                **({"points": text} if ask is load_dataset else {"parameters": {"points": text}}),
            )


def test_a_link_carries_the_largest_drawing():
    chance = np.random.default_rng(0)
    drawn = chance.uniform(-1.2, 1.2, (MOST_POINTS, 2))
    text = encode(drawn, chance.integers(0, 8, MOST_POINTS))
    config = TrainConfig((2, 4, 8), 0.1, 5, dataset="points", data_parameters={"points": text})
    link = to_link([config])
    assert from_link(link) == ([config], [])
    assert len(link) < 2000

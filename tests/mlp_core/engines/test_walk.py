"""Walks: both engines make the same, and any step of them can be opened again."""

import numpy as np
import pytest

from mlp_core import take_steps
from mlp_core.engines import walk as walks
from mlp_core.engines.compiled import walker
from mlp_core.engines.compiled.loader import LOADER
from mlp_core.engines.walk import FEW_STEPS, WALKERS, Walk, walk
from mlp_core.task import ARRAYS, Position, Task
from mlp_core.teaching.shelf.table import SHELF
from tests.mlp_core.both_engines import RTOL, as_bytes, assert_parameters_agree
from tests.mlp_core.compiling import busy_compiler, without_compiler, without_loops
from tests.mlp_core.tasks import random_task

# Twenty times over Adam may divide by what is next to nothing.
WALKED = 10 * RTOL
MAZUR = SHELF["mazur"].task
# Three rows, one by one, and an optimizer that remembers and counts.
IN_TURN = random_task(
    3, loss="squared_error", order="one by one", optimizer="adam", bias="learned", rows="mean"
)


def whole(task: Task, n_steps: int, start: Position | None = None, **how) -> Walk:
    *_, last = walk(task, n_steps, start, **how)
    return last


def bits(position: Position) -> tuple:
    """All that a walk goes on from."""
    arrays = {name: as_bytes(array) for name, array in position.state.arrays.items()}
    return position.number, as_bytes(position.parameters), arrays, position.state.steps


def assert_walks_agree(one: Walk, other: Walk) -> None:
    np.testing.assert_allclose(one.losses, other.losses, rtol=RTOL, atol=1e-12)
    assert one.end.number == other.end.number
    assert_parameters_agree(one.end.parameters, other.end.parameters, WALKED)
    ours, theirs = one.end.state, other.end.state
    assert (ours.steps, ours.arrays.keys()) == (theirs.steps, theirs.arrays.keys())
    for name, array in ours.arrays.items():
        assert_parameters_agree(array, theirs.arrays[name], WALKED)


@pytest.fixture(autouse=True)
def _compiled():
    """Whoever runs alone would else be done before the compiler is."""
    assert LOADER.load(walker.needs_of(MAZUR))


@pytest.mark.parametrize("first", range(0, 300, 50))
def test_both_engines_walk_alike(first):
    for seed in range(first, first + 50):
        task = random_task(seed)
        assert_walks_agree(*(whole(task, 20, engine=name) for name in WALKERS))


@pytest.mark.parametrize("engine", WALKERS)
def test_a_walk_is_the_steps_of_take_steps(engine):
    for seed in range(1000, 1015):
        task = random_task(seed)
        arrays = [getattr(task, name) for name in ARRAYS]
        steps = list(take_steps(*arrays, n_steps=8, **task.settings))
        walked = whole(task, 8, engine=engine)
        losses = [step.loss for step in steps]
        np.testing.assert_allclose(walked.losses, losses, rtol=RTOL, atol=1e-12)
        assert walked.loss_after() == pytest.approx(steps[-1].loss_after, rel=RTOL, abs=1e-12)
        end = steps[-1].updated_weights, steps[-1].updated_biases
        assert_parameters_agree(walked.end.parameters, end)
        near = walked.position(5)
        assert_parameters_agree(near.parameters, (steps[4].weights, steps[4].biases))


@pytest.mark.parametrize(
    ("task", "n_steps", "expected"),
    [
        (MAZUR, 10_000, 3.510187782978859e-05),
        (SHELF["nielsen_bad"].task, 300, 0.020573741613959928),
        (SHELF["nielsen_cross_entropy"].task, 300, 1.5122525110761982),
    ],
    ids=["Mazur", "Nielsen", "Nielsen with cross-entropy"],
)
def test_published_walks(task, n_steps, expected):
    walked = whole(task, n_steps)
    assert walked.engine == "compiled"
    assert len(walked.losses) == n_steps
    assert walked.loss_after() == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("engine", WALKERS)
@pytest.mark.parametrize("task", [MAZUR, IN_TURN], ids=["batch", "one by one"])
def test_any_step_is_opened_to_the_bit(task, engine):
    every_step = whole(task, 30, every=1, engine=engine)
    assert [position.number for position in every_step.kept] == list(range(1, 32))
    some = whole(task, 30, every=7, engine=engine)
    assert [position.number for position in some.kept] == [1, 8, 15, 22, 29, 31]
    for position in every_step.kept:
        assert bits(some.position(position.number)) == bits(position)


@pytest.mark.parametrize("engine", WALKERS)
@pytest.mark.parametrize("task", [MAZUR, IN_TURN], ids=["batch", "one by one"])
def test_a_walk_goes_on_from_where_another_ended(task, engine):
    straight = whole(task, 30, engine=engine)
    first = whole(task, 11, engine=engine)
    before = bits(first.end)
    second = whole(task, 19, first.end, engine=engine)
    assert bits(second.end) == bits(straight.end)
    np.testing.assert_array_equal([*first.losses, *second.losses], straight.losses)
    # What was handed out stays what it was.
    assert bits(first.end) == before == bits(second.start)


@pytest.mark.parametrize("engine", WALKERS)
def test_slices_of_any_size_are_the_same_walk(monkeypatch, engine):
    straight = whole(IN_TURN, 30, engine=engine)
    work = walks._work(IN_TURN) + WALKERS[engine].work_of_a_step
    monkeypatch.setattr(walks, "SLICE_WORK", 4 * work)
    parts = list(walk(IN_TURN, 30, every=6, engine=engine))
    assert [len(part.losses) for part in parts] == [4, 8, 12, 16, 20, 24, 28, 30]
    for part in parts:
        assert part.end.number == len(part.losses) + 1
        np.testing.assert_array_equal(part.losses, straight.losses[: len(part.losses)])
    assert [position.number for position in parts[2].kept] == [1, 7, 13]
    assert bits(parts[-1].end) == bits(straight.end)


def test_a_slice_takes_a_moment():
    # Whoever looks on hears of a long walk many times; of a short one once.
    assert len(list(walk(MAZUR, 200))) == 1
    assert len(list(walk(MAZUR, 30_000))) > 3


@pytest.mark.parametrize("engine", WALKERS)
@pytest.mark.parametrize("order", ["batch", "one by one"])
def test_a_walk_stops_where_the_loss_is_not_finite(engine, order):
    task = Task(
        [[1.0], [2.0]], [[1.0], [0.0]], [[[3.0]]], [[0.5]], 40.0, "squared_error", order=order
    )
    parts = list(walk(task, 5000, engine=engine, every=10))
    walked = parts[-1]
    n = len(walked.losses)
    assert n < 500
    assert np.isfinite(walked.losses[:-1]).all()
    assert not np.isfinite(walked.losses[-1])
    # The step that has no loss was not made, and is the one to open.
    assert walked.stopped_at == walked.end.number == n
    assert np.isfinite(walked.position(n - 1).parameters[0][0]).all()
    assert bits(walked.position(n)) == bits(walked.end)
    with pytest.raises(ValueError, match="number must be"):
        walked.position(n + 1)
    assert whole(task, n - 1, engine=engine).stopped_at is None
    # From there nothing goes on.
    again = whole(task, 10, walked.end, engine=engine)
    assert (len(again.losses), again.stopped_at) == (1, n)
    with pytest.raises(ValueError, match="there is no last step"):
        again.loss_after()


def test_few_steps_are_made_in_numpy_and_many_compiled():
    assert whole(MAZUR, FEW_STEPS).engine == "numpy"
    assert whole(MAZUR, FEW_STEPS + 1).engine == "compiled"


def test_nobody_waits_for_the_compiler_and_what_is_ready_then_is_told(monkeypatch):
    with monkeypatch.context() as meanwhile:
        busy_compiler(meanwhile)
        begun = whole(MAZUR, 200)
        assert begun.engine == "numpy"
        assert not walks.is_outrun(begun, 200)
    assert walks.is_outrun(begun, FEW_STEPS + 1)
    assert not walks.is_outrun(begun, FEW_STEPS)
    assert not walks.is_outrun(whole(MAZUR, 200), 200)
    steep = Task([2.0], [0.0], [[[3.0]]], [[0.5]], 40.0, "squared_error")
    ended = whole(steep, 5000, engine="numpy")
    assert ended.stopped_at
    assert not walks.is_outrun(ended, 200)


def test_numpy_walks_where_nothing_is_compiled(monkeypatch):
    with monkeypatch.context() as nowhere:
        without_compiler(nowhere)
        assert whole(MAZUR, 200).engine == "numpy"
        with pytest.raises(RuntimeError, match="there is no compiled walk: a reason"):
            whole(MAZUR, 200, engine="compiled")
    for name, missing in (
        ("logistic", "the activation logistic"),
        ("logistic_squared_error", "the loss logistic_squared_error"),
        ("sgd", "the optimizer sgd"),
    ):
        with monkeypatch.context() as lacking:
            without_loops(lacking, name)
            assert whole(MAZUR, 200).engine == "numpy"
            with pytest.raises(RuntimeError, match=f"there is no compiled loop for {missing}$"):
                whole(MAZUR, 200, engine="compiled")


def test_what_a_walk_is_asked_for_is_checked():
    for wrong in (0, -1, 2.5, True, "3", None):
        with pytest.raises(ValueError, match="n_steps must be"):
            whole(MAZUR, wrong)
    for wrong in (0, 2.5, "3"):
        with pytest.raises(ValueError, match="every must be"):
            whole(MAZUR, 5, every=wrong)
    with pytest.raises(ValueError, match="engine must be one of compiled, numpy; got 'abacus'"):
        whole(MAZUR, 5, engine="abacus")
    for wrong in (0, 7, 2.5):
        with pytest.raises(ValueError, match="number must be"):
            whole(MAZUR, 5).position(wrong)

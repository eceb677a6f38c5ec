"""Who is at work on a cluster: counted, told, and waited for no longer than a while."""

import pytest

from mlp_core.experiments.sweeps.workers.cluster import crew as module
from mlp_core.experiments.sweeps.workers.cluster.crew import Crew
from mlp_core.experiments.sweeps.workers.executor import SweepStopped


@pytest.fixture
def crew():
    return Crew("tcp://here:1")


def test_its_width_is_that_of_those_who_can(crew):
    assert crew.width == 0
    crew.are_there({"a": 1, "b": 4})
    assert (crew.width, crew.some_are_left_out, crew.notes) == (5, False, ())
    crew.leave_out("b", "no numpy")
    assert (crew.able, crew.width, crew.some_are_left_out) == ({"a": 1}, 1, True)
    crew.are_there({"a": 1, "c": 2})
    assert (crew.able, crew.some_are_left_out) == ({"a": 1, "c": 2}, False)


def test_those_who_are_lost_are_counted_and_told(crew):
    crew.are_there({"a": 1, "b": 1, "c": 1})
    crew.are_there({"a": 1, "b": 1})
    assert crew.notes == ("1 worker was lost; what it was at is trained elsewhere.",)
    crew.are_there({"d": 1})
    assert crew.notes == ("3 workers were lost; what they were at is trained elsewhere.",)
    assert crew.width == 1


def test_one_that_cannot_train_is_named_once_and_is_not_lost_when_it_goes(crew):
    crew.are_there({"a": 1, "b": 1})
    for _ in range(2):
        crew.leave_out("b", "ImportError: no\nnumpy `here`")
    crew.are_there({"a": 1})
    assert crew.notes == (
        "The worker `b` cannot train, and is left out: `ImportError: no numpy 'here'`.",
    )


def test_of_many_that_cannot_a_few_are_named_and_all_counted(crew):
    crew.are_there({f"w{k}": 1 for k in range(6)})
    for k in range(5):
        crew.leave_out(f"w{k}", "x" * 1000)
    assert len(crew.notes) == 4
    assert crew.notes[-1] == "5 workers were left out in all."
    assert max(map(len, crew.notes)) < 300


def test_where_nobody_can_train_the_sweep_stops_at_once(crew):
    crew.are_there({"a": 1})
    crew.check()
    crew.leave_out("a", "no numpy")
    with pytest.raises(SweepStopped, match="`no numpy` on `a`"):
        crew.check()


def test_where_there_is_nobody_it_waits_a_while_from_the_last_that_was_there(crew, monkeypatch):
    now = [0.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    crew = Crew("tcp://here:1")
    now[0] = module.PATIENCE_SECONDS - 1
    crew.check()
    crew.are_there({"a": 1})
    crew.check()
    crew.are_there({})
    now[0] += module.PATIENCE_SECONDS - 1
    crew.check()
    assert crew.notes[0].startswith("The cluster has no worker at the moment")
    now[0] += 2
    with pytest.raises(SweepStopped, match="dask worker tcp://here:1"):
        crew.check()

"""The benchmark's visitors are understood by the server: two of them, in no time."""

from concurrent.futures import ThreadPoolExecutor

from tests.benchmarks.classroom import MOVES, Lesson, tell, visit


def test_two_visitors_train_twice(capsys):
    lesson = Lesson(visitors=2, arrival_seconds=0.0, move_seconds=0.0, read_seconds=0.0)
    # On a thread of its own: on this one the browser of other tests has its event loop.
    with ThreadPoolExecutor(1) as pool:
        figures = pool.submit(visit, lesson).result()
    assert not figures.errors
    counts = len(figures.loads), len(figures.moves), len(figures.answers)
    assert counts == (2, 2 * len(MOVES), 4)
    assert figures.megabytes > 50
    tell("two", figures)
    assert "click to result" in capsys.readouterr().out

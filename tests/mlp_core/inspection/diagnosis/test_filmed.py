"""Runs that are kept or at work, judged by some of their epochs, against the whole diagnosis."""

from dataclasses import replace

import pytest

from mlp_core import QUESTION_2, TrainConfig, load_dataset
from mlp_core.inspection import diagnose
from mlp_core.inspection.diagnosis.filmed import judge_film
from mlp_core.inspection.diagnosis.running import Running
from mlp_core.inspection.film import Film

DIGITS = load_dataset("digits")
DEAD = replace(QUESTION_2, activation="relu", learning_rate=0.1, epochs=10)
WELL = replace(QUESTION_2, epochs=12)
DIVERGES = TrainConfig((64, 10), 0.1, 10, loss="squared_error")


def problems(findings):
    return {finding.kind for finding in findings if finding.severity == "problem"}


@pytest.mark.parametrize("config", [DEAD, WELL, DIVERGES], ids=["dead", "well", "diverges"])
def test_a_film_shows_the_problems_that_the_training_had(config):
    film = Film.of(config, DIGITS)
    found = judge_film(film, diverged=film.last < config.epochs)
    assert problems(found) == problems(diagnose(config, DIGITS))


def test_with_few_epochs_kept_the_problems_are_the_same():
    film = Film.of(DEAD, DIGITS)
    assert problems(judge_film(film, kept=[10])) == problems(diagnose(DEAD, DIGITS))
    assert judge_film(film, kept=[4, 10])[0].evidence[0].epoch in (0, 4)


def test_up_to_an_epoch_later_ones_play_no_part():
    film = Film.of(DEAD, DIGITS)
    found = judge_film(film, until=3)
    assert {figure.epoch for one in found for figure in one.evidence if figure.epoch} <= {1, 2, 3}
    assert problems(found) == problems(diagnose(replace(DEAD, epochs=3), DIGITS))
    assert problems(judge_film(Film.of(WELL, DIGITS), until=0)) == set()
    with pytest.raises(ValueError, match="epoch must be from 0 to 10"):
        judge_film(film, until=11)


def seen(config, clock, n=6):
    """What a run at work is said to have after each of its first epochs, a second apart."""
    film, running = Film.of(config, DIGITS), Running(config, DIGITS, clock)
    found = []
    for epoch in range(1, n + 1):
        clock.now += clock.apart
        found.append(running.problems(film.checkpoint(epoch), film.scores[:epoch]))
    return found


class Clock:
    def __init__(self, apart):
        self.now, self.apart = 0.0, apart

    def __call__(self):
        return self.now


def test_a_run_at_work_is_told_its_problems_once_they_last():
    found = seen(DEAD, Clock(apart=2.0))
    assert [problems(one) for one in found[:2]] == [set(), set()]
    assert "dead_units" in problems(found[2])
    # Only the end can tell these.
    assert not {"at_baseline", "plateau", "steps_too_short"} & problems(found[-1])
    assert all(problems(one) == set() for one in seen(WELL, Clock(apart=2.0)))


def test_a_run_at_work_is_looked_at_once_a_second_at_most():
    often = seen(DEAD, Clock(apart=0.3))
    assert [bool(one) for one in often] == [False] * 5 + [True]

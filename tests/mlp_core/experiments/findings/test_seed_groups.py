"""Which seeds a repetition trains, and which runs stand beside each other."""

from dataclasses import replace

import pytest

from mlp_core import LIMITS, QUESTION_2
from mlp_core.experiments.findings.seed_groups import (
    follows_its_config,
    missing_seeds,
    seed_group,
    seed_members,
    undisturbed,
)
from mlp_core.experiments.runs.storage.rows import RunSummary
from tests.mlp_core.runs import SCORE, at_rate, make_run

CONFIG = replace(QUESTION_2, epochs=2)
SCORES = (SCORE, replace(SCORE, epoch=2))


def seeds(configs):
    return [config.seed for config in configs]


@pytest.mark.parametrize(
    ("seed", "n", "taken", "found"),
    [
        (0, 3, [], [0, 1, 2]),
        (0, 3, [0], [1, 2]),
        (5, 5, [5, 7], [6, 8, 9]),
        (5, 5, [6, 6], [5, 7, 8, 9]),
        (0, 3, [0, 1, 2], []),
        (0, 3, [0, 1, 2, 9], []),
        (int(LIMITS["seed"].high), 3, [], [int(LIMITS["seed"].high), 0, 1]),
    ],
)
def test_missing_seeds_are_the_next_free_ones(seed, n, taken, found):
    config = replace(CONFIG, seed=seed)
    configs = missing_seeds(config, n, iter(taken))
    assert seeds(configs) == found
    assert {replace(one, seed=seed) for one in configs} <= {config}


def test_a_run_follows_its_config_if_nothing_happened_on_the_way():
    run = make_run(CONFIG, SCORES)
    assert follows_its_config(run)
    assert not follows_its_config(replace(run, state="stopped"))
    assert not follows_its_config(replace(run, scores=SCORES[:1]))
    assert not follows_its_config(replace(run, epochs=3, scores=(*SCORES, replace(SCORE, epoch=3))))
    diverged = replace(run, state="diverged", scores=())
    assert undisturbed(run)
    assert undisturbed(diverged)
    assert not follows_its_config(diverged)
    assert not undisturbed(replace(run, state="interrupted"))
    changed = at_rate(SCORES[0], 0.002)
    assert not follows_its_config(replace(run, scores=(changed, SCORES[1])))
    assert not undisturbed(replace(diverged, scores=(changed,)))


def summary(seed=0, last=SCORES[1], config=CONFIG, **changes):
    run = make_run(replace(config, seed=seed), (), group="g", **changes)
    return RunSummary(run, last, last)


def test_members_differ_in_the_seed_alone_and_went_as_planned():
    run = summary(0).run
    others = [
        summary(1, state="diverged"),
        summary(2, epochs=3),
        summary(3, last=SCORES[0]),
        summary(4, last=None),
        summary(5, config=replace(CONFIG, activation="relu")),
        summary(6, last=at_rate(SCORES[1], 0.5)),
        RunSummary(replace(summary(7).run, group="other"), SCORES[1], SCORES[1]),
    ]
    members = [summary(9), summary(0), summary(3)]
    assert seed_members([*others, *members], run) == [members[1], members[2], members[0]]


def test_one_seed_counts_once():
    twice = [summary(1), summary(1, id="again"), summary(2)]
    assert [m.run.config.seed for m in seed_members(twice, twice[0].run)] == [1, 2]


def test_a_run_in_no_group_makes_one_of_its_own():
    run = replace(summary().run, group="")
    assert seed_group(run) == run.id
    assert seed_group(summary().run) == "g"
    assert seed_members([RunSummary(run, SCORES[1], SCORES[1])], run) == []

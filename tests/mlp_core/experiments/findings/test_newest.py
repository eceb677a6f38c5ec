"""Which runs count as those of a configuration."""

from dataclasses import replace

from mlp_core import QUESTION_2, EpochScores
from mlp_core.experiments.findings.newest import newest_runs
from mlp_core.experiments.runs.run import Run
from mlp_core.experiments.runs.storage.rows import RunSummary

CONFIG = replace(QUESTION_2, epochs=1)
LAST = EpochScores(1, CONFIG.learning_rate, 1.0, 1.0, 1.0, 0.5, 0.5, 0.0)


def summary(name, config=CONFIG, **changes):
    run = Run(name, name, config, config.epochs, "", "numpy", {}, 0.0, 1.0, "finished")
    return RunSummary(replace(run, **changes), LAST, LAST)


def found(*summaries, is_here=lambda run: True):
    return {c: s.run.id for c, s in newest_runs([CONFIG], summaries, is_here).items()}


def test_the_first_that_came_to_its_end_counts():
    assert found(summary("new"), summary("old")) == {CONFIG: "new"}
    assert found(summary("stopped", state="stopped"), summary("old")) == {CONFIG: "old"}
    assert found(summary("extended", epochs=5), summary("old")) == {CONFIG: "old"}
    assert found(summary("overflow", state="diverged")) == {CONFIG: "overflow"}


def test_others_do_not_count():
    assert found(summary("other", replace(CONFIG, seed=1))) == {}
    assert found(summary("elsewhere"), is_here=lambda run: False) == {}


def test_what_has_no_effect_makes_no_difference():
    # Plain SGD looks at no β.
    assert found(summary("plain", replace(CONFIG, beta_1=0.5))) == {CONFIG: "plain"}
    assert found(summary("other", replace(CONFIG, momentum=0.5))) == {}

"""What Compare says is wrong with runs: a mark of those that are compared, and findings of one."""

from dataclasses import replace

from mlp_core import QUESTION_2
from mlp_core.inspection import diagnose
from pages.shared import judged
from tests.pages.kept import tick, trained
from tests.pages.shown import html_of, written
from tests.patience import PATIENCE_SECONDS

WELL = replace(QUESTION_2, epochs=5)
DEAD = replace(QUESTION_2, activation="relu", learning_rate=0.1, epochs=5)


def said(app):
    return [markdown.value for markdown in app.markdown]


def test_a_compared_run_is_marked_in_a_word_and_a_sign(open_app, store):
    well, dead, other = trained(store, WELL, DEAD, replace(WELL, seed=3))
    app = open_app("compare")
    tick(app, well, dead)
    marks = dict(zip(written(app, "name"), written(app, "diagnosis"), strict=True))
    problems = sum(
        one.severity == "problem" for one in diagnose(DEAD, DEAD.source.load(DEAD.scaling))
    )
    by_run = {run_id: marks[store.load(run_id).name] for run_id in (well, dead)}
    assert by_run[dead] == f"✗ dead units +{problems - 1}"
    assert by_run[well].startswith("i ")
    assert "problem" not in by_run[well]
    # Of a run that nobody has chosen nothing is asked.
    assert other not in app.session_state[judged.MARKS]


def test_the_findings_of_the_run_to_act_on_are_there(open_app, store):
    (dead,) = trained(store, DEAD)
    app = tick(open_app("compare"), dead)
    assert ":material/report: **Problem: dead units**" in said(app)
    assert "All 50 units in hidden layer 1 are dead" in html_of(app)
    press_try(app, "Try rate 0.01")
    job = app.session_state["training_job"]
    assert job.wait(PATIENCE_SECONDS)
    assert job.config == replace(DEAD, learning_rate=0.01)


def press_try(app, label):
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception


def test_runs_over_seeds_tell_their_spread_where_nothing_is_wrong(open_app, store):
    ids = trained(store, *(replace(WELL, seed=seed) for seed in range(3)))
    app = tick(open_app("compare"), ids[0])
    assert "One run tells nothing of the seed's spread" in str(said(app))
    for run_id in ids:
        store.edit(run_id, group="well")
    app = tick(open_app("compare"), ids[0])
    scores = [store.load(run_id).scores[-1].test_accuracy for run_id in ids]
    text = next(one for one in said(app) if "Nothing wrong that I can see" in one)
    assert "over 3 seeds" in text
    assert f"{min(scores):.2%}".replace("%", " %") in text
    assert "tells nothing" not in text

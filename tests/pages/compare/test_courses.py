"""What runs did beside their configurations, wherever the Compare page shows a configuration."""

from dataclasses import replace

import pytest

from mlp_core import QUESTION_2, constant_parameters
from mlp_core.checkpoint import first_checkpoint
from mlp_core.experiments.runs.table import CAUSES
from tests.mlp_core.runs import SCORE, at_rate, make_run
from tests.pages.kept import tick
from tests.pages.shown import messages, table, written

CONFIG = replace(QUESTION_2, learning_rate=0.1, epochs=2)
AS_PLANNED = [at_rate(SCORE, 0.1, epoch=epoch) for epoch in (1, 2)]


def keep(store, run_id, scores=AS_PLANNED, config=CONFIG, **changes):
    run = make_run(config, (), **({"id": run_id, "name": run_id} | changes))
    assert store.record(run, scores)


def told(app):
    """All that the page says in sentences."""
    return "\n".join([messages(app), *(markdown.value for markdown in app.markdown)])


# What the other of two runs did, in which words the page has it, and how a legend has it.
COURSES = {
    "rate_changes": (
        {"scores": [AS_PLANNED[0], at_rate(AS_PLANNED[1], 0.01)]},
        "0.01 from epoch 2",
        "rate 0.01 from epoch 2",
    ),
    "epochs_added": (
        {"epochs": 3, "scores": [*AS_PLANNED, replace(AS_PLANNED[1], epoch=3)]},
        "1",
        "1 epoch added",
    ),
    "epochs_missing": ({"scores": AS_PLANNED[:1], "state": "stopped"}, "1", "1 epoch missing"),
    "fingerprint": ({"fingerprint": "4567cdef89"}, "4567cdef", "data 4567cdef"),
    "engine": ({"engine": "numpy"}, "numpy", "numpy engine"),
    "versions": ({"versions": {"numpy": "1.26.4"}}, "numpy 1.26.4", ""),
    "pauses": ({"pauses": (1,)}, "after epoch 1", ""),
}
NAMES = {
    "rate_changes": "rate changed",
    "epochs_added": "epochs added",
    "epochs_missing": "epochs missing",
    "fingerprint": "fingerprint of the data",
    "pauses": "paused",
}


@pytest.mark.parametrize("name", COURSES)
def test_what_a_run_did_is_compared_like_its_settings(open_app, store, name):
    changes, says, in_legend = COURSES[name]
    keep(store, "plain")
    keep(store, "other", **changes)
    app = tick(open_app("compare"), "plain", "other")
    app.toggle(key="compare_differences").set_value(True).run()
    heads = ["1 · plain", " · ".join(filter(None, ["2 · other", in_legend]))]
    if name in ("engine", "fingerprint"):
        heads[0] += {"engine": " · compiled engine", "fingerprint": " · data 0123abcd"}[name]
    assert app.selectbox(key="compare_with").options == heads
    cells = table(app, "settings that differ are marked")
    title = NAMES.get(name, name)
    assert cells[title, "2 · other"] == says
    assert cells[title, "1 · plain"] != says
    assert {row for row, _ in cells} == {title}
    # The table of runs has it, and of all settings it alone.
    assert set(CAUSES) & set(app.dataframe[0].value.columns) == {name}
    assert says in written(app, name)
    assert "what they did is the same" not in told(app)
    if name == "pauses":
        assert "which changes no figure" in told(app)
    elif name in ("engine", "versions"):
        assert f"They were computed otherwise ({title})" in told(app)
    else:
        assert f"Their settings are the same; they differ in what they did: {title}." in told(app)


def test_runs_that_did_the_same_are_said_to(open_app, store):
    keep(store, "plain")
    keep(store, "other")
    app = tick(open_app("compare"), "plain", "other")
    assert "Their settings are the same, and so is what they did." in told(app)
    assert "their results differ" not in told(app)


def test_other_results_of_the_same_course_are_not_explained_away(open_app, store):
    keep(store, "plain")
    keep(store, "other", scores=[AS_PLANNED[0], replace(AS_PLANNED[1], total_loss=7.0)])
    app = tick(open_app("compare"), "plain", "other")
    assert "Yet their results differ: the cause is nothing that is kept with a run" in told(app)


def test_a_difference_of_settings_is_named_with_what_was_done(open_app, store):
    keep(store, "plain")
    changes = COURSES["rate_changes"][0]
    keep(store, "other", config=replace(CONFIG, seed=3, activation="relu"), **changes)
    app = tick(open_app("compare"), "plain", "other")
    assert "These runs differ in seed and activation." in told(app)
    assert "They also differ in what they did: rate changed." in told(app)


def test_a_link_says_which_run_it_does_not_make_again(open_app, store):
    keep(store, "plain")
    keep(store, "other", **COURSES["rate_changes"][0])
    app = tick(open_app("compare"), "other")
    assert "The link does not make 1 · `other` again" in told(app)
    assert "The learning rate was changed during the run, from 0.1 to 0.01 from epoch 2." in told(
        app
    )
    app = tick(app, "plain", "other")
    assert "Runs 1, 2 have one configuration, and the link has it once." in told(app)


@pytest.mark.parametrize(("differs", "told_so"), [({}, True), ({"total_loss": 1.0}, False)])
def test_runs_equal_to_the_last_bit_are_said_to_be_the_same_run(open_app, store, differs, told_so):
    start = first_checkpoint(CONFIG, constant_parameters(CONFIG.units, 0.1))
    for run_id, changes in (("plain", {}), ("again", differs)):
        scores = [AS_PLANNED[0], replace(AS_PLANNED[1], **changes)]
        run = make_run(CONFIG, (), id=run_id, name=run_id)
        assert store.record(run, scores, [replace(start, epoch=2)])
    app = tick(open_app("compare"), "plain", "again")
    assert ("**Runs 1 and 2 are the same run:**" in told(app)) == told_so

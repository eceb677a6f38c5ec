"""Runs over seeds on Compare: repeated together, in one line, and what their mean hides."""

from dataclasses import replace

from mlp_core import TrainConfig
from mlp_core.experiments.runs.fingerprint import fingerprint_here
from tests.mlp_core.runs import SCORE, at_rate, make_run
from tests.pages.kept import tick, trained
from tests.pages.shown import messages, press, written
from tests.patience import PATIENCE_SECONDS

QUICK = TrainConfig((64, 8, 10), 0.001, 1, batch_size=32)
# At this rate the first updates throw every unit to where nothing flows back.
DEAD = replace(QUICK, learning_rate=0.5, activation="relu", batch_size=1)


def keep(store, group, *accuracies):
    """A run of each accuracy, with seeds from 0 on."""
    here = fingerprint_here(QUICK.source, QUICK.scaling)
    for seed, accuracy in enumerate(accuracies):
        config = replace(QUICK, seed=seed)
        run = make_run(config, (), id=f"{group}{seed}", group=group, fingerprint=here)
        store.record(run, [replace(SCORE, test_accuracy=accuracy)])


def test_all_that_are_ticked_are_repeated_in_one_batch(open_app, store):
    ids = trained(store, QUICK, replace(QUICK, activation="relu"))
    app = tick(open_app("compare"), *ids)
    app.number_input(key="compare_seeds").set_value(3).run()
    assert app.selectbox(key="compare_repeat").options[0] == "All 2 that are ticked"
    press(app, "Repeat over 3 seeds")
    batch = app.session_state["compare_batch"]
    assert batch.wait(PATIENCE_SECONDS)
    assert batch.states == ["finished"] * 4
    groups = {}
    for summary in store.summaries():
        groups.setdefault(summary.run.group, set()).add(summary.run.config.seed)
    assert groups == {run_id: {0, 1, 2} for run_id in ids}
    app.run()
    press(app, "Repeat over 3 seeds")
    assert "There are 3 seeds of each of these runs already." in messages(app)


def test_a_line_for_all_seeds_has_their_mean_and_deviation(open_app, store):
    keep(store, "a", 0.9, 0.8, 0.7)
    keep(store, "b", 0.6)
    app = open_app("compare")
    app.selectbox(key="compare_order").set_value("test_accuracy").run()
    assert written(app, "test_accuracy") == ["90.00 %", "80.00 %", "70.00 %", "60.00 %"]
    app.toggle(key="compare_by_seeds").set_value(True).run()
    assert written(app, "seeds") == ["3", "1"]
    assert written(app, "mean_accuracy") == ["80.00 %", "60.00 %"]
    assert written(app, "deviation") == ["10.00 %", ""]
    assert not {"seed", "test_accuracy"} & set(app.dataframe[0].value.columns)
    app.toggle(key="compare_descending").set_value(False).run()
    assert written(app, "mean_accuracy") == ["60.00 %", "80.00 %"]
    captions = "\n".join(caption.value for caption in app.caption)
    assert "4 runs · tick up to" in captions


def test_seeds_that_are_all_stuck_are_no_reliable_result(open_app, store):
    ids = trained(store, DEAD, replace(DEAD, seed=1), replace(DEAD, seed=2))
    for run_id in ids:
        store.edit(run_id, group="dead")
    app = tick(open_app("compare"), ids[0])
    text = messages(app)
    assert "All 3 seeds are stuck, not clearly above the 13.06 %" in text
    assert "That they do not differ shows nothing but that." in text
    assert "With seed 0: dead units" in text


def test_some_stuck_seeds_are_counted_and_equal_ones_are_not_called_stuck(open_app, store):
    keep(store, "some", 0.1, 0.9, 0.9)
    keep(store, "equal", 0.9, 0.9)
    app = tick(open_app("compare"), "some0", "equal0")
    text = messages(app)
    assert "1 of 3 seeds is stuck" in text
    assert "all 2 seeds came to the very same accuracy." in text
    assert "2 seeds are stuck" not in text


def test_stuck_seeds_that_differ_are_not_said_to_be_alike(open_app, store):
    keep(store, "low", 0.1, 0.08)
    text = messages(tick(open_app("compare"), "low0"))
    assert "All 2 seeds are stuck" in text
    assert "do not differ" not in text


def test_what_is_not_repeated_is_said(open_app, store):
    scores = [SCORE, at_rate(SCORE, 0.01, epoch=2)]
    store.record(make_run(replace(QUICK, epochs=2), (), id="run"), scores)
    app = tick(open_app("compare"), "run")
    captions = "\n".join(caption.value for caption in app.caption)
    assert "Repetitions of run 1 follow its settings. The learning rate was changed" in captions

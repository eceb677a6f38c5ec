"""Sweeps that are kept: found, opened, gone on with, renamed, deleted and had back."""

from dataclasses import replace

import pytest

from mlp_core import QUESTION_2
from mlp_core.experiments.sweeps.kept.store import SweepStore
from mlp_core.experiments.sweeps.plan.axis import Axis
from mlp_core.experiments.sweeps.plan.spreads import Listed
from mlp_core.experiments.sweeps.plan.sweep import Halving, Sweep
from mlp_core.experiments.sweeps.run import outcomes
from pages.sweep.plan import planned
from tests.mlp_core.experiments.sweeps.made_up import Curves
from tests.mlp_core.stored import outside
from tests.pages.shown import buttons, html_of, messages, press
from tests.pages.sweep.swept import AGAIN, GO_ON, RUN, open_part, say, swept

LIST = "sweep_kept"


@pytest.fixture
def sweeps(store):
    return SweepStore(store.database)


@pytest.fixture
def interrupted(open_sweep, sweeps):
    """A sweep of four runs, of which the server has trained two before it was killed."""
    app = open_sweep()
    say(app, "0.001, 0.01", "2, 3")
    press(app, RUN)
    swept(app)
    (kept,) = sweeps.listing()
    whole = sweeps.load(kept.id)
    assert sweeps.delete([kept.id])
    sweep_id = sweeps.begin(whole.sweep, "half of it")
    sweeps.record(sweep_id, whole.results[:2], "interrupted", "The app ended.")
    return sweep_id


def say_of_opened(app, units):
    """Write the layers of the plan that was opened."""
    app.text_input(key="sweep_axis3_values").set_value(units).run()


def test_what_was_interrupted_is_offered_and_goes_on(open_sweep, sweeps, interrupted):
    app = open_sweep()
    assert "Your last sweep was interrupted after 2 of 4 runs: `half of it`. It goes" in messages(
        app
    )
    press(app, "Show it")
    assert "Your last sweep" not in messages(app)
    assert "Interrupted after 2 of 4 runs." in messages(app)
    # Its plan is in the controls.
    assert app.text_input(key="sweep_axis3_values").value == "2, 3"
    press(app, GO_ON)
    job = swept(app)
    assert job.n_new == 2
    assert "Trained 2 runs in " in messages(app)
    assert "2 were known already." in messages(app)
    kept = sweeps.load(interrupted)
    assert (kept.state, len(kept.results)) == ("finished", 4)
    assert AGAIN in buttons(app)


def test_what_was_interrupted_goes_on_with_a_click(open_sweep, sweeps, interrupted):
    app = open_sweep()
    press(app, "Continue it")
    assert app.text_input(key="sweep_axis3_values").value == "2, 3"
    assert swept(app).n_new == 2
    assert sweeps.load(interrupted).state == "finished"
    assert "Your last sweep" not in messages(app)
    # Who comes after that is offered to look at it.
    again = open_sweep()
    assert "Your last sweep: `half of it`." in messages(again)
    assert "Continue it" not in buttons(again)
    press(again, "Show it")
    assert "4 runs trained." in messages(again)


def test_what_a_lost_connection_left_at_a_pause_is_offered(open_sweep, sweeps, gate):
    app = open_sweep()
    press(app, RUN)
    gate.wait_for_arrival()
    app.session_state["sweep_job"].pause("The connection to this page was lost.")
    gate.open()
    done = len(swept(app).snapshot.progress.outcomes)
    assert done < 64
    elsewhere = open_sweep()
    assert f"Your last sweep was stopped after {done} of 64 runs: " in messages(elsewhere)
    press(elsewhere, "Continue it")
    assert swept(elsewhere).n_new == 64 - done


def test_what_cannot_be_trained_here_is_shown_and_not_begun(open_sweep, interrupted, monkeypatch):
    monkeypatch.setattr(planned, "why_too_much", lambda sweep: "These are too many.")
    app = open_sweep()
    press(app, "Continue it")
    assert "sweep_job" not in app.session_state
    assert "These are too many." in html_of(app)
    assert "Interrupted after 2 of 4 runs." in messages(app)


def test_of_halving_the_offer_says_what_is_trained_again(open_sweep, sweeps):
    base = replace(QUESTION_2, units=(64, 4, 10), epochs=2, split={"validation_size": 0.2})
    rates = Axis("learning_rate", Listed((0.0001, 0.001, 0.003, 0.01)))
    sweep = Sweep(base, (rates,), halving=Halving(1, 2))
    found = [outcome.result for outcome in outcomes(sweep, Curves(lambda cell: [0.5, 0.5]))]
    kept_as = sweeps.begin(sweep, "by halves")
    sweeps.record(kept_as, found[:5], "stopped")
    told = messages(open_sweep())
    assert "was stopped after 5 of 6 trainings: `by halves`. Going on trains 1 run again" in told
    assert "where it was" not in told
    sweeps.record(kept_as, found, "stopped")
    assert "It goes on where it was" in messages(open_sweep())


def test_a_kept_one_is_renamed_deleted_and_had_back(open_sweep, sweeps, interrupted):
    app = open_sweep()
    open_part(app, LIST)
    app.text_input(key=f"sweep_name_{interrupted}").set_value("a *name*").run()
    assert [entry.name for entry in sweeps.listing()] == ["a *name*"]
    press(app, "Open")
    press(app, "Delete")
    assert sweeps.listing() == []
    # What was deleted is shown no more.
    assert "Interrupted after" not in messages(app)
    press(app, "Undo")
    assert [entry.id for entry in sweeps.listing()] == [interrupted]


def test_run_again_trains_all_anew_as_another_sweep(open_sweep, sweeps):
    app = open_sweep()
    say(app, "0.001, 0.01", "2")
    press(app, RUN)
    swept(app)
    press(app, AGAIN)
    assert swept(app).n_new == 2
    assert len(sweeps.listing()) == 2


def test_a_wider_one_stays_the_same_sweep_and_another_base_is_another(open_sweep, sweeps):
    app = open_sweep()
    say(app, "0.001, 0.01", "2")
    press(app, RUN)
    swept(app)
    say(app, "0.001, 0.01", "2, 3")
    press(app, RUN)
    swept(app)
    (kept,) = sweeps.listing()
    assert (kept.n_results, kept.sweep.n_runs) == (4, 4)
    # Half of it is in the next, which begins with that.
    say(app, "0.01, 0.1", "2, 3")
    press(app, RUN)
    assert swept(app).n_new == 2
    assert [entry.n_results for entry in sweeps.listing()] == [4, 4]
    app.number_input(key="seed").set_value(5).run()
    press(app, RUN)
    assert swept(app).n_new == 4


def test_a_name_that_nobody_gave_follows_what_the_sweep_becomes(open_sweep, sweeps):
    app = open_sweep()
    say(app, "0.001, 0.01", "2")
    press(app, RUN)
    swept(app)
    press(app, "Add an axis")
    app.selectbox(key="sweep_axis2_name").set_value("seed").run()
    app.text_input(key="sweep_axis2_values").set_value("0, 1").run()
    press(app, RUN)
    assert swept(app).n_new == 2
    (kept,) = sweeps.listing()
    assert kept.name == "learning rate × units × seed, handwritten digits"
    assert sweeps.rename(kept.id, "mine")
    app.text_input(key="sweep_axis2_values").set_value("0, 1, 2").run()
    press(app, RUN)
    swept(app)
    assert [entry.name for entry in sweeps.listing()] == ["mine"]


def test_the_best_at_an_edge_is_widened_with_a_click(open_sweep, sweeps):
    app = open_sweep()
    # An epoch at such rates is better the more the rate is.
    say(app, "0.00001, 0.0001", "20")
    press(app, RUN)
    swept(app)
    press(app, "Widen to higher learning rate")
    job = swept(app)
    assert job.sweep.axes[0].values == (1e-5, 1e-4, 0.001, 0.01, 0.1)
    assert job.n_new == 3
    assert len(sweeps.listing()) == 1
    assert "0.00001, 0.0001, 0.001, 0.01, 0.1" in [text.value for text in app.text_input]


def test_runs_that_failed_are_trained_again(open_sweep, sweeps, interrupted):
    whole = sweeps.load(interrupted)
    failed = [replace(one, state="failed", reason="There were no rows.") for one in whole.results]
    (lost,) = failed[1:]
    sweeps.record(interrupted, [lost], "interrupted")
    app = open_sweep()
    press(app, "Show it")
    # A plan of one value more knows the one that finished alone.
    say_of_opened(app, "2, 3, 4")
    assert [text for text in app.markdown if "1 of 6 runs are known already" in text.value]
    say_of_opened(app, "2, 3")
    press(app, GO_ON)
    assert swept(app).n_new == 3
    assert {one.state for one in sweeps.load(interrupted).results} == {"finished"}
    assert GO_ON not in buttons(app)


def test_what_failed_of_a_sweep_that_is_over_can_be_tried_again(open_sweep, sweeps, interrupted):
    whole = sweeps.load(interrupted)
    others = [replace(one, state="failed") for one in whole.results]
    sweeps.record(interrupted, others[:1], "finished")
    outside(sweeps.database.path, "UPDATE sweeps SET state = 'finished'")
    app = open_sweep()
    open_part(app, LIST)
    press(app, "Open")
    assert "1 failed. Go on trains again what failed." in messages(app)
    assert {GO_ON, AGAIN} <= buttons(app)


def test_damaged_results_are_told_until_they_are_trained_again(open_sweep, sweeps, interrupted):
    path = sweeps.database.path
    last = "(SELECT max(key) FROM sweep_results)"
    outside(path, f"UPDATE sweep_results SET figures = x'00' WHERE key = {last}")
    outside(path, "UPDATE sweeps SET state = 'finished'")
    app = open_sweep()
    open_part(app, LIST)
    press(app, "Open")
    told = "1 result of this sweep is damaged and left out"
    assert f"{told}: Go on trains again what is lacking." in html_of(app)
    assert "1 of 4 runs are kept." in messages(app)
    press(app, GO_ON)
    assert swept(app).n_new == 3
    assert told not in html_of(app)
    assert GO_ON not in buttons(app)


def test_a_damaged_sweep_is_listed_as_text_and_can_be_deleted(open_sweep, sweeps, interrupted):
    outside(
        sweeps.database.path,
        "UPDATE sweeps SET definition = '[]', name = '![x](http://foreign.example/a.png)'",
    )
    app = open_sweep()
    assert [one.label for one in app.expander if "damaged" in one.label] == ["1 damaged sweep"]
    listed = [text for text in app.markdown if "foreign.example" in text.value]
    assert [text.value[:44] for text in listed] == ["- `![x](http://foreign.example/a.png)`: `the"]
    press(app, "Delete it")
    assert sweeps.damaged() == []
    assert not [one.label for one in app.expander if "damaged" in one.label]

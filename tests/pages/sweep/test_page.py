"""The Sweep page: a plan that is ready, begun by a click, held, ended, begun again."""

import re
from dataclasses import replace

from mlp_core import QUESTION_2
from mlp_core.experiments.sweeps.job import SweepJob
from mlp_core.experiments.sweeps.kept.link import to_link
from mlp_core.experiments.sweeps.plan.axis import Axis
from mlp_core.experiments.sweeps.plan.spreads import Listed
from mlp_core.experiments.sweeps.plan.sweep import Halving, Sweep
from pages.shared import jobs
from tests.mlp_core.waiting import wait_until
from tests.pages.shown import buttons, choice, html_of, messages, press
from tests.pages.sweep.swept import AGAIN, GO_ON, RUN, open_part, say, swept


class SweepOfNobody(SweepJob):
    """A sweep that is stopped before anybody trains."""

    def _work(self):
        self._ended = "stopped", ""
        yield None


def test_a_plan_is_ready_and_nothing_trains_before_the_click(open_app):
    app = open_app("sweep")
    assert RUN in buttons(app)
    (said,) = [text.value for text in app.markdown if text.value.startswith("64 runs")]
    assert re.fullmatch(r"64 runs, about \d+ (s|min) on this machine", said)
    assert "sweep_job" not in app.session_state
    # The map of what is to come.
    assert len(app.get("vega_lite_chart")) == 1


def test_a_click_trains_every_combination_on_a_validation_part(open_sweep):
    app = open_sweep()
    press(app, RUN)
    job = swept(app)
    assert messages(app).startswith("Trained 64 runs in ")
    configs = [outcome.result.config for outcome in job.snapshot.progress.outcomes]
    assert len(set(configs)) == 64
    assert {config.split["validation_size"] for config in configs} == {0.2}
    assert {config.epochs for config in configs} == {1}
    assert AGAIN in buttons(app)


def test_it_is_paused_goes_on_and_is_stopped(open_sweep, gate):
    app = open_sweep()
    press(app, RUN)
    gate.wait_for_arrival()
    app.run()
    assert {"Pause", "Stop sweep"} <= buttons(app)
    press(app, "Pause")
    gate.open()
    swept(app)
    assert "Resume goes on where it was." in messages(app)
    press(app, "Stop sweep")
    assert "Go on trains the rest." in messages(app)
    press(app, GO_ON)
    job = swept(app)
    assert len({outcome.cell.place for outcome in job.snapshot.progress.outcomes}) == 64
    assert job.n_new <= 61


def test_without_rows_for_a_plan_what_is_at_work_can_be_stopped_and_seen(open_sweep, gate):
    app = open_sweep()
    press(app, RUN)
    gate.wait_for_arrival()
    # Of a table that nobody has brought here.
    app.selectbox(key="dataset").set_value("table").run()
    assert any("The rows to train on cannot be had" in one.value for one in app.markdown)
    assert {"Pause", "Stop sweep"} <= buttons(app)
    gate.open()
    press(app, "Stop sweep")
    swept(app)
    assert "Stopped after" in messages(app)
    assert app.get("vega_lite_chart")


def test_a_stopped_sweep_can_be_gone_on_with_after_the_plan_was_changed(open_sweep, gate):
    app = open_sweep()
    press(app, RUN)
    gate.wait_for_arrival()
    say(app, "0.001, 0.01", "2")
    gate.open()
    press(app, "Stop sweep")
    ran = swept(app).sweep
    assert "Go on trains the rest." in messages(app)
    assert GO_ON not in buttons(app)
    press(app, "Back to that plan")
    assert "Back to that plan" not in buttons(app)
    press(app, GO_ON)
    assert swept(app).sweep == ran


def test_the_time_left_is_that_of_all_rounds_of_halving(open_sweep, gate):
    """A run has a result in each round: there come more results than there are runs."""
    gate.at_step = 8
    app = open_sweep(epochs="4")
    app.session_state["sweep_epochs_each"] = "halved"
    app.session_state["sweep_first_epochs"] = 1
    app.session_state["sweep_factor"] = 2
    say(app, "0.001, 0.01, 0.1", "4, 8")
    press(app, RUN)
    gate.wait_for_arrival()
    app.run()
    (bar,) = app.get("progress")
    assert re.match(r"\d of \d+ trainings .* about \d+ s left$", bar.proto.text)
    assert 0 < bar.proto.value < 100


def test_other_pages_find_the_sweep_when_they_come_back(open_sweep):
    app = open_sweep()
    press(app, RUN)
    swept(app)
    app.switch_page("pages/compare/page.py").run()
    app.switch_page("pages/sweep/page.py").run()
    assert messages(app).startswith("Trained 64 runs in ")


def test_what_is_known_of_a_wider_plan_is_not_trained_again(open_sweep):
    app = open_sweep()
    press(app, RUN)
    swept(app)
    app.text_input(key="sweep_axis0_values").set_value("0.0001, 0.1 to").run()
    assert "is no range" in html_of(app)
    assert RUN not in buttons(app)
    app.text_input(key="sweep_axis0_values").set_value("0.0001, 0.1, 1").run()
    told = "16 of 24 runs are known already, about "
    assert [text for text in app.markdown if text.value.startswith(told)]
    press(app, RUN)
    job = swept(app)
    assert job.n_new == 8
    assert "Trained 8 runs in " in messages(app)
    assert "16 were known already" in messages(app)


def test_results_of_rounds_are_not_called_runs(open_app):
    base = replace(QUESTION_2, units=(64, 4, 10), epochs=4, split={"validation_size": 0.2})
    rates = Axis("learning_rate", Listed((0.0001, 0.001, 0.003, 0.01)))
    app = open_app("sweep", sweep=to_link(Sweep(base, (rates,), halving=Halving(1, 2))))
    press(app, RUN)
    job = swept(app)
    job.close()
    # Four of one epoch, two of two, one of four.
    assert "4 runs by halving: 7 trainings in " in messages(app)


def test_the_line_about_the_plan_writes_r2_as_everywhere(open_sweep):
    app = open_sweep(dataset="diabetes", scaling="standard", loss="squared_error")
    assert any("judged by validation R², last epoch" in one.value for one in app.caption)
    assert any("judged by validation accuracy" in one.value for one in open_sweep().caption)


def test_without_a_free_place_it_waits_and_says_so(open_sweep):
    app = open_sweep()
    say(app, "0.001", "2")
    others = jobs._slots().of("others")
    for _ in range(others.limit):
        others.enter(lambda: None)
    press(app, RUN)
    job = app.session_state["sweep_job"]
    wait_until(lambda: job.notes)
    app.run()
    assert "Waiting for a free place: this server trains" in html_of(app)
    assert {"Pause", "Stop sweep"} <= buttons(app)
    for _ in range(others.limit):
        others.leave()
    swept(app)
    assert "Waiting" not in html_of(app)


def test_an_executor_that_cannot_be_had_loses_nothing(open_sweep):
    app = open_sweep()
    say(app, "0.001", "2")
    press(app, RUN)
    swept(app)
    say(app, "0.001, 0.01", "2")
    open_part(app, "sweep_how")
    choice(app, "sweep_trainer").set_value("cluster").run()
    app.text_input(key="sweep_cluster").set_value("nowhere").run()
    press(app, RUN)
    swept(app)
    assert "It failed after 1 of 2 runs. executor must be threads, processes or the" in messages(
        app
    )
    # By the sweep before, half of it is known.
    press(app, "Go on with this server's threads")
    assert swept(app).n_new == 1


def test_a_value_that_is_written_twice_is_trained_once(open_sweep):
    app = open_sweep()
    say(app, "0.01, 0.01, 1e-2", "5, 5")
    press(app, RUN)
    assert swept(app).n_new == 1
    assert "Trained 1 run in " in messages(app)


def test_a_sweep_that_came_to_nothing_says_nothing_of_what_is_done(open_sweep, monkeypatch):
    monkeypatch.setattr("pages.sweep.plan.running.SweepJob", SweepOfNobody)
    app = open_sweep()
    press(app, RUN)
    swept(app)
    assert "Stopped after 0 of 64 runs." in messages(app)
    assert "What is done is below" not in messages(app)

"""Plans that come and go: by links, as files, as programs. None of them trains anything."""

import random
from dataclasses import replace

import pytest

from mlp_core import QUESTION_2
from mlp_core.experiments.jobs.slots import Slots
from mlp_core.experiments.sweeps.kept.files import definition_to_file, sweep_to_file
from mlp_core.experiments.sweeps.kept.link import from_link, to_link
from mlp_core.experiments.sweeps.plan.axis import Axis
from mlp_core.experiments.sweeps.plan.objective import Objective
from mlp_core.experiments.sweeps.plan.spreads import Listed, Ranged
from mlp_core.experiments.sweeps.plan.sweep import Halving, Sweep
from mlp_core.experiments.sweeps.run import outcomes
from mlp_core.experiments.sweeps.workers.by_threads import ThreadExecutor
from mlp_core.experiments.sweeps.workers.rows import Rows
from tests.mlp_core.experiments.sweeps.findings.made import results
from tests.pages.shown import buttons, html_of, messages, press
from tests.pages.sweep.swept import AGAIN, GO_ON, RUN, open_part, say, swept

FILES = "sweep_files"
PLAN = Sweep(
    QUESTION_2,
    (Axis("momentum", Listed((0.0, 0.5))), Axis("alpha", Ranged(0.001, 1.0, 4, "log"))),
    repeats=3,
    draws=32,
    halving=Halving(4, 2),
    objective=Objective("validation_loss", "best"),
)
N_HOSTILE = 15


def planned(app):
    """The sweep that the address says."""
    sweep, complaints = from_link(app.query_params["sweep"])
    assert not complaints
    return sweep


def downloads(app):
    return {button.label: button for button in app.get("download_button")}


def test_the_plan_that_the_page_opens_on_says_nothing_in_the_address(open_app):
    app = open_app("sweep")
    assert not app.query_params
    app.number_input(key="seed").set_value(3).run()
    assert app.query_params == {"seed": "3"}


def test_a_link_brings_a_plan_and_trains_nothing(open_app):
    app = open_app("sweep", sweep=to_link(PLAN))
    assert "sweep_job" not in app.session_state
    assert [box.value for box in app.selectbox if box.label.startswith("Axis")] == [
        "momentum",
        "alpha",
    ]
    found = planned(app)
    # The same, with rows to choose by.
    assert found.base.split == {"validation_size": 0.2}
    assert (found.axes, found.repeats, found.draws) == (PLAN.axes, 3, 32)
    assert (found.halving, found.objective) == (PLAN.halving, PLAN.objective)
    assert planned(open_app("sweep", sweep=to_link(replace(PLAN, repeats=60)))).repeats == 60
    # What is opened again from its own address is the same.
    again = open_app("sweep", **app.query_params)
    assert planned(again) == found


@pytest.mark.parametrize("seed", range(N_HOSTILE))
def test_no_link_breaks_the_page(open_app, seed):
    chance = random.Random(seed)
    link = list(to_link(PLAN))
    for _ in range(chance.randrange(1, 6)):
        link[chance.randrange(len(link))] = chance.choice("aZ9-_%<é\x00")
    text = "".join(link)[: chance.choice([3, 50, len(link)])]
    app = open_app("sweep", sweep=text)
    assert RUN in {button.label for button in app.button}
    app.run()
    assert not app.exception


def test_a_damaged_link_is_told(open_app):
    app = open_app("sweep", sweep=to_link(PLAN)[:40])
    assert "About this link: The link was" in html_of(app)
    press(app, "Close")
    assert "About this link" not in html_of(app)


def test_a_sweep_is_taken_home_and_opened_elsewhere(open_sweep):
    app = open_sweep()
    say(app, "0.001, 0.01", "2")
    press(app, RUN)
    job = swept(app)
    open_part(app, FILES)
    assert {"Sweep with its results", "Plan alone", "As a scikit-learn script"} == {*downloads(app)}
    results = [outcome.result for outcome in job.snapshot.progress.outcomes]
    lines = "".join(sweep_to_file(job.sweep, results))
    other = open_sweep(epochs="9")
    open_part(other, FILES)
    other.file_uploader[0].set_value(("mine.jsonl", lines.encode(), "text/plain")).run()
    assert not other.exception
    assert "`mine.jsonl`: 2 of 2 runs are shown below, and kept." in html_of(other)
    assert other.get("vega_lite_chart")
    assert other.slider(key="epochs").value == 1


def test_results_on_a_table_that_is_not_here_are_shown_all_the_same(open_sweep):
    table = {"file": "mine.csv", "sha256": "0" * 64}
    base = replace(QUESTION_2, units=(3, 4, 2), dataset="table", data_parameters=table)
    sweep = Sweep(base, (Axis("learning_rate", Listed((0.001, 0.01))),))
    made = results(sweep, lambda cell: 0.9 + cell.place / 100)
    app = open_sweep()
    open_part(app, FILES)
    lines = "".join(sweep_to_file(sweep, made))
    app.file_uploader[0].set_value(("theirs.jsonl", lines.encode(), "text/plain")).run()
    assert not app.exception
    said = html_of(app)
    assert any("The rows to train on cannot be had" in one.value for one in app.markdown)
    assert "`theirs.jsonl`: 2 of 2 runs are shown below, and kept." in said
    assert "Best validation accuracy: 91.00 %" in said
    assert app.get("vega_lite_chart")
    press(app, "Open the test set")
    assert "not known here" in html_of(app)
    # It is still there for whoever comes back.
    again = open_sweep()
    open_part(again, "sweep_kept")
    press(again, "Open")
    assert "Best validation accuracy: 91.00 %" in html_of(again)


@pytest.fixture(scope="module")
def uninterrupted():
    """Four rates: all with an epoch, two with two, one with four; in the order of ending."""
    base = replace(QUESTION_2, units=(64, 4, 10), epochs=4, split={"validation_size": 0.2})
    rates = Axis("learning_rate", Listed((0.0001, 0.001, 0.003, 0.01)))
    sweep = Sweep(base, (rates,), halving=Halving(1, 2))
    executor = ThreadExecutor(Rows(), Slots(1))
    found = [outcome.result for outcome in outcomes(sweep, executor)]
    executor.close()
    assert [result.n_epochs for result in found] == [1, 1, 1, 1, 2, 2, 4]
    return sweep, found


@pytest.mark.parametrize(
    ("n", "again"),
    [
        (3, "up to 2 runs again from their first epoch"),
        (4, "2 runs again from their first epoch"),
        (5, "up to 2 runs again from their first epoch"),
        (7, ""),
    ],
)
def test_a_halved_sweep_that_was_cut_goes_on_to_the_very_same(open_sweep, uninterrupted, n, again):
    sweep, whole = uninterrupted
    app = open_sweep()
    open_part(app, FILES)
    lines = "".join(sweep_to_file(sweep, whole[:n]))
    app.file_uploader[0].set_value(("cut.jsonl", lines.encode(), "text/plain")).run()
    assert not app.exception
    if n == len(whole):
        assert GO_ON not in buttons(app)
        assert AGAIN in buttons(app)
        assert "Going on trains" not in html_of(app)
        return
    assert f"Stopped after {n} of 7 trainings. It came from a file." in messages(app)
    assert f"Going on trains {again}, to the same results" in html_of(app)
    press(app, GO_ON)
    job = swept(app)
    assert job.n_new == 7 - n
    assert AGAIN in buttons(app)
    assert "Going on trains" not in html_of(app)
    ended = {one.config: one for one in (o.result for o in job.snapshot.progress.outcomes)}
    assert len(ended) == 7
    assert all(ended[one.config].same_as(one) for one in whole)


def test_a_plan_alone_goes_into_the_controls(open_sweep):
    app = open_sweep()
    open_part(app, FILES)
    text = definition_to_file(PLAN)
    app.file_uploader[0].set_value(("plan.json", text.encode(), "application/json")).run()
    assert not app.exception
    assert planned(app).axes == PLAN.axes
    assert "sweep_job" not in app.session_state


def test_what_is_no_sweep_is_told(open_sweep):
    app = open_sweep()
    open_part(app, FILES)
    app.file_uploader[0].set_value(("<b>.json", b"[1, 2", "application/json")).run()
    assert not app.exception
    assert "`&lt;b&gt;.json` cannot be opened" in html_of(app)

"""The Sweep page: scikit-learn's comparison in each of its states."""

from dataclasses import replace

import pytest

from mlp_core.experiments.sweeps.gallery import job as gallery
from mlp_core.experiments.sweeps.gallery.job import GalleryJob
from pages.shared import jobs
from pages.sweep import figures
from tests.mlp_core.jobs import Gated
from tests.mlp_core.waiting import Gate, finish
from tests.pages.shown import buttons, html_of, messages, press, table

FIT, AGAIN, THEIRS = "Fit all 28", "Fit all 28 again", "Fit scikit-learn's own"


@pytest.fixture(autouse=True)
def short(monkeypatch):
    """Fits of an epoch or two, which no published figure is of."""
    problems = tuple(replace(problem, max_epochs=2) for problem in gallery.PROBLEMS)
    for module in (gallery, figures):
        monkeypatch.setattr(module, "PROBLEMS", problems)


class GatedGallery(Gated, GalleryJob):
    """The comparison, which a gate can hold between two fits."""


@pytest.fixture
def gate(monkeypatch):
    """Holds the comparison when two fits are done."""
    gate = Gate(at_step=2)
    monkeypatch.setattr(GatedGallery, "gate", gate)
    monkeypatch.setattr("pages.sweep.gallery.GalleryJob", GatedGallery)
    yield gate
    gate.open()


def fitted(app, name="gallery_job"):
    finish(app.session_state[name])
    app.run()
    assert not app.exception
    return app


def charts(app):
    return app.get("vega_lite_chart")


def test_nothing_is_fitted_before_the_click(open_app):
    app = open_app("sweep", shown_of_sweep="published")
    assert buttons(app) == {FIT}
    assert "gallery_job" not in app.session_state
    assert not charts(app)


def test_figures_that_are_not_the_published_ones_are_told(open_app):
    app = open_app("sweep", shown_of_sweep="published")
    press(app, FIT)
    fitted(app)
    assert "Fitted 28 in " in app.warning[0].value
    assert "0 of 28 published figures agree to six decimals. Iris, constant: " in messages(app)
    assert messages(app).endswith(" 25 more differ.")
    assert not app.success
    assert len(charts(app)) == 4
    assert table(app, "Iris")["constant", "agree"] == "no"
    assert table(app, "Iris")["Adam", "loss, published"] == "0.045311"
    assert table(app, "Iris")["Adam", "epochs"] == "2"
    assert 'class="marked"' in html_of(app)
    assert "The published figures of Circles and Moons are not kept here." in [
        caption.value for caption in app.caption
    ]
    lessons = "\n".join(text.value for text in app.markdown)
    assert "A constant rate ends at a lower loss than inverse scaling in" in lessons
    assert "- Lowest at the end: Iris: " in lessons


def test_scikit_learns_own_fits_stand_where_nothing_is_published(open_app):
    app = open_app("sweep", shown_of_sweep="published")
    press(app, FIT)
    fitted(app)
    assert ("Adam", "agree") not in table(app, "Moons")
    press(app, THEIRS)
    fitted(app, "gallery_sklearn_job")
    assert "All 56 scikit-learn figures agree to six decimals." in app.success[0].value
    moons = table(app, "Moons")
    assert moons["Adam", "agree"] == "yes"
    assert moons["Adam", "loss"] == moons["Adam", "loss, scikit-learn"]
    # What was published stays what ours are held against.
    assert ("Adam", "loss, published") in table(app, "Iris")


def test_results_are_there_when_one_comes_back(open_app):
    app = open_app("sweep", shown_of_sweep="published")
    press(app, FIT)
    fitted(app)
    before = messages(app), html_of(app)
    app.switch_page("pages/compare/page.py").run()
    assert not charts(app)
    app.switch_page("pages/sweep/page.py").run()
    assert (messages(app), html_of(app)) == before
    assert len(charts(app)) == 4
    assert buttons(app) == {AGAIN, THEIRS}


def test_it_is_paused_goes_on_and_is_stopped(open_app, gate):
    app = open_app("sweep", shown_of_sweep="published")
    press(app, FIT)
    gate.wait_for_arrival()
    app.run()
    assert buttons(app) == {"Pause", "Stop"}
    press(app, "Pause")
    gate.open()
    fitted(app)
    assert "Paused after 2 of 28. " in messages(app)
    assert len(charts(app)) == 1
    assert buttons(app) == {"Resume", "Stop", THEIRS}
    press(app, "Stop")
    assert "Stopped after 2 of 28. " in messages(app)
    assert buttons(app) == {AGAIN, THEIRS}


def test_a_paused_one_goes_on_to_the_end(open_app, gate):
    app = open_app("sweep", shown_of_sweep="published")
    press(app, FIT)
    gate.wait_for_arrival()
    app.run()
    press(app, "Pause")
    gate.open()
    fitted(app)
    press(app, "Resume")
    fitted(app)
    assert "Fitted 28 in " in messages(app)


def test_without_a_free_place_it_waits(open_app):
    app = open_app("sweep", shown_of_sweep="published")
    jobs._slots().limit = 0
    press(app, FIT)
    app.run()
    assert "0 of 28 fitted. Waiting for a free place; it goes on by itself." in messages(app)
    assert buttons(app) == {"Pause", "Stop"}


def test_what_fails_is_told_and_can_be_tried_again(open_app, monkeypatch):
    def fail(*arguments):
        raise OSError("no more memory")

    problem = replace(gallery.PROBLEMS[0], load=fail)
    monkeypatch.setattr(gallery, "PROBLEMS", (problem,))
    app = open_app("sweep", shown_of_sweep="published")
    press(app, FIT)
    fitted(app)
    assert "It failed after 0 of 28: OSError: no more memory. Fit again." in messages(app)
    assert buttons(app) == {AGAIN}

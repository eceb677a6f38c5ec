"""The map of a sweep in a real browser: from nothing, watched, held, widened, killed, resumed."""

import re

from playwright.sync_api import Page, expect

from mlp_core.experiments.runs.storage.database import Database
from mlp_core.experiments.runs.storage.folder import FOLDER_VARIABLE
from mlp_core.experiments.runs.store import FILE_NAME
from tests.browser.conftest import settled
from tests.browser.test_accessibility import both_themes
from tests.browser.test_phone import PHONE
from tests.mlp_core.waiting import wait_until

# Cells that have a value write it.
VALUE = re.compile(r"^\d+\.\d\d %$")
# Two runs of some seconds each, so that there is time to look.
LONG = "sweep?epochs=500&units1=64"


def press(page: Page, label: str) -> None:
    page.get_by_test_id("stMain").get_by_role("button", name=label, exact=True).click()


def write(page: Page, place: int, text: str) -> None:
    """Write the values of an axis, and wait until they are understood."""
    field = page.get_by_test_id("stMain").get_by_role("textbox").nth(place)
    field.fill(text)
    field.press("Enter")
    settled(page)


def values(page: Page):
    return page.locator("[data-testid=stVegaLiteChart] .mark-text text").filter(has_text=VALUE)


def test_a_map_from_nothing_in_under_three_clicks(visit, start_server):
    page = visit("sweep?epochs=2", at=start_server())
    expect(page.get_by_text(re.compile(r"^64 runs, about \d+ s on this machine$"))).to_be_visible()
    press(page, "Run the sweep")
    # Some of the map is there while the rest is to come.
    expect(values(page).first).to_be_visible()
    expect(page.get_by_text(re.compile("^Trained 64 runs in "))).to_be_visible()
    settled(page)
    # Those that are stuck have a sign in the place of a value.
    expect(page.get_by_text("to come", exact=True)).to_have_count(0)
    assert values(page).count() > 32
    # A plan that is wider trains no more than what is new.
    write(page, 1, "2, 3, 5, 9, 14, 24, 39, 64, 80")
    expect(page.get_by_text(re.compile("^64 of 72 runs are known already"))).to_be_visible()
    press(page, "Run the sweep")
    expect(page.get_by_text("Trained 8 runs in ")).to_be_visible()
    settled(page)
    page.set_viewport_size(PHONE)
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert both_themes(page) == []


def test_a_cell_is_loaded_into_train(visit):
    page = visit("sweep?epochs=1&seed=7")
    press(page, "Run the sweep")
    expect(page.get_by_text(re.compile("^Trained 64 runs in "))).to_be_visible()
    settled(page)
    values(page).last.click()
    expect(page.get_by_role("button", name="Load into Train")).to_be_visible()
    settled(page)
    press(page, "Load into Train")
    expect(page.get_by_role("heading", level=1)).to_have_text("Train on handwritten digits")
    settled(page)
    assert "seed=7" in page.url
    assert "learning_rate=" in page.url
    assert "split_validation_size=0.2" in page.url


def test_it_is_paused_resumed_and_stopped_and_other_pages_work_meanwhile(visit):
    page = visit(LONG)
    press(page, "Run the sweep")
    expect(page.get_by_text(re.compile(r"^\d+ of 64 runs"))).to_be_visible()
    press(page, "Pause")
    expect(page.get_by_text(re.compile(r"^Paused after "))).to_be_visible()
    press(page, "Resume")
    page.get_by_role("link", name="Data").first.click()
    expect(page.get_by_role("heading", level=1, name="Data")).to_be_visible()
    page.get_by_role("link", name="Sweep").first.click()
    # It went on, and is found as it is.
    press(page, "Stop sweep")
    expect(page.get_by_text(re.compile(r"^Stopped after "))).to_be_visible()
    expect(page.get_by_role("button", name="Go on", exact=True)).to_be_visible()


def test_a_sweep_goes_on_after_its_server_was_killed(visit, start_server, tmp_path):
    place = {FOLDER_VARIABLE: str(tmp_path)}
    server = start_server(place)
    page = visit("sweep?epochs=30", at=server)
    press(page, "Run the sweep")
    expect(values(page).first).to_be_visible()
    wait_until(lambda: n_kept(tmp_path) > 0)
    server.process.kill()
    server.process.wait()
    before = n_kept(tmp_path)
    page = visit("sweep", at=start_server(place))
    expect(page.get_by_text("Your last sweep was interrupted after")).to_be_visible()
    press(page, "Show it")
    expect(page.get_by_text(re.compile(f"^Interrupted after {before} of 64 runs"))).to_be_visible()
    press(page, "Go on")
    expect(page.get_by_text(f"{before} were known already.")).to_be_visible()


def n_kept(folder) -> int:
    """How many results are in the file."""
    database = Database(folder / FILE_NAME)
    try:
        return database.read(
            lambda db: db.execute("SELECT count(*) FROM sweep_results").fetchone()[0], 0
        )
    finally:
        database.close()


def test_a_damaged_link_breaks_nothing(visit):
    page = visit("sweep?sweep=a%00%3Cscript%3Ealert(1)%3C/script%3E&cell=..%2F..")
    expect(page.get_by_text("About this link:")).to_be_visible()
    expect(page.get_by_role("button", name="Run the sweep")).to_be_visible()

"""Runs that outlive their server, and leave the app, in a real browser."""

import contextlib
import json
import subprocess
import sys

from playwright.sync_api import expect

from mlp_core.experiments.files.run_file import run_from_file
from mlp_core.experiments.runs.storage.folder import FOLDER_VARIABLE
from mlp_core.experiments.runs.store import FILE_NAME, RunStore
from mlp_core.number_text import percent
from tests.browser.conftest import settled
from tests.browser.test_train import LONG, press, press_train, under_way
from tests.mlp_core.waiting import wait_until


def last_epochs(folder):
    """The last epoch of each run that is kept in this folder, 0 before the first."""
    with contextlib.closing(RunStore(folder / FILE_NAME)) as store:
        return [summary.last.epoch if summary.last else 0 for summary in store.summaries()]


def test_a_run_goes_on_after_its_server_was_killed(start_server, visit, tmp_path):
    place = {FOLDER_VARIABLE: str(tmp_path)}
    server = start_server(place)
    page = visit(LONG, at=server)
    press_train(page)
    under_way(page)
    wait_until(lambda: any(last_epochs(tmp_path)))
    server.process.kill()
    server.process.wait()
    page = visit("train", at=start_server(place))
    expect(page.get_by_text("Your last run was interrupted after")).to_be_visible()
    press(page, "Continue it")
    expect(page.get_by_test_id("stProgress")).to_be_visible()
    expect(page.get_by_role("slider", name="Epochs")).to_have_value("500")
    press(page, "Stop training")
    expect(page.get_by_text("Stopped after")).to_be_visible()


def test_a_run_is_taken_home_and_proves_itself(visit, tmp_path):
    page = visit("train?epochs=3&hidden_layers=1&units1=8&shuffle=true")
    press_train(page)
    expect(page.get_by_text("Trained 3 of 3 epochs in")).to_be_visible()
    settled(page)
    files = {}
    for label in ("Notebook", "Script", "Run file", "JSON", "CSV"):
        button = page.get_by_test_id("stMain").get_by_role("button", name=label, exact=True)
        with page.expect_download() as download:
            button.click()
        files[label] = tmp_path / download.value.suggested_filename
        download.value.save_as(files[label])
    # The first of them has had the run measured, which the page shows once it is asked.
    page.get_by_role("button", name="Measure it").click()
    expect(page.get_by_text("repeat on any machine")).to_be_visible()
    assert files["Script"].name == "64-8-10-rate-0.001.py"
    shown = page.get_by_test_id("stMetricValue").first.inner_text()
    run, checkpoint = run_from_file(files["Run file"].read_bytes())
    assert percent(run.scores[-1].test_accuracy) == shown
    assert [W.shape for W in checkpoint.parameters[0]] == [(8, 64), (10, 8)]
    assert json.loads(files["Notebook"].read_text(encoding="utf-8"))["nbformat"] == 4
    assert len(files["CSV"].read_text(encoding="utf-8").splitlines()) == 1 + 3
    command = [sys.executable, "-I", str(files["Script"])]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "are those of the run" in told.stdout


def test_a_misclassified_digit_opens_in_one_step(visit):
    page = visit("train?epochs=2&batch_size=32&units1=12")
    press_train(page)
    expect(page.get_by_text("Trained 2 of 2 epochs in")).to_be_visible()
    page.get_by_role("button", name="Open in One step").click()
    expect(page.get_by_role("heading", name="One step of backpropagation")).to_be_visible()
    expect(page.get_by_text("Weights after epoch")).to_be_visible()
    # 1,437 rows are 45 batches an epoch.
    expect(page.get_by_text("After epoch 2 of")).to_contain_text("step 91 to come, rate 0.001.")
    settled(page)
    page.get_by_role("button", name="The row that comes next").click()
    expect(page.get_by_label("Training digit, by row")).to_have_value("0")
    settled(page)
    page.locator('td[data-cell^="z1["]').first.click()
    expect(page.locator(".origin")).to_contain_text("more")

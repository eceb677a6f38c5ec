"""A run whose texts would load pictures from elsewhere, shown on Compare: nothing is asked for."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from mlp_core import TrainConfig
from mlp_core.experiments.files.run_file import run_to_file
from tests.browser.conftest import settled
from tests.mlp_core.runs import trained_run

HOST = "foreign.example"
IMAGE = f"![x](http://{HOST}/a.png) <img src='http://{HOST}/b.png'>"


@pytest.fixture(scope="module")
def content() -> bytes:
    run, checkpoint = trained_run(TrainConfig((64, 8, 10), 0.001, 2, batch_size=32))
    texts = {"name": IMAGE, "note": IMAGE, "tags": (IMAGE,), "reason": IMAGE, "group": IMAGE}
    return run_to_file(replace(run, versions={IMAGE: IMAGE}, **texts), checkpoint)


def test_a_name_loads_nothing_from_anywhere(visit, content):
    page = visit("compare")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_text("Import run files").click()
    files = [
        {"name": f"{IMAGE}.npz".replace("/", "∕"), "mimeType": "application/zip", "buffer": data}
        for data in (content, content[:-40])
    ]
    page.locator('input[type="file"]').set_input_files(files)
    expect(page.get_by_text("imported as")).to_be_visible()
    expect(page.get_by_text("cannot be imported")).to_be_visible()
    expect(page.get_by_role("heading", name="Over seeds")).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Link").click()
    expect(page.get_by_text("The link does not make")).to_be_visible()
    page.locator('[data-testid="stVegaLiteChart"]').first.hover()
    expect(page.locator("#vg-tooltip-element")).to_be_attached()
    assert page.locator("img").count() == 0
    assert [url for url in asked if HOST in url] == []

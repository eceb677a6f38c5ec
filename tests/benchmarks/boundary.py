"""What the live picture of a decision boundary costs: python -m tests.benchmarks.boundary

Trains 2-8-8-8-2 on 20,000 moons in the page, in Chromium, and counts the pictures that come; and
the same in a process without any page. Server, browser and training share this machine.
"""

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from mlp_core import TrainConfig, load_dataset, train
from mlp_core.experiments.jobs.slots import n_cores
from tests.benchmarks.process import processor
from tests.browser.server import CHROMIUM, CHROMIUM_ARGUMENTS, IDLE, ROOT, start_app

CONFIG = TrainConfig(
    (2, 8, 8, 8, 2),
    dataset="moons",
    data_parameters={"n_rows": 20_000},
    init="glorot",
    learning_rate=0.005,
    epochs=500,
)
QUERY = (
    "dataset=moons&data_n_rows=20000&hidden_layers=3&units1=8&units2=8&units3=8&init=glorot"
    "&learning_rate=0.005&epochs=500"
)
TRIES = 2
PATIENCE_MS = 120_000
DONE = "Trained 500 of 500 epochs in"
# Counts how often the picture of the field changes: the only one so wide that a chart paints.
COUNT = """() => {
  window.pictures = 0;
  let last = null;
  const paint = CanvasRenderingContext2D.prototype.drawImage;
  CanvasRenderingContext2D.prototype.drawImage = function (image, ...place) {
    if (image.naturalWidth === 100 && image.src !== last) {
      last = image.src;
      window.pictures += 1;
    }
    return paint.call(this, image, ...place);
  };
}"""


def main() -> None:
    """Print the figures of each try, then their medians beside what is asked."""
    print(f"{processor()}, {n_cores()} cores; server and Chromium share them\n")
    found = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        server = start_app(Path(folder) / "log.txt")
        try:
            for _ in range(TRIES):
                page = browser.new_context().new_page()
                alone, (seconds, pictures) = _alone(), _in_page(page, server.url)
                page.context.close()
                found.append((seconds / alone, pictures / seconds))
                print(f"{alone:.2f} s without a page, {seconds:.2f} s in it, {pictures} pictures")
        finally:
            server.stop()
            browser.close()
    ratio, rate = map(statistics.median, zip(*found, strict=True))
    print(f"\n{ratio:.2f} times as long, at most 1.25 asked")
    print(f"{rate:.1f} pictures a second, at least 4 asked")


def _in_page(page: Page, url: str) -> tuple[float, int]:
    """Seconds of training that the page tells, and how many pictures came meanwhile."""
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{url}train?{QUERY}")
    page.locator(IDLE).wait_for()
    page.evaluate(COUNT)
    page.get_by_role("button", name="Train", exact=True).click()
    said = page.get_by_text(DONE).inner_text()
    return float(said.partition(" in ")[2].split()[0]), page.evaluate("window.pictures")


def _alone() -> float:
    """Seconds of the same training in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.boundary", "alone"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return float(result.stdout)


def _train() -> None:
    *_, last = train(CONFIG, load_dataset("moons", **CONFIG.data_parameters))
    print(last.seconds)


if __name__ == "__main__":
    _train() if sys.argv[1:] == ["alone"] else main()

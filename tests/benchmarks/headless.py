"""A run without any page, in a process of its own: what the page is measured against."""

import subprocess
import sys

from mlp_core import TrainConfig, load_dataset, train
from tests.browser.server import ROOT

# Long enough for a page to be drawn anew several times.
CONFIG = TrainConfig((64, 128, 64, 10), learning_rate=0.001, epochs=500)
QUERY = "hidden_layers=2&units1=128&units2=64&epochs=500"


def seconds() -> float:
    """How long CONFIG trains, evaluation included, in a fresh process."""
    command = [sys.executable, "-m", "tests.benchmarks.headless"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return float(result.stdout)


if __name__ == "__main__":
    *_, last = train(CONFIG, load_dataset())
    print(last.seconds)

"""The app as a real server process on loopback, and the Chromium that visits it."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mlp_core.experiments.runs.storage.folder import FOLDER_VARIABLE
from tests.patience import PATIENCE_SECONDS

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# Root in a container has no sandbox to offer; the rest keeps Chromium from calling home.
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Each window would load two pages for its address bar, which nobody sees; the others are what
    # Playwright switches off and this list would replace.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,HttpsUpgrades,PaintHolding",
]
# The page while its script rests.
IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]'
POLL_SECONDS = 0.02
OPTIONS = {
    "server.headless": "true",
    "server.fileWatcherType": "none",
}


@dataclass(frozen=True)
class Server:
    """A running app: its address and its process."""

    url: str
    process: subprocess.Popen

    def stop(self) -> None:
        stop_all([self])


def stop_all(servers: Sequence[Server]) -> None:
    """End servers together: each takes a second or two to let go of its sessions."""
    for server in servers:
        server.process.terminate()
    for server in servers:
        server.process.wait(timeout=PATIENCE_SECONDS)


def start_app(log: Path, environment: dict[str, str] | None = None, **options: str) -> Server:
    """Start the app on a free port and wait until it answers; it writes to ``log``.

    ``options`` are Streamlit's, with _ for the dot, ``environment`` is added to this process's.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    chosen = OPTIONS | {"server.port": str(port)}
    chosen |= {name.replace("_", ".", 1): value for name, value in options.items()}
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    command += [f"--{name}={value}" for name, value in chosen.items()]
    with log.open("w") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=output,
            stderr=subprocess.STDOUT,
            # Runs are kept beside the log, not among those of whoever runs this.
            env=os.environ | {FOLDER_VARIABLE: str(log.parent)} | (environment or {}),
        )
    server = Server(f"http://127.0.0.1:{port}/", process)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not _answers(f"{server.url}_stcore/health"):
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, "the server did not start"
        time.sleep(POLL_SECONDS)
    return server


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=1) as response:
            return response.status == 200
    except OSError:
        return False

"""A Dask cluster on this machine, of processes as one starts them, in a home of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.patience import PATIENCE_SECONDS

# Long enough for a machine that is busy with other things; nobody waits for it otherwise.


def free_port() -> int:
    with socket.socket() as somewhere:
        somewhere.bind(("127.0.0.1", 0))
        return int(somewhere.getsockname()[1])


def wait_for(condition: Callable[[], Any]) -> Any:
    """What ``condition`` says once that is something; fails where it never is."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not (found := condition()):
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.02)
    return found


class LocalCluster:
    """A scheduler, and workers of one thread each; ``processes`` by their names.

    ``home`` is where they keep our code and what was compiled of it.
    """

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder, self.home = folder, home
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.port = free_port()
        self.address = f"tcp://127.0.0.1:{self.port}"
        self._start(
            "scheduler",
            "scheduler",
            "--host",
            "127.0.0.1",
            "--port",
            str(self.port),
        )
        wait_for(self._answers)

    def add_worker(self, name: str, nanny: bool = False, **environment: str) -> None:
        """Start a worker, which joins when it is ready; a ``nanny`` starts it again if it dies."""
        self._start(
            name,
            "worker",
            self.address,
            "--nthreads",
            "1",
            "--nanny" if nanny else "--no-nanny",
            "--name",
            name,
            **environment,
        )

    def log_of(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def wait_for_worker(self, name: str) -> None:
        """Until it has joined."""
        wait_for(lambda: "Registered to" in self.log_of(name))

    def kill(self, name: str) -> None:
        self.processes[name].kill()
        self.processes[name].wait()

    def close(self) -> None:
        for process in self.processes.values():
            process.send_signal(signal.SIGCONT)
            process.terminate()  # which a nanny hands on
        for process in self.processes.values():
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
        except OSError:
            return False
        return True

    def _start(self, name: str, *command: str, **environment: str) -> None:
        clean = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        home = {"HOME": str(self.home), "PYTHONWARNINGS": "default"}
        with (self.folder / f"{name}.log").open("wb") as log:
            self.processes[name] = subprocess.Popen(
                [str(Path(sys.executable).with_name("dask")), *command, "--no-dashboard"],
                cwd=self.folder,
                env={**clean, **home, **environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )


@contextmanager
def local_cluster(folder: Path, home: Path, *workers: str) -> Iterator[LocalCluster]:
    """A cluster with these workers, there by now; gone in the end."""
    cluster = LocalCluster(folder, home)
    try:
        for name in workers:
            cluster.add_worker(name)
        for name in workers:
            cluster.wait_for_worker(name)
        yield cluster
    finally:
        cluster.close()

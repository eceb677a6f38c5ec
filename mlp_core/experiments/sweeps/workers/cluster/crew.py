"""The workers of a cluster as a sweep knows them: who is there, who is left out, who was lost."""

import time
from collections.abc import Mapping

from mlp_core.experiments.sweeps.workers.executor import SweepStopped
from mlp_core.number_text import count
from mlp_core.quoting import one_line, quoted

# How long a sweep waits for a worker where there is none; a nanny starts another within seconds.
PATIENCE_SECONDS = 60.0
LONGEST_REASON = 200
MOST_NAMED = 3


class Crew:
    """The workers of the scheduler at ``address``, from what it says of them now and then."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._threads: dict[str, int] = {}
        self._left_out: dict[str, str] = {}
        self._n_lost = 0
        self._last_seen = time.monotonic()

    @property
    def able(self) -> dict[str, int]:
        """How many threads each worker that can train has, by its address."""
        return {one: n for one, n in self._threads.items() if one not in self._left_out}

    @property
    def width(self) -> int:
        return sum(self.able.values())

    @property
    def some_are_left_out(self) -> bool:
        return any(one in self._left_out for one in self._threads)

    def are_there(self, threads: Mapping[str, int]) -> None:
        """Take over who is there by now."""
        self._n_lost += len(self.able.keys() - threads.keys())
        self._threads = dict(threads)

    def leave_out(self, worker: str, reason: str) -> None:
        """Have ``worker`` do nothing any more, as it cannot."""
        self._left_out[worker] = one_line(reason, LONGEST_REASON)

    def check(self) -> None:
        """Raise ``SweepStopped`` where nobody can train, and has not been able to for a while."""
        if self.width:
            self._last_seen = time.monotonic()
        elif self._threads:
            worker = next(iter(self._threads))
            raise SweepStopped(
                f"None of the workers of {self._address} can train: "
                f"{quoted(self._left_out[worker], LONGEST_REASON)} on {quoted(worker)}. Workers "
                "need the packages of requirements.txt. What was done is kept."
            )
        elif time.monotonic() - self._last_seen > PATIENCE_SECONDS:
            raise SweepStopped(
                f"The cluster at {self._address} has had no worker for a while. Start one, with "
                f"dask worker {self._address}, and go on: what was done is kept."
            )

    @property
    def notes(self) -> tuple[str, ...]:
        """As of ``Executor``."""
        found = []
        if not self._threads:
            found.append(
                f"The cluster has no worker at the moment: one is started by "
                f"dask worker {self._address}."
            )
        if self._n_lost:
            what = "what it was at" if self._n_lost == 1 else "what they were at"
            found.append(f"{_workers(self._n_lost)} lost; {what} is trained elsewhere.")
        for worker, reason in list(self._left_out.items())[:MOST_NAMED]:
            found.append(
                f"The worker {quoted(worker)} cannot train, and is left out: "
                f"{quoted(reason, LONGEST_REASON)}."
            )
        if len(self._left_out) > MOST_NAMED:
            found.append(f"{_workers(len(self._left_out))} left out in all.")
        return tuple(found)


def _workers(n: int) -> str:
    return "1 worker was" if n == 1 else f"{count(n)} workers were"

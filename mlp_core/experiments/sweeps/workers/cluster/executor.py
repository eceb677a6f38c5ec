"""Training the tasks of a sweep on a Dask cluster, whatever becomes of its workers."""

import pickle
import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from mlp_core.data.dataset import Dataset
from mlp_core.experiments.sweeps.workers.bundles import BUNDLE_SECONDS, MOST_DEATHS, Bundle
from mlp_core.experiments.sweeps.workers.by_bundles import BundleExecutor, Report
from mlp_core.experiments.sweeps.workers.cluster import at_worker
from mlp_core.experiments.sweeps.workers.cluster.connection import Connection
from mlp_core.experiments.sweeps.workers.cluster.crew import Crew
from mlp_core.experiments.sweeps.workers.cluster.strangers import Strangers
from mlp_core.experiments.sweeps.workers.cluster.there import Call
from mlp_core.experiments.sweeps.workers.executor import SweepStopped
from mlp_core.experiments.sweeps.workers.handed import Handed
from mlp_core.experiments.sweeps.workers.rows import Rows

# A scheduler sees to a few hundred tasks a second: the more workers, the longer the bundles.
BUNDLES_A_SECOND = 200


class DaskExecutor(BundleExecutor):
    """Trains on the workers of the scheduler at ``address``.

    It may come from the environment, the command line or what the person at this machine typed,
    and from nowhere else: see the room's words. Raises ``ValueError`` as ``Connection``.

    Data sets are scattered once to all workers. A worker that dies costs what it was at, which is
    trained elsewhere; one that joins is used; one that cannot train is left out.
    """

    def __init__(self, address: str, rows: Rows) -> None:
        super().__init__(rows)
        self._connection = Connection(address)
        from distributed import as_completed

        self._client = self._connection.client
        self._ended = as_completed(loop=self._client.loop, with_results=True, raise_errors=False)
        self._train = Call(self._connection.state, f"{at_worker.__name__}.train")
        self._crew, self._strangers = Crew(address), Strangers()
        self._sets: Handed[Any] = Handed(rows, self._scatter, lambda future: future.release())
        # Of the bundles at work.
        self._futures: dict[int, Any] = {}
        self._numbers: dict[str, int] = {}
        self._restricted: dict[int, list[str]] = {}

    @property
    def width(self) -> int:
        return max(1, self._crew.width)

    @property
    def notes(self) -> tuple[str, ...]:
        return (*super().notes, *self._crew.notes, *self._strangers.notes)

    def close(self) -> None:
        self._closed.set()
        self._connection.close()

    @property
    def _bundle_seconds(self) -> float:
        return max(BUNDLE_SECONDS, self.width / BUNDLES_A_SECOND)

    @property
    def _most_at_work(self) -> int:
        return super()._most_at_work if self._connection.is_open and self._crew.width else 0

    def _send(self, number: int, bundle: Bundle, tell: Callable[[Report], None]) -> None:
        try:
            lent = self._sets.lend(bundle.configs)
            sets = {future.key: future for future in lent}
            packed, keys = at_worker.packed_bundle(bundle.tasks, [future.key for future in lent])
            workers = list(self._crew.able) if self._crew.some_are_left_out else []
            future = self._client.submit(
                self._train,
                packed,
                *(sets[key] for key in keys),
                key=f"mlp-explorer-{uuid.uuid4().hex}",
                workers=workers or None,
            )
        except Exception as error:
            # The cluster went away meanwhile, or its last worker: whoever looks around says which.
            if self._connection.is_open and not isinstance(error, OSError):
                raise
            tell(Report(number))
            return
        self._futures[number], self._numbers[future.key] = future, number
        if workers:
            self._restricted[number] = workers
        self._ended.add(future)

    def _settle(self, report: Report, at_work: Sequence[int]) -> list[Report]:
        return [report]

    def _look_around(self, at_work: Sequence[int]) -> list[Report]:
        if self._closed.is_set():
            raise SweepStopped("It was stopped.")
        self._look_at_scheduler()
        heard = [
            self._report(self._numbers[future.key], future, answer)
            for future, answer in self._ended.next_batch(block=False)
            if future.key in self._numbers
        ]
        self._crew.check()
        # What only those may train who are gone would wait for ever.
        there = self._crew.able
        stranded = [n for n, workers in self._restricted.items() if not there.keys() & set(workers)]
        return heard + [Report(number) for number in stranded]

    def _look_at_scheduler(self) -> None:
        gone = self._connection.is_over
        if self._connection.is_open:
            try:
                workers = self._connection.workers()
            except TimeoutError:
                gone = True
            else:
                if workers is not None:
                    self._crew.are_there(workers)
        if gone:
            raise SweepStopped(
                f"The cluster at {self._connection.address} does not answer any more. What was "
                "done is kept: start its scheduler again, or train on this machine, and go on."
            )

    def _report(self, number: int, future: Any, answer: Any) -> Report:
        from distributed import KilledWorker

        if future.status == "finished":
            worker, reason, packed = answer
            if not reason:
                trained = at_worker.answer_of(packed)
                self._strangers.look_at(trained.results)
                return Report(number, trained)
            self._crew.leave_out(worker, reason)
            return Report(number)
        if future.status == "error":
            # The scheduler has had it tried by several, or it could not be read where it came to.
            _, error, _ = answer
            return Report(number, deaths=MOST_DEATHS if isinstance(error, KilledWorker) else 1)
        # It was cancelled: its rows were where no worker is any more, maybe by its own doing.
        self._sets.forget()
        return Report(number, deaths=1)

    def _through(self, number: int, bundle: Bundle) -> None:
        self._sets.back(bundle.configs)
        self._restricted.pop(number, None)
        future = self._futures.pop(number, None)
        if future is not None:
            del self._numbers[future.key]
            with suppress(Exception):  # the client may be closed by now
                future.release()

    def _scatter(self, dataset: Dataset) -> Any:
        """The set where all workers have it, as a pickle: theirs is read by our code alone."""
        (future,) = self._client.scatter([pickle.dumps(dataset)], broadcast=True, hash=False)
        return future

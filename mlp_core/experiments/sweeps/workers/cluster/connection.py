"""The connection to a Dask scheduler: opened, asked and closed within bounded times."""

import asyncio
import io
import logging
import socket
import time
import warnings
import zipfile
from concurrent.futures import Future
from contextlib import suppress
from functools import cache
from pathlib import Path

import mlp_core
from mlp_core.experiments.sweeps.workers.cluster.address import host_and_port
from mlp_core.experiments.sweeps.workers.cluster.there import code_plugin, files_in, state_of
from mlp_core.quoting import one_line

# What is installed for it: an extra, as the app needs no cluster.
REQUIREMENT = "dask[distributed]>=2025.1,<2027"
CONNECT_SECONDS, CLOSE_SECONDS = 5.0, 3.0
# How often the scheduler is asked for its workers, and how long it may take to answer.
LOOK_SECONDS, SILENCE_SECONDS = 0.5, 15.0


class Connection:
    """A client of the scheduler at ``address``, whose workers have our code.

    Raises ``ValueError``, within CONNECT_SECONDS or so, where none answers there, for an address
    that is none, and where Dask is not installed.
    """

    def __init__(self, address: str) -> None:
        place = host_and_port(address)
        try:
            import distributed
            from distributed.utils import LoopRunner
        except ImportError as error:
            raise ValueError(
                f"a Dask cluster needs a package that is not installed ({error}): "
                f"pip install '{REQUIREMENT}'"
            ) from error
        _be_quiet()
        self.address = address
        self._loop = LoopRunner()
        try:
            # A client would try for seconds what is refused at once.
            socket.create_connection(place, CONNECT_SECONDS).close()
            self._loop.start()
            self._check_scheduler()
            self.client = distributed.Client(
                address,
                loop=self._loop.loop,
                timeout=CONNECT_SECONDS,
                set_as_default=False,
                name="mlp-explorer",
            )
        except Exception as error:
            self._loop.stop()
            reason = one_line(str(error) or repr(error))
            raise ValueError(f"no Dask scheduler answers at {address} ({reason})") from error
        self.state, packed = our_code()
        # A worker that cannot take it says so when it is called.
        with suppress(Exception):
            self.client.register_plugin(code_plugin(self.state, packed))
        self._asked: Future[dict[str, int]] | None = None
        self._asked_at = -LOOK_SECONDS

    def _check_scheduler(self) -> None:
        """Raise where another than a scheduler listens: a client would wait for it for ever."""

        async def kind() -> object:
            scheduler = distributed.rpc(self.address, timeout=CONNECT_SECONDS)
            try:
                return (await asyncio.wait_for(scheduler.identity(), CONNECT_SECONDS))["type"]
            finally:
                await scheduler.close_rpc()

        import distributed

        found = asyncio.run_coroutine_threadsafe(kind(), self._loop.loop.asyncio_loop).result()
        if found != "Scheduler":
            raise ValueError(f"it is the address of a {found}")

    def close(self) -> None:
        """Let go of all futures and of the scheduler, which ends what nobody waits for."""
        with suppress(Exception):  # a scheduler that is gone cannot be taken leave of
            self.client.close(timeout=CLOSE_SECONDS)
        # Where taking leave failed, the client has kept the loop: both have to let go of it.
        for runner in (self.client._loop_runner, self._loop):
            with suppress(Exception):
                runner.stop(CLOSE_SECONDS)

    @property
    def is_open(self) -> bool:
        return bool(self.client.status == "running")

    @property
    def is_over(self) -> bool:
        """Whether it is closed: the client tries for CONNECT_SECONDS to connect again."""
        return self.client.status in ("closing", "closed")

    def workers(self) -> dict[str, int] | None:
        """How many threads each worker has, by addresses, where that was asked for and answered.

        None in between. Raises ``TimeoutError`` where the scheduler does not answer.
        """
        now = time.monotonic()
        if self._asked is None:
            if now - self._asked_at >= LOOK_SECONDS:
                self._asked_at = now
                self._asked = asyncio.run_coroutine_threadsafe(
                    self.client.scheduler.ncores(), self._loop.loop.asyncio_loop
                )
            return None
        if not self._asked.done():
            if now - self._asked_at > SILENCE_SECONDS:
                raise TimeoutError
            return None
        asked, self._asked = self._asked, None
        return None if asked.exception() else dict(asked.result())


@cache
def our_code() -> tuple[str, bytes]:
    """The state of this process's mlp_core, and its files packed."""
    files = files_in(Path(mlp_core.__file__).parent)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return state_of(files), buffer.getvalue()


@cache
def _be_quiet() -> None:
    """Whoever watches a sweep is told by its notes; Dask's own logs are for those who run Dask."""
    import dask
    from distributed.versions import VersionMismatchWarning

    for name in ("distributed", *_loggers_below("distributed.")):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    warnings.filterwarnings("ignore", category=VersionMismatchWarning)
    # A network that goes on is as large as it is; bundles bound how many travel together.
    dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 GB"})


def _loggers_below(start: str) -> list[str]:
    return [name for name in logging.Logger.manager.loggerDict if name.startswith(start)]

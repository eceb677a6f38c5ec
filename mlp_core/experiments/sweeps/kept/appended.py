"""A file to which the results of a sweep are appended as they end, and which is gone on with."""

from pathlib import Path
from types import TracebackType
from typing import IO

from mlp_core.experiments.runs.storage.database import meaning
from mlp_core.experiments.sweeps.kept.figures import check_figures
from mlp_core.experiments.sweeps.kept.files import SweepFile, read_stream, result_line, sweep_line
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from mlp_core.experiments.sweeps.result import Result
from mlp_core.experiments.sweeps.workers.executor import SweepStopped

END = b"\n"


class AppendedFile:
    """The file at ``path``, which is made where there is none; ``found`` is what was in it.

    What of it was torn is cut off. Each line is handed to the system when it is written: a killed
    process loses none. Raises ``ValueError`` for a file that is none of a sweep, cannot be written,
    or is being written by another program.
    """

    def __init__(self, path: Path, sweep: Sweep) -> None:
        self._path, self._sweep = path, sweep
        try:
            self._stream: IO[bytes] = path.open("a+b", buffering=0)
        except OSError as error:
            raise ValueError(self._why(error)) from None
        try:
            _lock(self._stream, path)
            self.found = self._read()
            if self.found is None or self.found.sweep != sweep:
                self._write(sweep_line(sweep).encode())
        except BaseException:
            self._stream.close()
            raise

    def __enter__(self) -> "AppendedFile":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stream.close()

    def add(self, result: Result) -> None:
        """Write a result. Raises ``ValueError`` for figures that cannot be, which nobody could
        read, and ``SweepStopped`` where the file cannot be written any more.
        """
        check_figures(result.figures)
        try:
            self._write(result_line(result, self._sweep.base).encode())
        except ValueError as error:
            raise SweepStopped(str(error)) from None

    def _read(self) -> SweepFile | None:
        """What is in the file, whose end is then that of a line; None where nothing is."""
        self._stream.seek(0)
        with open(self._stream.fileno(), "rb", closefd=False) as reader:
            if not reader.peek(1):
                return None
            try:
                found = read_stream(reader)
            except ValueError as error:
                raise ValueError(f"{self._path} cannot be gone on with: {error}") from None
        if not found.n_whole:
            raise ValueError(
                f"{self._path} is a definition alone: results need a file of their own"
            )
        self._stream.truncate(found.n_whole)
        self._stream.seek(found.n_whole - 1)
        if self._stream.read(1) != END:
            self._write(END)
        return found

    def _write(self, data: bytes) -> None:
        try:
            while data:
                data = data[self._stream.write(data) :]
        except OSError as error:
            raise ValueError(self._why(error)) from None

    def _why(self, error: OSError) -> str:
        return f"{self._path} cannot be written: {meaning(error)}"


def _lock(stream: IO[bytes], path: Path) -> None:
    """Keep other programs like this one from the file, for as long as it is open."""
    try:
        import fcntl
    except ImportError:  # there is no such thing on Windows
        return
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise ValueError(f"{path} is being written by another program") from None
    except OSError:  # nor in some folders of other machines
        return

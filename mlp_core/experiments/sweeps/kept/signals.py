"""Ctrl-C and SIGTERM as a wish, so that nothing is broken off in the middle."""

import signal
import threading
from types import FrameType

ASKS = (signal.SIGINT, signal.SIGTERM)


class Signals:
    """Within it Ctrl-C and SIGTERM are noted: ``number`` is that of the last, 0 before any.

    The second of a kind ends the process at once. A shell sends Ctrl-C to all processes that it
    sees; those that are begun within it do not hear of it, for they are told by this one. To be
    entered by the main thread, before other threads or processes are begun.
    """

    def __init__(self) -> None:
        self.number = 0
        self._over = threading.Event()

    def __enter__(self) -> "Signals":
        self._before = [(number, signal.signal(number, self._note)) for number in ASKS]
        if hasattr(signal, "pthread_sigmask"):  # not on Windows
            # What begins a process hands its mask on. One thread has to hear.
            self._mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
            threading.Thread(target=self._hear, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for number, handler in self._before:
            signal.signal(number, handler)
        if hasattr(signal, "pthread_sigmask"):
            signal.pthread_sigmask(signal.SIG_SETMASK, self._mask)

    def _hear(self) -> None:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        self._over.wait()

    def _note(self, number: int, _: FrameType | None) -> None:
        self.number = number
        signal.signal(number, signal.SIG_DFL)

"""Sets that scikit-learn does not ship but fetches once, and keeps on disk from then on."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.request import urlopen

from sklearn.datasets import get_data_home

from mlp_core.hosted import is_hosted
from mlp_core.quoting import quoted

# For an answer to begin, and for each of its parts.
PATIENCE_SECONDS = 20.0
LONGEST_REASON = 120
# Two visitors who ask at once are not to fetch twice.
FETCHING = Lock()


@dataclass(frozen=True)
class Remote:
    """Where a set comes from that is fetched.

    title    what messages call the set
    size     how much is fetched, and how much it is then
    host     whose server has it, and ``address`` one that answers where it can be fetched
    fetch    has scikit-learn fetch it, or read what it has kept
    is_kept  whether it has, in this folder of scikit-learn's
    """

    title: str
    size: str
    host: str
    address: str
    fetch: Callable[[], Any]
    is_kept: Callable[[Path], bool]


class NotFetched(ValueError):
    """A set can be fetched, and has not been; the message says how much it is."""


def fetched(remote: Remote) -> Any:
    """What ``remote.fetch`` gives; ``ValueError`` with what to do where that cannot be had.

    Where strangers share the server only what is kept there is read.
    """
    with FETCHING:
        if is_hosted():
            check_kept(remote)
        try:
            with _patience():
                if not is_kept(remote):
                    # Refused or offline, scikit-learn would ask several times, and wait between.
                    urlopen(remote.address).close()
                return remote.fetch()
        except Exception as fault:  # a network, a server and a file break in many ways
            reason = quoted(str(fault) or type(fault).__name__, LONGEST_REASON)
            raise ValueError(
                f"{remote.title} could not be fetched from {remote.host} ({reason}): it needs the "
                "internet once and is kept on disk from then on; choose another set meanwhile"
            ) from fault


def check_kept(remote: Remote) -> None:
    """Raise ``ValueError`` with what to do unless the set is kept on this machine.

    It is ``NotFetched`` where it can be fetched.
    """
    if is_kept(remote):
        return
    if is_hosted():
        raise ValueError(
            f"{remote.title} is not kept on this server, and nothing is fetched for visitors: "
            "choose another set, or run the app on your own machine"
        )
    raise NotFetched(
        f"{remote.title} is fetched from {remote.host} when you say so, and kept on disk from then "
        f"on: {remote.size}"
    )


def is_kept(remote: Remote) -> bool:
    """Whether the set is on this machine."""
    try:
        return remote.is_kept(Path(get_data_home()))
    except (OSError, EOFError, ValueError, LookupError):  # a folder or a file that is damaged
        return False


@contextmanager
def _patience() -> Iterator[None]:
    """Sockets that wait no longer than PATIENCE_SECONDS: scikit-learn's loaders set no limit.

    Those of other threads that are made meanwhile have it, too; asyncio's are never waited for.
    """
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(PATIENCE_SECONDS)
    try:
        yield
    finally:
        socket.setdefaulttimeout(before)

"""The address of a Dask scheduler: where it comes from, and what it may be."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from mlp_core._checks import written

VARIABLE = "MLP_EXPLORER_DASK"


def dask_address(environment: Mapping[str, str]) -> str:
    """What MLP_EXPLORER_DASK names; empty where it is not set.

    Not checked: opening it tells what is wrong with it. Never take an address from a link or a
    file: see the room's words.
    """
    return environment.get(VARIABLE, "").strip()


def host_and_port(address: str) -> tuple[str, int]:
    """Of an address such as tcp://127.0.0.1:8786. ``ValueError`` for any other."""
    scheme = address.partition("://")[0]
    if scheme == "tls":
        raise ValueError(
            "a cluster with TLS is not supported: the address must begin with tcp://, in a network "
            f"that you trust; got {written(address)}"
        )
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:  # a port that is none
        host = port = None
    if scheme != "tcp" or not host or not port or address != f"tcp://{parts.netloc}":
        raise ValueError(
            "the address of a Dask scheduler must be like tcp://127.0.0.1:8786; got "
            f"{written(address)}"
        )
    return host, port

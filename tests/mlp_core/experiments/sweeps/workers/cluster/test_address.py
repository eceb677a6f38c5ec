"""Addresses of schedulers: taken from the environment, checked, and answered for within seconds."""

import builtins
import socket
import threading

import pytest

from mlp_core.experiments.sweeps.executors import open_executor
from mlp_core.experiments.sweeps.workers.cluster import connection
from mlp_core.experiments.sweeps.workers.cluster.address import dask_address, host_and_port
from mlp_core.experiments.sweeps.workers.rows import Rows


@pytest.mark.parametrize(
    ("environment", "address"),
    [
        ({}, ""),
        ({"MLP_EXPLORER_DASK": ""}, ""),
        ({"MLP_EXPLORER_DASK": " tcp://a:1 \n"}, "tcp://a:1"),
        ({"MLP_EXPLORER_DASKS": "tcp://a:1"}, ""),
    ],
)
def test_the_environment_names_it_or_nothing(environment, address):
    assert dask_address(environment) == address


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        ("tcp://127.0.0.1:8786", ("127.0.0.1", 8786)),
        ("tcp://node-1.cluster:1", ("node-1.cluster", 1)),
        ("tcp://[::1]:8786", ("::1", 8786)),
    ],
)
def test_its_host_and_port(address, parts):
    assert host_and_port(address) == parts


@pytest.mark.parametrize(
    "address",
    [
        "tcp://",
        "tcp://host",
        "tcp://host:port",
        "tcp://host:99999",
        "tcp://host:0",
        "tcp://:8786",
        "tcp://host:8786/path",
        "tcp://host:8786?a=1",
        "http://host:8786",
        "inproc://host:8786",
        "://host:8786",
        "tcp://[::1:8786",
    ],
)
def test_what_is_no_address_is_refused_with_what_was_expected(address):
    with pytest.raises(ValueError, match=r"must be like tcp://127\.0\.0\.1:8786; got"):
        open_executor(address, Rows())


def test_that_tls_is_not_supported_is_said():
    with pytest.raises(ValueError, match="TLS is not supported"):
        open_executor("tls://host:8786", Rows())


@pytest.fixture
def port():
    """Where somebody listens who never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_an_address_that_nobody_answers_is_refused(port, monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr(connection, "CONNECT_SECONDS", 0.5)
    before = set(threading.enumerate())
    with pytest.raises(ValueError, match=f"no Dask scheduler answers at tcp://127.0.0.1:{port}"):
        open_executor(f"tcp://127.0.0.1:{port}", Rows())
    assert {one for one in threading.enumerate() if one.name == "IO loop"} <= before


def test_one_where_nobody_listens_too():
    pytest.importorskip("distributed")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(ValueError, match=r"answers.*refused"):
        open_executor(f"tcp://127.0.0.1:{port}", Rows())


def test_without_dask_it_is_said_how_to_get_it(monkeypatch):
    real = builtins.__import__

    def without_dask(name, *arguments, **options):
        if name.partition(".")[0] in ("dask", "distributed"):
            raise ImportError(f"No module named {name}")
        return real(name, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", without_dask)
    with pytest.raises(ValueError, match=r"pip install 'dask\[distributed\]>="):
        open_executor("tcp://127.0.0.1:8786", Rows())

"""Sets that are fetched: from a stand-in of OpenML on this machine, which may be gone or broken."""

import gzip
import json
import socket
import urllib.request

import numpy as np
import pytest

from mlp_core.data import fetching, openml
from mlp_core.hosted import HOSTED_VARIABLE
from tests.mlp_core.data.stand_in import FASHION, MNIST, StandIn, as_arff, small_rows

SOURCE = openml.source("MNIST", MNIST)
FILE = f"/data/v1/download/{MNIST}/small.arff"


@pytest.fixture
def server(monkeypatch, tmp_path):
    """The stand-in instead of the internet, and an empty folder of scikit-learn's."""
    monkeypatch.setenv("SCIKIT_LEARN_DATA", str(tmp_path))
    stand_in = StandIn()
    monkeypatch.setattr(urllib.request, "_opener", stand_in.opener())
    openml.pixels.cache_clear()
    yield stand_in
    stand_in.close()
    openml.pixels.cache_clear()


@pytest.mark.parametrize("data_id", [MNIST, FASHION])
def test_rows_are_those_that_openml_sends(server, data_id):
    rows, classes = openml.rows_and_classes(openml.source("a set", data_id))
    expected, labels = small_rows(data_id)
    np.testing.assert_array_equal(rows, expected)
    np.testing.assert_array_equal(classes, labels)
    assert (rows.dtype, classes.dtype) == (float, int)
    # The set that was asked for, and no other.
    assert {path.split("/")[-1] for path in server.asked} == {str(data_id), "small.arff"}


def test_what_was_fetched_once_is_kept(server):
    first = openml.rows_and_classes(SOURCE)
    assert server.asked.count(FILE) == 1
    openml.pixels.cache_clear()
    server.answers.clear()
    server.asked.clear()
    for one, two in zip(first, openml.rows_and_classes(SOURCE), strict=True):
        np.testing.assert_array_equal(one, two)
    assert server.asked == []


def test_rows_are_read_once_and_handed_out_anew(server):
    openml.rows_and_classes(SOURCE)[0][:] = -1
    assert openml.rows_and_classes(SOURCE)[0].min() == 0
    assert openml.pixels.cache_info().misses == 1


def test_offline_is_a_sentence_at_once(monkeypatch, tmp_path):
    monkeypatch.setenv("SCIKIT_LEARN_DATA", str(tmp_path))
    tried = []

    def offline(*arguments, **named):
        tried.append(arguments)
        raise OSError(-3, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", offline)
    monkeypatch.setattr(urllib.request, "_opener", urllib.request.build_opener())
    with pytest.raises(
        ValueError, match=r"MNIST could not be fetched from openml.org \(.*name res"
    ):
        openml.rows_and_classes(SOURCE)
    assert len(tried) == 1


def test_a_server_that_never_answers_is_given_up(server, monkeypatch):
    monkeypatch.setattr(fetching, "PATIENCE_SECONDS", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setattr(server, "port", silent.getsockname()[1])
        monkeypatch.setattr(urllib.request, "_opener", server.opener())
        with pytest.raises(ValueError, match=r"MNIST could not be fetched .*timed out"):
            openml.rows_and_classes(SOURCE)


def test_sockets_wait_as_before_when_it_is_over(server):
    openml.rows_and_classes(SOURCE)
    assert socket.getdefaulttimeout() is None


def test_sockets_do_not_wait_for_ever_meanwhile(server, monkeypatch):
    found = []
    source = fetching.Source(
        "A set", "here", SOURCE.address, lambda: found.append(socket.getdefaulttimeout()), bool
    )
    fetching.fetched(source)
    assert found == [fetching.PATIENCE_SECONDS]


def described(server) -> dict:
    return json.loads(server.answers[f"/api/v1/json/data/{MNIST}"])["data_set_description"]


@pytest.mark.filterwarnings("ignore:Invalid cache, redownloading")
@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ({}, "404"),
        ({f"/api/v1/json/data/{MNIST}": b"{"}, "Expecting"),
        ({f"/api/v1/json/data/{MNIST}": b"{}"}, "data_set_description"),
        ({f"/api/v1/json/data/features/{MNIST}": b"[]"}, "MNIST could not be fetched"),
        ({FILE: b"@RELATION another"}, "md5"),
    ],
)
def test_answers_that_make_no_sense_are_a_sentence(server, broken, said):
    server.answers = (server.answers | broken) if broken else {}
    with pytest.raises(ValueError, match=r"could not be fetched from openml\.org .*choose another"):
        openml.rows_and_classes(SOURCE)
    openml.pixels.cache_clear()
    with pytest.raises(ValueError, match=said):
        openml.rows_and_classes(SOURCE)


def test_a_class_beyond_9_is_refused(server):
    rows, classes = small_rows(MNIST)
    server.add(MNIST, as_arff(rows, classes + 1))
    with pytest.raises(ValueError, match="classes of 0 to 9 are expected; got 10"):
        openml.rows_and_classes(SOURCE)


@pytest.mark.filterwarnings("ignore:Invalid cache, redownloading")
@pytest.mark.parametrize("worst", [-1, 256, 0.5])
def test_other_values_than_bytes_are_refused(server, worst):
    rows, classes = small_rows(MNIST)
    rows = rows.astype(object)
    rows[3, 5] = worst
    server.add(MNIST, as_arff(rows, classes))
    with pytest.raises(ValueError, match="cannot safely convert"):
        openml.rows_and_classes(SOURCE)


def test_rows_of_another_size_are_refused(server):
    rows, classes = small_rows(MNIST)
    server.add(MNIST, as_arff(rows[:, :100], classes))
    with pytest.raises(ValueError, match=r"rows of 784 values are expected; got shape \(30, 100\)"):
        openml.rows_and_classes(SOURCE)


def test_a_server_that_strangers_share_fetches_nothing(server, monkeypatch):
    monkeypatch.setenv(HOSTED_VARIABLE, "1")
    with pytest.raises(ValueError, match="MNIST is not kept on this server"):
        openml.rows_and_classes(SOURCE)
    assert server.asked == []


def test_a_server_that_strangers_share_reads_what_is_kept(server, monkeypatch):
    openml.rows_and_classes(SOURCE)
    openml.pixels.cache_clear()
    server.asked.clear()
    monkeypatch.setenv(HOSTED_VARIABLE, "1")
    assert openml.rows_and_classes(SOURCE)[0].shape == (30, 784)
    assert server.asked == []


@pytest.mark.parametrize("lost", ["features", "qualities", "small.arff", "whole"])
def test_a_part_that_is_lost_is_not_kept(server, monkeypatch, tmp_path, lost):
    openml.rows_and_classes(SOURCE)
    openml.pixels.cache_clear()
    server.asked.clear()
    for path in tmp_path.rglob("*.gz"):
        if lost == "whole" or lost in str(path):
            path.unlink()
    monkeypatch.setenv(HOSTED_VARIABLE, "1")
    with pytest.raises(ValueError, match="not kept on this server"):
        openml.rows_and_classes(SOURCE)
    assert server.asked == []


def test_a_damaged_file_is_not_kept(server, monkeypatch, tmp_path):
    openml.rows_and_classes(SOURCE)
    openml.pixels.cache_clear()
    (description,) = tmp_path.rglob(f"data/{MNIST}.gz")
    with gzip.open(description, "wt") as file:
        file.write("[1, 2")
    monkeypatch.setenv(HOSTED_VARIABLE, "1")
    with pytest.raises(ValueError, match="not kept on this server"):
        openml.rows_and_classes(SOURCE)


def test_what_a_stranger_says_is_shown_as_text(server):
    source = fetching.Source("A set", "here", SOURCE.address, _raise_markdown, lambda folder: True)
    with pytest.raises(ValueError, match=r"\(`!\[x\]\(https://evil.example/'`\)") as caught:
        fetching.fetched(source)
    assert len(str(caught.value)) < 400


def _raise_markdown():
    raise OSError("![x](https://evil.example/`" + "\n")

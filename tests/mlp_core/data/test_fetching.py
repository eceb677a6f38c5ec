"""Sets that are fetched: from a stand-in of OpenML on this machine, which may be gone or broken."""

import gzip
import json
import socket
import urllib.request

import numpy as np
import pytest

from mlp_core import load_dataset
from mlp_core.data import fetching, openml
from mlp_core.data.source import Source
from mlp_core.experiments.runs.fingerprint import data_fingerprint, fingerprint_here
from mlp_core.hosted import HOSTED_VARIABLE
from tests.stand_in import FASHION, MNIST, as_arff, small_rows

REMOTE = openml.remote("MNIST", "130 MB", MNIST)
FILE = f"/data/v1/download/{MNIST}/small.arff"


@pytest.mark.parametrize("data_id", [MNIST, FASHION])
def test_rows_are_those_that_openml_sends(server, data_id):
    rows, classes = openml.rows_and_classes(openml.remote("a set", "", data_id))
    expected, labels = small_rows(data_id)
    np.testing.assert_array_equal(rows, expected)
    np.testing.assert_array_equal(classes, labels)
    assert (rows.dtype, classes.dtype) == (float, int)
    # The set that was asked for, and no other.
    assert {path.split("/")[-1] for path in server.asked} == {str(data_id), "small.arff"}


def test_what_was_fetched_once_is_kept(server):
    first = openml.rows_and_classes(REMOTE)
    assert server.asked.count(FILE) == 1
    openml.pixels.cache_clear()
    server.answers.clear()
    server.asked.clear()
    for one, two in zip(first, openml.rows_and_classes(REMOTE), strict=True):
        np.testing.assert_array_equal(one, two)
    assert server.asked == []


def test_rows_are_read_once_and_handed_out_anew(server):
    openml.rows_and_classes(REMOTE)[0][:] = -1
    assert openml.rows_and_classes(REMOTE)[0].min() == 0
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
        openml.rows_and_classes(REMOTE)
    assert len(tried) == 1


def test_a_server_that_never_answers_is_given_up(server, monkeypatch):
    monkeypatch.setattr(fetching, "PATIENCE_SECONDS", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setattr(server, "port", silent.getsockname()[1])
        monkeypatch.setattr(urllib.request, "_opener", server.opener())
        with pytest.raises(ValueError, match=r"MNIST could not be fetched .*timed out"):
            openml.rows_and_classes(REMOTE)


def test_sockets_wait_as_before_when_it_is_over(server):
    openml.rows_and_classes(REMOTE)
    assert socket.getdefaulttimeout() is None


def test_sockets_do_not_wait_for_ever_meanwhile(server, monkeypatch):
    found = []
    remote = fetching.Remote(
        "A set", "", "here", REMOTE.address, lambda: found.append(socket.getdefaulttimeout()), bool
    )
    fetching.fetched(remote)
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
        openml.rows_and_classes(REMOTE)
    openml.pixels.cache_clear()
    with pytest.raises(ValueError, match=said):
        openml.rows_and_classes(REMOTE)


def test_a_class_beyond_9_is_refused(server):
    rows, classes = small_rows(MNIST)
    server.add(MNIST, as_arff(rows, classes + 1))
    with pytest.raises(ValueError, match="classes of 0 to 9 are expected; got 10"):
        openml.rows_and_classes(REMOTE)


@pytest.mark.filterwarnings("ignore:Invalid cache, redownloading")
@pytest.mark.parametrize("worst", [-1, 256, 0.5])
def test_other_values_than_bytes_are_refused(server, worst):
    rows, classes = small_rows(MNIST)
    rows = rows.astype(object)
    rows[3, 5] = worst
    server.add(MNIST, as_arff(rows, classes))
    with pytest.raises(ValueError, match="cannot safely convert"):
        openml.rows_and_classes(REMOTE)


def test_rows_of_another_size_are_refused(server):
    rows, classes = small_rows(MNIST)
    server.add(MNIST, as_arff(rows[:, :100], classes))
    with pytest.raises(ValueError, match=r"rows of 784 values are expected; got shape \(30, 100\)"):
        openml.rows_and_classes(REMOTE)


def test_a_server_that_strangers_share_fetches_nothing(server, monkeypatch):
    monkeypatch.setenv(HOSTED_VARIABLE, "1")
    with pytest.raises(ValueError, match="MNIST is not kept on this server"):
        openml.rows_and_classes(REMOTE)
    assert server.asked == []


def test_a_server_that_strangers_share_reads_what_is_kept(server, monkeypatch):
    openml.rows_and_classes(REMOTE)
    openml.pixels.cache_clear()
    server.asked.clear()
    monkeypatch.setenv(HOSTED_VARIABLE, "1")
    assert openml.rows_and_classes(REMOTE)[0].shape == (30, 784)
    assert server.asked == []


@pytest.mark.parametrize("lost", ["features", "qualities", "small.arff", "whole"])
def test_a_part_that_is_lost_is_not_kept(server, monkeypatch, tmp_path, lost):
    openml.rows_and_classes(REMOTE)
    openml.pixels.cache_clear()
    server.asked.clear()
    for path in tmp_path.rglob("*.gz"):
        if lost == "whole" or lost in str(path):
            path.unlink()
    monkeypatch.setenv(HOSTED_VARIABLE, "1")
    with pytest.raises(ValueError, match="not kept on this server"):
        openml.rows_and_classes(REMOTE)
    assert server.asked == []


def test_a_damaged_file_is_not_kept(server, monkeypatch, tmp_path):
    openml.rows_and_classes(REMOTE)
    openml.pixels.cache_clear()
    (description,) = tmp_path.rglob(f"data/{MNIST}.gz")
    with gzip.open(description, "wt") as file:
        file.write("[1, 2")
    monkeypatch.setenv(HOSTED_VARIABLE, "1")
    with pytest.raises(ValueError, match="not kept on this server"):
        openml.rows_and_classes(REMOTE)


def test_what_a_stranger_says_is_shown_as_text(server):
    remote = fetching.Remote(
        "A set", "", "here", REMOTE.address, _raise_markdown, lambda folder: True
    )
    with pytest.raises(ValueError, match=r"\(`!\[x\]\(https://evil.example/'`\)") as caught:
        fetching.fetched(remote)
    assert len(str(caught.value)) < 400


def _raise_markdown():
    raise OSError("![x](https://evil.example/`" + "\n")


def test_what_is_not_kept_is_told_with_its_size_before(server):
    with pytest.raises(fetching.NotFetched, match=r"MNIST is fetched .* say so, .*: 130 MB"):
        fetching.check_kept(REMOTE)
    assert server.asked == []
    fetching.fetched(REMOTE)
    fetching.check_kept(REMOTE)


def test_nothing_is_fetched_by_the_way(server):
    source = Source("mnist")
    assert source.facts.units_in == 784
    with pytest.raises(fetching.NotFetched, match="MNIST is fetched"):
        source.load()
    assert fingerprint_here(source, "none") == ""
    assert server.asked == []
    data = load_dataset("mnist")
    # And is here from then on, for whoever was told that it was not.
    assert fingerprint_here(source, "none") == data_fingerprint(source.load())
    assert data_fingerprint(source.load()) == data_fingerprint(data)


def test_houses_are_those_that_the_archive_has(server, houses):
    data = load_dataset("california", test_size=0.5, split={"method": "in_order"})
    rows = np.concatenate([data.X_train, data.X_test])
    # The archive has totals of a block group, and its value in dollars: by hand, the first one.
    longitude, latitude, age, rooms, bedrooms, people, homes, income, value = houses[0]
    expected = [income, age, rooms / homes, bedrooms / homes, people, people / homes]
    assert rows[0] == pytest.approx([*expected, latitude, longitude])
    assert data.y_train[0] == pytest.approx(value / 100_000)
    assert (data.is_regression, data.n_targets) == (True, 1)
    server.answers.clear()
    assert len(load_dataset("california").X_train) == 8


def test_an_archive_that_was_changed_on_the_way_is_refused(server, monkeypatch):
    server.answers["/files/5976036"] += b" "
    with pytest.raises(ValueError, match=r"California housing could not be fetched .*SHA256"):
        load_dataset("california")

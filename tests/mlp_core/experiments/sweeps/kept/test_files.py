"""Sweeps in files: whole after the way there and back, torn as they are, hostile as they come."""

import dataclasses
import io
import itertools
import json
import random

import pytest

from mlp_core.experiments.sweeps.findings.board import board
from mlp_core.experiments.sweeps.kept import files
from mlp_core.experiments.sweeps.kept.files import (
    definition_to_file,
    read_stream,
    result_line,
    sweep_from_file,
    sweep_line,
    sweep_to_file,
)
from mlp_core.experiments.sweeps.kept.record import MOST_BYTES
from mlp_core.experiments.sweeps.plan.axis import Axis
from mlp_core.experiments.sweeps.plan.cell import cells
from mlp_core.experiments.sweeps.plan.spreads import Listed
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from tests.every_set import small_config
from tests.mlp_core.experiments.sweeps.kept import hostile
from tests.mlp_core.experiments.sweeps.kept.made import BASE, RATES, every_sweep, make_result

SWEEPS = every_sweep()
SWEEP = Sweep(BASE, (RATES, Axis("batch_size", Listed((1, 8)))))
RESULTS = [make_result(cell.config, 3) for cell in cells(SWEEP)]
WHOLE = "".join(sweep_to_file(SWEEP, RESULTS)).encode()
LINES = WHOLE.splitlines(keepends=True)


def same(found, expected) -> bool:
    return len(found) == len(expected) and all(
        one.same_as(other) and one.figures.tobytes() == other.figures.tobytes()
        for one, other in zip(found, expected, strict=True)
    )


@pytest.mark.parametrize("name", SWEEPS)
def test_a_file_is_the_sweep_and_its_results(name):
    sweep = SWEEPS[name]
    results = [make_result(cell.config, 4) for cell in itertools.islice(cells(sweep), 10)]
    data = "".join(sweep_to_file(sweep, results)).encode()
    found = sweep_from_file(data)
    assert (found.sweep, found.notes, found.n_whole) == (sweep, (), len(data))
    assert same(found.results, results)
    assert sweep_from_file(definition_to_file(sweep).encode()) == (sweep, (), (), 0)
    assert sweep_from_file(sweep_line(sweep).encode().strip()).sweep == sweep


@pytest.mark.parametrize("cut", [2, 30, len(LINES[-1]) - 1])
def test_a_torn_last_line_is_forgiven_and_told(cut):
    found = sweep_from_file(WHOLE[:-cut])
    assert same(found.results, RESULTS[:-1])
    (note,) = found.notes
    assert note.startswith("The last line is torn")
    assert found.n_whole == len(WHOLE) - len(LINES[-1])


def test_a_last_line_without_its_end_is_whole():
    found = sweep_from_file(WHOLE[:-1])
    assert (len(found.results), found.notes, found.n_whole) == (6, (), len(WHOLE) - 1)


def test_a_line_that_cannot_be_read_hides_no_other():
    damaged = b"".join([*LINES[:2], b'{"config":\n', *LINES[2:4], b"\n", *LINES[4:]])
    found = sweep_from_file(damaged)
    assert same(found.results, RESULTS)
    (note,) = found.notes
    assert note.startswith("2 lines cannot be read and are left out. Line 3: the line is not JSON")
    assert found.n_whole == len(damaged)
    (note,) = sweep_from_file(WHOLE + b"\n").notes
    assert note.startswith("1 line cannot be read and is left out. Line 8: the line is not JSON")


def test_the_last_result_of_a_configuration_counts():
    later = make_result(RESULTS[1].config, 7)
    found = sweep_from_file(WHOLE + result_line(later, SWEEP.base).encode())
    assert same(found.results, [RESULTS[0], later, *RESULTS[2:]])


def test_a_sweep_may_be_said_anew_and_wider():
    base = dataclasses.replace(BASE, momentum=0.5)
    wider = Sweep(base, (RATES, Axis("batch_size", Listed((1, 8, 32)))))
    more = [make_result(cell.config) for cell in cells(wider)]
    found = sweep_from_file(WHOLE + "".join(sweep_to_file(wider, more)).encode())
    assert (found.sweep, found.notes) == (wider, ())
    assert same(found.results, [*RESULTS, *more])


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "not JSON"),
        (b"\xff\xfe\xff", "not JSON"),
        (b"[]", "must be a record"),
        (b"[" * 100_000, "far too deeply"),
        (b"x" * (MOST_BYTES + 1), "too much for one"),
        (b"\n" * (MOST_BYTES + 2), "too much for one"),
        (LINES[1], "lacks format, version, sweep"),
        (LINES[0] + b"\n" * 200, "more than 100 of its lines cannot be read. Line 2"),
        (LINES[0] + LINES[1].replace(b"1", b"x") * 200, "more than 100 of its lines"),
        (definition_to_file(SWEEP).encode() + LINES[1], "not JSON"),
        (
            sweep_line(Sweep(small_config("iris", dataset="digits"), ())).encode(),
            "units must begin with 64 features",
        ),
    ],
    ids=itertools.count(),
)
def test_what_is_no_file_of_a_sweep_is_said(data, sentence):
    with pytest.raises(ValueError, match=sentence):
        sweep_from_file(data)


def test_the_work_is_bounded(monkeypatch):
    monkeypatch.setattr(files, "MOST_LINES", 5)
    with pytest.raises(ValueError, match="at most 5 lines here"):
        sweep_from_file(WHOLE)
    assert len(read_stream(io.BytesIO(WHOLE)).results) == 6
    monkeypatch.setattr(files, "MOST_OF_A_FILE", 1000)
    with pytest.raises(ValueError, match="at most 1,000 bytes"):
        sweep_from_file(WHOLE)
    found = read_stream(io.BytesIO(LINES[0] * 60))
    assert found.notes[0].startswith("10 lines cannot be read and are left out. Line 51: a file")
    monkeypatch.setattr(files, "MOST_OF_A_LINE", 2000)
    long = LINES[0] + LINES[1][:-2] + b" " * 5000 + b"}\n" + LINES[2]
    assert len(read_stream(io.BytesIO(long)).results) == 1


def hostile_files():
    rng = random.Random(15)
    sweep, result = json.loads(LINES[0]), json.loads(LINES[1])
    for text in hostile.records(result, rng, 500):
        yield LINES[0] + text.encode() + b"\n" + LINES[2]
    for text in hostile.records(sweep, rng, 250):
        yield text.encode() + b"\n" + b"".join(LINES[1:])
    yield from hostile.torn(WHOLE, rng, 250)


def taken(data):
    try:
        return sweep_from_file(data), ""
    except ValueError as error:
        return None, str(error)


def test_a_thousand_hostile_files():
    """Each is refused with a sentence, or leaves results that can be drawn."""
    n_taken = 0
    for data in hostile_files():
        found, sentence = taken(data)
        if found is None:
            assert 10 < len(sentence) < 1000
            continue
        n_taken += 1
        assert all(len(note) < 1000 for note in found.notes)
        small = dataclasses.replace(found.sweep, draws=min(found.sweep.draws, 50))
        if small.n_runs < 100:
            board(small, found.results)
        assert same(
            sweep_from_file("".join(sweep_to_file(*found[:2])).encode()).results, found.results
        )
    assert 400 < n_taken < 900

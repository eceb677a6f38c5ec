"""Run files from strangers: each kind of bad one is refused with its reason, in little memory."""

import json
import pickle
import struct
import tracemalloc
import zipfile
import zlib
from io import BytesIO

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mlp_core import DATASETS, TrainConfig, seeded_parameters
from mlp_core.checkpoint import first_checkpoint
from mlp_core.experiments.files.run_file import run_from_file, run_to_file
from tests.mlp_core.runs import make_run

CONFIG = TrainConfig((64, 3, 10), 0.001, 100)
RUN = make_run(CONFIG)
GOOD = run_to_file(RUN, first_checkpoint(CONFIG, seeded_parameters(CONFIG.units, 0)))
W1 = np.ones((3, 64))
# Bytes: what a small file unpacks to, and what reading it may take at most.
BOMB, MEMORY = 50_000_000, 12_000_000


def members():
    with zipfile.ZipFile(BytesIO(GOOD)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def archive_of(contents, method=zipfile.ZIP_DEFLATED):
    data = BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return data.getvalue()


def with_member(name, content):
    return archive_of(members() | {name: content})


def without(name):
    contents = members()
    del contents[name]
    return archive_of(contents)


def npy(array, **options):
    data = BytesIO()
    np.lib.format.write_array(data, np.asanyarray(array), **options)
    return data.getvalue()


def npy_claiming(text, content=b""):
    """A .npy file with this header, whatever it says."""
    header = text.encode("latin1").ljust(117) + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header + content


def claiming(shape, descr="'<f8'"):
    return npy_claiming(f"{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}, }}")


def with_run(**changes):
    document = json.loads(members()["run.json"])
    document["run"] |= changes
    return with_member("run.json", json.dumps(document))


def with_config(**changes):
    return with_run(config=json.loads(members()["run.json"])["run"]["config"] | changes)


def doubled(name):
    """An archive with two members of one name, which a reader might tell apart or not."""
    other = name[:-1] + "_"
    data = archive_of(members() | {other: b"x"})
    return data.replace(other.encode(), name.encode())


def lying_bomb():
    """A run.json that unpacks to BOMB bytes, where the table of contents says a million."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = compressor.compress(b" " * BOMB) + compressor.flush()
    data = bytearray(archive_of(members() | {"run.json": packed}, zipfile.ZIP_STORED))
    local, central = data.index(b"run.json") - 30, data.rindex(b"run.json") - 46
    assert (data[local : local + 4], data[central : central + 4]) == (b"PK\3\4", b"PK\1\2")
    for method, size in ((local + 8, local + 22), (central + 10, central + 24)):
        data[method : method + 2] = struct.pack("<H", zipfile.ZIP_DEFLATED)
        data[size : size + 4] = struct.pack("<I", 1_000_000)
    return bytes(data)


def encrypted():
    data = bytearray(GOOD)
    data[data.index(b"PK\1\2") + 8] |= 1
    return bytes(data)


BAD = {
    "nothing": (b"", "no .npz file"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(100), "no .npz file, which is a zip archive"),
    "a text": (b"loss,accuracy\n1,2\n", "no .npz file"),
    "a single array": (npy(W1), "no .npz file"),
    "a pickle": (pickle.dumps(CONFIG), "no .npz file"),
    "another archive": (archive_of({"a.txt": "x"}), "this is no run file: it holds no run.json"),
    "arrays alone": (without("run.json"), "no run file: it holds no run.json"),
    "cut short": (GOOD[: len(GOOD) // 2], "the archive is damaged, cut short"),
    "only the beginning": (b"PK", "the archive is damaged, cut short"),
    "too large": (b"PK" + bytes(7_000_000), "at most 7,000,000 bytes; got 7,000,002"),
    "encrypted": (encrypted(), "'run.json' is encrypted or packed in a rare way"),
    "packed in another way": (
        archive_of(members(), zipfile.ZIP_LZMA),
        "'run.json' is encrypted or packed in a rare way",
    ),
    "two of one name": (doubled("W1.npy"), "the archive holds 'W1.npy' twice"),
    "members without end": (
        archive_of({f"{i}": b"" for i in range(5000)}),
        "at most 200 members",
    ),
    "a layer missing": (without("b2.npy"), "the archive lacks b2.npy"),
    "a layer too many": (with_member("W3.npy", npy(W1)), "not known here: 'W3.npy'"),
    "a path": (with_member("../../app.py", "x"), "not known here: '../../app.py'"),
    "a bomb": (with_member("W1.npy", bytes(BOMB)), "W1.npy must have at most 2,560 bytes"),
    "a bomb for a run": (with_member("run.json", b" " * BOMB), "run.json must have at most"),
    "a bomb that lies": (lying_bomb(), "run.json is damaged"),
    "745 GiB claimed": (
        with_member("W1.npy", claiming("(1000000, 100000)")),
        r"W1.npy must have shape \(3, 64\); it says \(1000000, 100000\)",
    ),
    "a shape of too many": (with_member("b1.npy", claiming("(3,) * 9")), "b1.npy is damaged"),
    "a negative shape": (with_member("b1.npy", claiming("(-3,)")), r"it says \(-3,\)"),
    "fewer numbers than claimed": (
        with_member("W1.npy", npy(W1)[:-8]),
        "W1.npy must hold 1,536 bytes of numbers; it holds 1,528",
    ),
    "more numbers than claimed": (
        with_member("W1.npy", npy(W1) + bytes(8)),
        "W1.npy must hold 1,536 bytes of numbers; it holds 1,537",
    ),
    "the other way round": (with_member("W1.npy", npy(W1.T)), r"it says \(64, 3\)"),
    "single precision": (
        with_member("W1.npy", npy(W1.astype("f4"))),
        "W1.npy must hold float64 numbers; it holds float32",
    ),
    "whole numbers": (with_member("W1.npy", npy(W1.astype(int))), "it holds int64"),
    "complex numbers": (with_member("b1.npy", npy(np.ones(3, complex))), "it holds complex128"),
    "other byte order": (with_member("b1.npy", npy(np.ones(3, ">f8"))), "it holds >f8"),
    "fields": (
        with_member("b1.npy", npy(np.ones(3, [("a", "f8")]))),
        "b1.npy must hold float64 numbers",
    ),
    "objects": (
        with_member("b1.npy", npy(np.array([CONFIG, 1, 2], dtype=object))),
        "b1.npy holds Python objects, which could run code",
    ),
    "not a number": (with_member("W1.npy", npy(W1 * np.nan)), "W1.npy must hold finite numbers"),
    "infinity": (with_member("b1.npy", npy(np.full(3, np.inf))), "b1.npy must hold finite"),
    "a later version": (with_member("W1.npy", npy(W1, version=(3, 0))), "W1.npy is damaged"),
    "no header": (with_member("W1.npy", b"\x93NUMPY"), "W1.npy is damaged"),
    "a header of code": (
        with_member("W1.npy", npy_claiming("__import__('os').getcwd()")),
        "W1.npy is damaged",
    ),
    "a header of brackets": (with_member("W1.npy", npy_claiming("(" * 900)), "W1.npy is damaged"),
    "a header without end": (
        with_member("W1.npy", npy_claiming("{" + " " * 1500)),
        "W1.npy is damaged",
    ),
    "a run that is no JSON": (with_member("run.json", b"\xff\xfe\x00"), "not even text"),
    "a run of another format": (with_member("run.json", b"{}"), "the file lacks format"),
    "epochs off limits": (with_config(epochs=501), "epochs must lie between 1 and 500; got 501"),
    "a rate off limits": (with_config(learning_rate=500), "learning_rate must lie between"),
    "units off limits": (with_config(units=[64, 10**9, 10]), "hidden_units must lie between"),
    "inputs without end": (
        with_config(units=[10**9, 10]),
        "units must begin with 64 features and end with 10 classes",
    ),
    "layers off limits": (with_config(units=[64, *[5] * 99, 10]), "hidden_layers must lie between"),
    "units of another network": (with_config(units=[64, 4, 10]), r"shape \(4, 64\); it says"),
    "unknown data": (
        with_config(dataset="faces"),
        f"dataset must be one of {', '.join(DATASETS)}; got 'faces'",
    ),
    "a name without end": (with_run(name="x" * 10**6), "name must have at most 200 characters"),
}


@pytest.mark.parametrize("kind", BAD)
def test_each_kind_is_refused_with_its_reason(kind):
    data, reason = BAD[kind]
    tracemalloc.start()
    try:
        with pytest.raises(ValueError, match=reason):
            run_from_file(data)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < MEMORY


@settings(max_examples=400)
@given(st.data())
def test_whatever_is_damaged_is_refused_or_makes_no_difference(data):
    # Every way in which a file can be bad ends in ValueError, none in another exception.
    damaged = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 4))):
        # Names, sizes and headers are where a reader goes astray: most of them lie at the end.
        near_end = data.draw(st.booleans())
        at = data.draw(st.integers(len(damaged) - 400 if near_end else 0, len(damaged) - 1))
        damaged[at] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        del damaged[data.draw(st.integers(0, len(damaged) - 1)) :]
    try:
        run, checkpoint = run_from_file(bytes(damaged))
    except ValueError:
        return
    assert run == RUN
    weights, biases = checkpoint.parameters
    assert [array.shape for array in (*weights, *biases)] == [(3, 64), (10, 3), (3,), (10,)]


@given(st.binary(max_size=300))
@example(b"PK\x05\x06" + bytes(18))
def test_no_bytes_are_a_run_file_by_chance(content):
    with pytest.raises(ValueError, match=r"no \.npz file|damaged|no run file"):
        run_from_file(content)


@given(st.binary(max_size=200))
def test_no_bytes_are_an_array_by_chance(content):
    for start in (b"", b"\x93NUMPY\x01\x00"):
        with pytest.raises(ValueError, match=r"W1.npy (is damaged|must)"):
            run_from_file(with_member("W1.npy", start + content))

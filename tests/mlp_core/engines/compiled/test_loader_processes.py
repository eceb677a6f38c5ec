"""Loading the kernels in processes of their own: numba's cache in all its states, and no numba.

Every process works on a copy of ``mlp_core``, so that its files can be spoiled.
"""

import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import mlp_core
from mlp_core import train
from tests.mlp_core.both_engines import RTOL
from tests.mlp_core.engines.compiled.test_loader import CONFIG
from tests.mlp_core.small_data import few_digits

# Trains a few epochs, and tells how it was done.
PROGRAM = """
import json, sys
{before}
from mlp_core import TrainConfig, load_dataset, train
from mlp_core.engines.compiled.engine import needs_of
from mlp_core.engines.compiled.loader import LOADER
from mlp_core.engines.door import fastest_engine
from tests.mlp_core.small_data import few_digits

config, dataset = {config}, few_digits(load_dataset(), 30)
functions, refusal = LOADER.load(needs_of(config)), ""
if not functions:
    try:
        next(train(config, dataset, engine="compiled"))
    except RuntimeError as error:
        refusal = str(error)
json.dump(
    dict(
        engine=fastest_engine(config),
        reason=LOADER.why_missing(needs_of(config)),
        refusal=refusal,
        from_cache=[function.code.cache_hits for function in (functions or {{}}).values()],
        losses=[metrics.total_loss for metrics in train(config, dataset)],
    ),
    sys.stdout,
)
"""
# One function, which takes a moment to compile: loading goes the same way.
SMALL = """
import json, sys
import numpy as np
from mlp_core.engines.compiled.loader import LOADER, Need, addresses

need = Need("activate", "tanh", "activation")
tanh = LOADER.load([need])["activate", "tanh"]
z = np.array([0.5])
tanh.call(*addresses(z, z), 0, 1)
json.dump(
    dict(reason=LOADER.why_missing([need]), from_cache=tanh.code.cache_hits, value=z[0]), sys.stdout
)
"""
TANH = pytest.approx(0.46211715726000975, rel=1e-14)
# What every edit of a kernel may be: something else is computed.
EDIT = "\nTAYLOR = tuple(0.9 * term for term in TAYLOR)\n"


def run_in(folder: Path, program: str, before: str = "", **environment: str) -> dict:
    """What ``program`` tells when run on the copy in ``folder``; warnings are errors there too."""
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", program.format(before=before, config=CONFIG)],
        cwd=folder,
        env={
            **os.environ,
            # The copy is edited faster than Python's own cache could notice.
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONPATH": str(folder),
            # Compiles sooner, and slower code.
            "NUMBA_OPT": "0",
            "HOME": str(folder / "home"),
            "XDG_CACHE_HOME": str(folder / "home" / "cache"),
            **environment,
        },
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stderr
    return {**json.loads(result.stdout), "log": result.stderr}


def copy_to(folder: Path) -> Path:
    """A copy of ``mlp_core`` that nothing was compiled in, and what the programs need beside."""
    core, helpers = Path(mlp_core.__file__).parent, Path(__file__).parents[2]
    shutil.copytree(core, folder / "mlp_core", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "tests" / "mlp_core").mkdir(parents=True)
    shutil.copy(helpers / "small_data.py", folder / "tests" / "mlp_core")
    return folder


@pytest.fixture(scope="module")
def expected():
    """The losses of the NumPy engine."""
    dataset = few_digits(mlp_core.load_dataset(), n_train=30)
    return [metrics.total_loss for metrics in train(CONFIG, dataset, engine="numpy")]


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A copy whose cache was filled by a first process, and what that one told."""
    folder = copy_to(tmp_path_factory.mktemp("filled"))
    return folder, run_in(folder, SMALL)


@pytest.fixture(scope="module")
def closed(tmp_path_factory):
    """A copy in whose folder there cannot be a cache, for root neither: a file is in its place."""
    folder = copy_to(tmp_path_factory.mktemp("closed"))
    (folder / "mlp_core" / "engines" / "compiled" / "__pycache__").touch()
    return folder


@contextlib.contextmanager
def edited(folder: Path) -> Iterator[None]:
    """Another state of a file that the kernels import, for as long as it is needed."""
    source = folder / "mlp_core" / "engines" / "compiled" / "functions.py"
    before = source.read_text(encoding="utf-8")
    source.write_text(before + EDIT, encoding="utf-8")
    yield
    source.write_text(before, encoding="utf-8")


def cache_files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*.nb[ci]") if path.is_file()]


def test_the_first_process_compiles_and_the_next_does_not(tmp_path, expected):
    folder = copy_to(tmp_path)
    first = run_in(folder, PROGRAM)
    again = run_in(folder, PROGRAM)
    assert (set(first["from_cache"]), set(again["from_cache"])) == ({0}, {1})
    for told in (first, again):
        assert (told["engine"], told["reason"], told["log"]) == ("compiled", "", "")
        assert told["losses"] == pytest.approx(expected, rel=RTOL)
    assert again["losses"] == first["losses"]
    # In the project's own folder, which a person who deletes it expects to be all there is.
    assert cache_files(folder / "mlp_core")
    assert not (folder / "home").exists()


def garbage(content: bytes) -> bytes:
    return b"\x80garbage"


def half(content: bytes) -> bytes:
    return content[: len(content) // 2]


@pytest.mark.parametrize(
    ("suffix", "spoil"), [(".nbi", garbage), (".nbc", half)], ids=["garbage index", "half the code"]
)
def test_a_corrupt_cache_is_made_anew_once(filled, suffix, spoil):
    folder, first = filled
    spoilt = [path for path in cache_files(folder) if path.suffix == suffix]
    assert spoilt
    for path in spoilt:
        path.write_bytes(spoil(path.read_bytes()))
    told = run_in(folder, SMALL)
    assert (first["value"], told["value"], told["reason"]) == (TANH, first["value"], "")
    assert "making numba's cache anew" in told["log"]
    again = run_in(folder, SMALL)
    assert (again["from_cache"], again["value"], again["log"]) == (1, first["value"], "")


def test_an_edited_file_is_compiled_anew(filled):
    folder, first = filled
    with edited(folder):
        told = run_in(folder, SMALL)
    assert told["from_cache"] == 0
    assert told["value"] != pytest.approx(first["value"], rel=1e-6)


def test_no_folder_can_be_written_to(closed):
    nowhere = {"HOME": "/proc/nowhere", "XDG_CACHE_HOME": "/proc/nowhere"}
    told = run_in(closed, SMALL, **nowhere)
    assert (told["reason"], told["value"]) == ("", TANH)


def test_an_edited_file_is_compiled_anew_where_only_home_can_be_written_to(closed):
    assert run_in(closed, SMALL)["value"] == TANH
    again = run_in(closed, SMALL)
    assert (again["value"], again["from_cache"]) == (TANH, 1)
    with edited(closed):
        told = run_in(closed, SMALL)
    assert told["from_cache"] == 0
    assert told["value"] != pytest.approx(again["value"], rel=1e-6)


@pytest.mark.parametrize(
    ("before", "environment", "reason"),
    [
        ("sys.modules['numba'] = None", {}, "numba, which compiles it, cannot be imported"),
        ("", {"NUMBA_DISABLE_JIT": "1"}, "numba's compiler is switched off (NUMBA_DISABLE_JIT)"),
    ],
    ids=["no numba", "switched off"],
)
def test_without_a_compiler_numpy_trains(tmp_path, expected, before, environment, reason):
    told = run_in(copy_to(tmp_path), PROGRAM, before, **environment)
    assert told["engine"] == "numpy"
    assert told["reason"].startswith(reason)
    assert told["refusal"] == f"there is no compiled engine: {told['reason']}"
    # The same code on the same machine: to the last bit.
    assert told["losses"] == expected
    assert told["log"] == ""

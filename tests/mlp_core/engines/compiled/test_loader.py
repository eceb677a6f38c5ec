"""Loading the kernels within this process: once, waited for, and with a reason where it fails."""

import sys
import threading

import pytest

from mlp_core import QUESTION_2, TrainConfig, train
from mlp_core.engines import door
from mlp_core.engines.compiled import loader
from tests.mlp_core.both_engines import as_bytes
from tests.mlp_core.small_data import few_digits
from tests.mlp_core.waiting import PATIENCE_SECONDS

CONFIG = TrainConfig((64, 5, 10), 0.01, 2)


@pytest.fixture
def fresh(monkeypatch):
    """The loader as it is before anybody has asked for the kernels."""
    anew = loader.Loader(loader.EPOCHS.module, loader.EPOCHS.signatures)
    monkeypatch.setattr(loader, "EPOCHS", anew)


@pytest.fixture
def no_kernels(monkeypatch):
    loader.EPOCHS.load()
    monkeypatch.setattr(loader.EPOCHS, "outcome", "a reason")


def test_kernels_are_there_and_stay_the_same():
    kernels = loader.EPOCHS.load()
    assert kernels is loader.EPOCHS.load()
    assert isinstance(kernels, loader.Kernels)
    assert loader.EPOCHS.loaded()
    assert loader.EPOCHS.why_missing() == ""


def test_everybody_waits_for_one_compilation(fresh, monkeypatch):
    kernels, compilations = loader.Kernels({}), []
    may_end, begun = threading.Event(), threading.Event()

    def compile_slowly():
        compilations.append(threading.current_thread())
        begun.set()
        may_end.wait(PATIENCE_SECONDS)
        return kernels

    monkeypatch.setattr(loader.EPOCHS, "kernels_or_reason", compile_slowly)
    assert not loader.EPOCHS.loaded()
    door.prepare()
    assert begun.wait(PATIENCE_SECONDS)
    results = []
    askers = [
        threading.Thread(target=lambda: results.append(loader.EPOCHS.load())) for _ in range(8)
    ]
    for asker in askers:
        asker.start()
    door.prepare()
    assert not loader.EPOCHS.loaded()
    assert loader.EPOCHS.why_missing() == "they have not been compiled yet"
    may_end.set()
    for asker in askers:
        asker.join()
    assert len(compilations) == 1
    assert compilations[0] not in askers
    assert all(result is kernels for result in results)
    assert loader.EPOCHS.loaded()
    assert loader.EPOCHS.why_missing() == ""


def test_a_broken_cache_is_done_without(monkeypatch, caplog):
    kernels, asked = loader.Kernels({}), []

    def compile_without_a_cache(cache):
        asked.append(cache)
        if cache:
            raise EOFError("half a file")
        return kernels

    monkeypatch.setattr(loader.EPOCHS, "compile", compile_without_a_cache)
    monkeypatch.setattr(loader, "_forget_cache", lambda: None)
    assert loader.EPOCHS.kernels_or_reason() is kernels
    assert asked == [True, True, False]
    assert "compiling without numba's cache" in caplog.text


def test_a_broken_cache_is_made_anew_once(monkeypatch, caplog, tmp_path):
    kernels, asked = loader.Kernels({}), []
    broken = tmp_path / "state" / "kernels.nbi"
    broken.parent.mkdir()
    broken.write_bytes(b"half a file")
    monkeypatch.setattr(loader, "_cache_folder", lambda: broken.parent)

    def compile_with_a_whole_cache(cache):
        asked.append(cache)
        if broken.exists():
            raise EOFError("half a file")
        return kernels

    monkeypatch.setattr(loader.EPOCHS, "compile", compile_with_a_whole_cache)
    assert loader.EPOCHS.kernels_or_reason() is kernels
    assert asked == [True, True]
    assert "making numba's cache anew" in caplog.text
    assert "without" not in caplog.text


def test_a_compiler_that_fails_is_a_reason(monkeypatch, caplog):
    def fail(cache):
        raise KeyError("an instruction")

    monkeypatch.setattr(loader.EPOCHS, "compile", fail)
    monkeypatch.setattr(loader, "_forget_cache", lambda: None)
    assert loader.EPOCHS.kernels_or_reason() == "numba could not compile it (KeyError)"
    assert "numba cannot compile the engine" in caplog.text


# As llvmlite does where its library cannot be loaded, and modules made for another Python.
@pytest.mark.parametrize("error", [ImportError, OSError, AttributeError])
def test_whatever_importing_numba_raises_nobody_waits_for_ever(fresh, monkeypatch, error):
    class Broken:
        def find_spec(self, name, path=None, target=None):
            if name == "numba":
                raise error("a broken installation")

    monkeypatch.delitem(sys.modules, "numba")
    monkeypatch.setattr(sys, "meta_path", [Broken(), *sys.meta_path])
    loader.EPOCHS.prepare()
    loader.EPOCHS.thread.join()
    assert loader.EPOCHS.loaded()
    assert loader.EPOCHS.load() is None
    assert "numba" in loader.EPOCHS.why_missing()


def test_without_kernels_numpy_trains(no_kernels, digits):
    dataset = few_digits(digits, n_train=30)
    assert loader.EPOCHS.load() is None
    assert door.fastest_engine(CONFIG) == "numpy"
    assert door.why_not_compiled(CONFIG) == "a reason"
    runs = [list(train(CONFIG, dataset, engine=name)) for name in (None, "numpy")]
    assert as_bytes(runs[0][-1].parameters) == as_bytes(runs[1][-1].parameters)


def test_without_kernels_the_compiled_engine_says_why_not(no_kernels, digits):
    with pytest.raises(RuntimeError, match="there is no compiled engine: a reason"):
        next(train(QUESTION_2, digits, engine="compiled"))

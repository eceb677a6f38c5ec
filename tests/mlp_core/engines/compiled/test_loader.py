"""Compiling functions within this process: each once, waited for, and with a reason if it fails."""

import sys
import threading

import numba
import pytest
from numba.core.errors import NumbaError

from mlp_core import QUESTION_2, TrainConfig, train
from mlp_core.engines import door
from mlp_core.engines.compiled import cache, calls
from mlp_core.engines.compiled.engine import needs_of
from mlp_core.engines.compiled.loader import LOADER, Compiled, Loader, Need
from tests.mlp_core.both_engines import as_bytes
from tests.mlp_core.compiling import without_compiler
from tests.mlp_core.small_data import few_digits
from tests.patience import PATIENCE_SECONDS

CONFIG = TrainConfig((64, 5, 10), 0.01, 2)
TANH = Need("activate", "tanh", "activation")
RELU = Need("activate", "relu", "activation")
CODE = Compiled(None, lambda: None)


def test_functions_are_there_and_stay_the_same():
    functions = LOADER.load(needs_of(CONFIG))
    assert functions == LOADER.load(needs_of(CONFIG))
    assert all(isinstance(function, Compiled) for function in functions.values())
    assert LOADER.loaded(needs_of(CONFIG))
    assert LOADER.why_missing(needs_of(CONFIG)) == ""


def test_a_configuration_needs_what_it_trains_with_and_nothing_else():
    def needs(**changes):
        return {need[:2] for need in needs_of(TrainConfig(**{**vars(CONFIG), **changes}))}

    rows, batches = needs(), needs(batch_size=32)
    assert ("learn", "sgd") in rows - batches
    assert ("update", "sgd") in batches - rows
    assert needs(activation="relu") - rows == {("activate", "relu"), ("times_slope", "relu")}
    assert needs(loss="squared_error") - rows == {("loss", "squared_error")}
    # Whatever its size, its rate and its data.
    assert needs(units=(3, 2, 1), learning_rate=0.5) == rows
    assert len(rows) == 6


def test_everybody_waits_for_one_compilation(monkeypatch):
    loader, compilations = Loader(), []
    may_end, begun = threading.Event(), threading.Event()

    def compile_slowly(need):
        compilations.append((need, threading.current_thread()))
        begun.set()
        may_end.wait(PATIENCE_SECONDS)
        return CODE

    monkeypatch.setattr(loader, "compiled_or_reason", compile_slowly)
    assert not loader.loaded([TANH])
    loader.prepare([TANH])
    assert begun.wait(PATIENCE_SECONDS)
    results = []
    askers = [
        threading.Thread(target=lambda: results.append(loader.load([TANH, RELU]))) for _ in range(8)
    ]
    for asker in askers:
        asker.start()
    loader.prepare([TANH])
    assert not loader.loaded([TANH])
    may_end.set()
    for asker in askers:
        asker.join()
    assert [need for need, _ in compilations] == [TANH, RELU]
    assert not {thread for _, thread in compilations} & set(askers)
    assert all(result == {TANH[:2]: CODE, RELU[:2]: CODE} for result in results)
    assert loader.loaded([TANH, RELU])
    assert loader.why_missing([TANH, RELU]) == ""


def test_who_needs_what_is_there_does_not_wait_for_others(monkeypatch):
    loader, may_end = Loader(), threading.Event()
    monkeypatch.setattr(
        loader,
        "compiled_or_reason",
        lambda need: (need == RELU and may_end.wait() and CODE) or CODE,
    )
    loader.load([TANH])
    loader.prepare([RELU])
    assert loader.loaded([TANH])
    assert not loader.loaded([TANH, RELU])
    may_end.set()
    assert loader.loaded([TANH, RELU], PATIENCE_SECONDS)


def test_a_name_without_a_function_is_told_whatever_else_there_is(monkeypatch):
    loader = Loader()
    monkeypatch.setattr(loader, "compiled_or_reason", lambda need: CODE if need == TANH else "")
    both = Need("times_slope", "relu", "activation")
    assert loader.load([TANH, RELU]) is None
    reason = "there is no compiled loop for the activation relu and the loss hinge"
    assert loader.why_missing([RELU, TANH, both, Need("loss", "hinge", "loss")]) == reason


def test_a_broken_cache_is_done_without(monkeypatch, caplog):
    loader, asked = Loader(), []

    def compile_without_a_cache(need, cached):
        asked.append(cached)
        if cached:
            raise EOFError("half a file")
        return CODE

    monkeypatch.setattr(loader, "compile", compile_without_a_cache)
    monkeypatch.setattr(cache, "forget_cache", lambda: None)
    assert loader.load([TANH]) == {TANH[:2]: CODE}
    assert asked == [True, True, False]
    assert "compiling without numba's cache" in caplog.text


def test_a_broken_cache_is_made_anew_once(monkeypatch, caplog, tmp_path):
    loader, asked = Loader(), []
    broken = tmp_path / "state" / "kernels.nbi"
    broken.parent.mkdir()
    broken.write_bytes(b"half a file")
    monkeypatch.setattr(cache, "cache_folder", lambda: broken.parent)

    def compile_with_a_whole_cache(need, cached):
        asked.append(cached)
        if broken.exists():
            raise EOFError("half a file")
        return CODE

    monkeypatch.setattr(loader, "compile", compile_with_a_whole_cache)
    assert loader.load([TANH]) == {TANH[:2]: CODE}
    assert asked == [True, True]
    assert "making numba's cache anew" in caplog.text
    assert "without" not in caplog.text


def test_a_compiler_that_fails_is_a_reason(monkeypatch, caplog):
    def fail(need, cached):
        raise KeyError("an instruction")

    loader = Loader()
    monkeypatch.setattr(loader, "compile", fail)
    monkeypatch.setattr(cache, "forget_cache", lambda: None)
    assert loader.load([TANH]) is None
    assert loader.why_missing([TANH]) == "numba could not compile it (KeyError)"
    assert "numba cannot compile the engine" in caplog.text


# As llvmlite does where its library cannot be loaded, and modules made for another Python.
@pytest.mark.parametrize("error", [ImportError, OSError, AttributeError])
def test_whatever_importing_numba_raises_nobody_waits_for_ever(monkeypatch, error):
    class Broken:
        def find_spec(self, name, path=None, target=None):
            if name == "numba":
                raise error("a broken installation")

    monkeypatch.delitem(sys.modules, "numba")
    monkeypatch.setattr(sys, "meta_path", [Broken(), *sys.meta_path])
    loader = Loader()
    assert loader.load([TANH]) is None
    assert loader.loaded([TANH])
    assert "numba" in loader.why_missing([TANH])


def test_without_a_compiler_numpy_trains(monkeypatch, digits):
    without_compiler(monkeypatch)
    dataset = few_digits(digits, n_train=30)
    assert door.fastest_engine(CONFIG) == "numpy"
    assert door.why_not_compiled(CONFIG) == "a reason"
    runs = [list(train(CONFIG, dataset, engine=name)) for name in (None, "numpy")]
    assert as_bytes(runs[0][-1].parameters) == as_bytes(runs[1][-1].parameters)


def test_without_a_compiler_the_compiled_engine_says_why_not(monkeypatch, digits):
    without_compiler(monkeypatch)
    with pytest.raises(RuntimeError, match="there is no compiled engine: a reason"):
        next(train(QUESTION_2, digits, engine="compiled"))


def with_indices(H, Z, address, count):
    calls.activate(address, H, address, 0, count)


def with_too_few(H, Z, address, count):
    calls.activate(address, H, Z, count)


def with_too_many(H, Z, address, count):
    calls.activate(address, H, Z, 0, count, count)


@pytest.mark.parametrize("wrong", [with_indices, with_too_few, with_too_many])
def test_a_call_that_is_not_of_the_signature_is_not_compiled(wrong):
    with pytest.raises(NumbaError):
        numba.cfunc(calls.signature_of("activate", "float64"))(wrong)

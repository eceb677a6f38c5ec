"""What tests do to the compiler: do without it, without a loop of its, and keep it waiting."""

import threading

import pytest

from mlp_core.engines.compiled.loader import LOADER


def without_compiler(monkeypatch: pytest.MonkeyPatch, reason: str = "a reason") -> None:
    """As where nothing can be compiled, for this reason."""
    monkeypatch.setattr(LOADER, "_outcomes", lambda needs: dict.fromkeys(needs, reason))
    monkeypatch.setattr(LOADER, "loaded", lambda needs, timeout=0.0: True)


def without_loops(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """As if nobody had written compiled loops of these names."""
    outcomes = LOADER._outcomes

    def lacking(needs):
        found = outcomes(needs)
        return {need: "" if need.name in names else item for need, item in found.items()}

    monkeypatch.setattr(LOADER, "_outcomes", lacking)


def busy_compiler(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """As while it is at work, until the event is set."""
    ready = threading.Event()
    monkeypatch.setattr(LOADER, "loaded", lambda needs, timeout=0.0: ready.wait(timeout))
    return ready

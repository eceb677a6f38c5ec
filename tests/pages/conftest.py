"""The app under Streamlit's own AppTest: no browser, every run a full run."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from mlp_core.experiments.runs.storage.folder import FOLDER_VARIABLE
from mlp_core.experiments.runs.store import RunStore, open_store
from pages.shared import jobs, visitors
from tests.patience import PATIENCE_SECONDS

APP = Path(__file__).parents[2] / "app.py"


@pytest.fixture(autouse=True)
def fresh_caches(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Caches outlive an AppTest and would hand one test's jobs to the next; runs are kept in a
    folder of the test's own."""
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "data"))
    yield
    visitors.presence().end()
    jobs._slots.cache_clear()
    st.cache_resource.clear()
    st.cache_data.clear()


@pytest.fixture
def open_app() -> Callable[..., AppTest]:
    """Opens the app, or one of its pages, with query parameters as a link would carry them."""

    def opener(page: str = "", **query: str) -> AppTest:
        app = AppTest.from_file(str(APP), default_timeout=PATIENCE_SECONDS)
        if page not in ("", "one_step"):
            # As a first visit by its address: the app knows its pages once it has run.
            app.switch_page(f"pages/_{page}.py")
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
        assert not app.exception
        return app

    return opener


@pytest.fixture
def open_train(open_app: Callable[..., AppTest]) -> Iterator[Callable[..., AppTest]]:
    """Opens the Train page; whatever job a test leaves at work is ended with it."""
    apps: list[AppTest] = []

    def opener(**query: str) -> AppTest:
        apps.append(open_app("train", **query))
        return apps[-1]

    yield opener
    for app in apps:
        for name in ("training_job", "comparison_job", "baseline_job"):
            if name in app.session_state:
                app.session_state[name].stop()
                assert app.session_state[name].wait(PATIENCE_SECONDS)


@pytest.fixture
def store() -> Iterator[RunStore]:
    """The store that the page opens, too: the same file."""
    store = open_store()
    yield store
    store.close()

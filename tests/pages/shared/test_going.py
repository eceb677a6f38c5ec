"""What a browser still asks of a page that was left, under Streamlit's own runtime."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime import Runtime, RuntimeConfig
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from pages.shared import navigation
from tests.pages.shared import two_pages
from tests.patience import PATIENCE_SECONDS


class Tab:
    """A browser's tab: what it was sent, and what it asks for."""

    client_context = None

    def __init__(self, runtime: Runtime):
        self.runtime = runtime
        self.got: list[ForwardMsg] = []
        self.id = runtime.connect_session(client=self, user_info={})
        self.session = runtime._session_mgr.get_active_session_info(self.id).session
        self.session.track_settling()

    def write_forward_msg(self, message: ForwardMsg) -> None:
        self.got.append(message)

    def ask(self, page: str, **said) -> None:
        """Ask for the page, or with ``fragment_id`` for a part of it."""
        state = ClientState(page_script_hash=page, **said)
        self.runtime.handle_backmsg(self.id, BackMsg(rerun_script=state))

    async def settled(self) -> None:
        await asyncio.wait_for(self.session.wait_until_settled(), PATIENCE_SECONDS)

    def told(self, kind: str) -> list:
        """Everything of a kind that it was told, in order."""
        return [getattr(one, kind) for one in self.got if one.WhichOneof("type") == kind]

    def page(self) -> str:
        """The page that it shows, as it names it when it asks for something."""
        return self.told("navigation")[-1].page_script_hash


def press(tab: Tab, part: str) -> None:
    """Press the button inside the live part of the first page."""
    elements = [delta.new_element for delta in tab.told("delta")]
    buttons = [element.button for element in elements if element.WhichOneof("type") == "button"]
    pressed = WidgetStates(widgets=[WidgetState(id=buttons[-1].id, trigger_value=True)])
    tab.ask(tab.page(), fragment_id=part, widget_states=pressed)


def follow_link(tab: Tab, part: str) -> None:
    """Choose the second page among the names at the top."""
    pages = {one.page_name: one.page_script_hash for one in tab.told("navigation")[-1].app_pages}
    tab.ask(pages["Second"])


async def leave(script: Path, go: Callable[[Tab, str], None], place: str) -> list[str]:
    """Go to the second page, and while its run is at ``place`` ask for a part of the first one.

    The pages that were run from then on, by what the tab was told.
    """
    two_pages.hold_at(place)
    runtime = Runtime(
        RuntimeConfig(
            script_path=str(script),
            media_file_storage=MemoryMediaFileStorage("/media"),
            uploaded_file_manager=MemoryUploadedFileManager("/upload"),
        )
    )
    await runtime.start()
    tab = Tab(runtime)
    try:
        tab.ask("")
        await tab.settled()
        first, part = tab.page(), tab.told("auto_rerun")[-1].fragment_id
        seen = len(tab.told("new_session"))
        go(tab, part)
        reached = two_pages.REACHED[place]
        assert await asyncio.to_thread(reached.wait, PATIENCE_SECONDS)
        tab.ask(first, fragment_id=part, is_auto_rerun=True)
        two_pages.GO_ON[place].set()
        await tab.settled()
        names = {first: "first", tab.page(): "second"}
        return [names[one.page_script_hash] for one in tab.told("new_session")[seen:]]
    finally:
        two_pages.GO_ON[place].set()
        runtime.stop()
        await runtime.stopped


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(navigation, "ENTRIES", two_pages.ENTRIES)
    yield two_pages.write(tmp_path)
    Runtime._instance = None


@pytest.mark.parametrize(
    ("go", "place", "runs"),
    [
        (press, two_pages.BEGUN, ["first", "second"]),
        (press, two_pages.DRAWN, ["first", "second"]),
        (follow_link, two_pages.DRAWN, ["second"]),
    ],
)
def test_nothing_of_the_page_that_was_left_comes_after_the_next(script, go, place, runs):
    # Streamlit would run the part after the second page, as one of the first: then the browser
    # clears everything that it shows.
    # On a thread of its own: the loop that drives the browser of other tests may be at work here.
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(lambda: asyncio.run(leave(script, go, place))).result() == runs

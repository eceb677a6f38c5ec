"""A visitor of the Train page without a browser: opens it, moves sliders, trains, reads.

Speaks what a browser does with the server: three requests, then a websocket on which both send
Streamlit's messages. As a browser does, it asks for the live parts of the page as often as
the page says. Static files are not asked for: the README leaves them to the proxy.
"""

import asyncio
import contextlib
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

FIRST_REQUESTS = ("", "_stcore/health", "_stcore/host-config")
PAGE = "train"
TRAINED = "Trained 100 of 100 epochs"
WHOLE_PAGE_DONE = ForwardMsg.FINISHED_SUCCESSFULLY


class Trouble(Exception):
    """The server did not do what a visitor may expect."""


class Pupil:
    """One session of the app at ``url``: open it, and close it whatever happens."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._socket: ClientConnection | None = None
        self._tasks: list[asyncio.Task] = []
        # What the page has, by label, and what the visitor has set, by the widget's id.
        self._buttons: dict[str, str] = {}
        self._sliders: dict[str, str] = {}
        self._states: dict[str, WidgetState] = {}
        # Live parts of the page, with the seconds between two times that each is drawn.
        self._offered: dict[str, float] = {}
        self._live: dict[str, float] = {}
        self._trained = False
        self._hash, self._query = "", ""
        self._news = asyncio.Event()
        self._trouble: Exception | None = None

    async def open(self) -> None:
        """Open the page; it is whole when this returns."""
        for path in FIRST_REQUESTS:
            await _get(self._url, path)
        address = self._url.replace("http", "ws", 1) + "_stcore/stream"
        self._socket = await connect(address, subprotocols=["streamlit"], max_size=None)
        self._tasks = [asyncio.create_task(self._listen())]
        await self._ask_and_wait()

    async def close(self) -> None:
        """Leave the page."""
        for task in self._tasks:
            task.cancel()
        if self._socket is not None:
            await self._socket.close()

    async def move(self, label: str, value: float) -> None:
        """Move a slider; the page is whole again when this returns."""
        state = WidgetState(id=self._sliders[label])
        state.double_array_value.data.append(value)
        self._states[state.id] = state
        await self._ask_and_wait()

    async def train(self) -> None:
        """Press Train; all results are there when this returns."""
        self._trained = False
        await self._ask_and_wait(self._buttons["Train"])
        while not self._trained or self._live:
            await self._hear()

    async def _ask_and_wait(self, button: str = "") -> None:
        """Run the page, with a button pressed where one is named, and wait until it has run."""
        self._done = False
        await self._ask(button=button)
        while not self._done:
            await self._hear()

    async def _hear(self) -> None:
        """Wait until the server has said something more."""
        await self._news.wait()
        self._news.clear()
        if self._trouble is not None:
            raise self._trouble

    async def _ask(self, fragment: str = "", button: str = "") -> None:
        message = BackMsg()
        run = message.rerun_script
        run.page_name = "" if self._hash else PAGE
        run.page_script_hash, run.query_string = self._hash, self._query
        run.fragment_id, run.is_auto_rerun = fragment, bool(fragment)
        run.context_info.url = self._url + PAGE
        run.widget_states.widgets.extend(self._states.values())
        if button:
            run.widget_states.widgets.append(WidgetState(id=button, trigger_value=True))
        await self._socket.send(message.SerializeToString())

    async def _listen(self) -> None:
        try:
            async for data in self._socket:
                self._take(ForwardMsg.FromString(data))
                self._news.set()
            raise Trouble("the server closed the connection")
        except Exception as error:
            self._trouble = error
            self._news.set()

    def _take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._offered = {}
        elif kind == "navigation":
            self._hash = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "auto_rerun":
            self._offered[message.auto_rerun.fragment_id] = message.auto_rerun.interval
        elif kind == "script_finished" and message.script_finished == WHOLE_PAGE_DONE:
            self._done = True
            self._draw_live(self._offered)
        elif kind == "session_event":
            raise Trouble(message.session_event.script_compilation_exception.message)
        elif kind == "delta":
            self._draw(message.delta)

    def _draw(self, delta: Delta) -> None:
        kind = delta.new_element.WhichOneof("type")
        if kind == "button":
            self._buttons[delta.new_element.button.label] = delta.new_element.button.id
        elif kind == "slider":
            self._sliders[delta.new_element.slider.label] = delta.new_element.slider.id
        elif kind == "alert":
            self._trained |= TRAINED in delta.new_element.alert.body
        elif kind == "exception":
            raise Trouble(delta.new_element.exception.message)

    def _draw_live(self, live: dict[str, float]) -> None:
        """Ask for the live parts of the page, in place of those that it had."""
        self._live = live
        for task in self._tasks[1:]:
            task.cancel()
        del self._tasks[1:]
        for fragment, interval in live.items():
            self._tasks.append(asyncio.create_task(self._redraw(fragment, interval)))

    async def _redraw(self, fragment: str, interval: float) -> None:
        # A connection that ends is noticed where it is listened to.
        with contextlib.suppress(Exception):
            while True:
                await asyncio.sleep(interval)
                await self._ask(fragment)


async def _get(url: str, path: str) -> None:
    """Ask for a page as a browser does, and read it to its end."""
    where = urlsplit(url)
    reader, writer = await asyncio.open_connection(where.hostname, where.port)
    request = f"GET /{path} HTTP/1.1\r\nHost: {where.netloc}\r\nConnection: close\r\n\r\n"
    writer.write(request.encode())
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    if b" 200 " not in answer.partition(b"\r\n")[0]:
        raise Trouble(f"/{path} answers {answer[:40]!r}")

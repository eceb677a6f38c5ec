"""Visitors without a browser: a websocket that opens a link and keeps its page alive."""

import threading
import time

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

PATIENCE_SECONDS = 120.0
LISTEN_SECONDS = 0.05
WHOLE_PAGE_DONE = ForwardMsg.FINISHED_SUCCESSFULLY


class Visitor:
    """One session of the app at ``url``, on the page and with the parameters of a link.

    As a browser does, it asks for the page's live part again as often as the page says.
    """

    def __init__(self, url: str, page: str = "train", query: str = "") -> None:
        self._address = url.replace("http", "ws", 1) + "_stcore/stream"
        self._page, self._query = page, query
        self._leaving = False
        self._loaded, self._resting = threading.Event(), threading.Event()
        # The live part of the page and how often it wants to be drawn; none while at rest.
        self._fragment, self._interval = "", 0.0
        self._offered = "", 0.0
        self._thread = threading.Thread(target=self._stay, daemon=True)
        self._thread.start()

    def wait_until_loaded(self) -> None:
        assert self._loaded.wait(PATIENCE_SECONDS), "the page did not load"

    def wait_until_trained(self) -> None:
        """Wait until the page has nothing live any more: its training is over."""
        assert self._resting.wait(PATIENCE_SECONDS), "the training did not end"

    def leave(self) -> None:
        """Close the connection, as a tab that is closed does."""
        self._leaving = True
        self._thread.join(PATIENCE_SECONDS)

    def _stay(self) -> None:
        with connect(self._address, subprotocols=["streamlit"], max_size=None) as socket:
            self._ask(socket)
            asked = time.monotonic()
            while not self._leaving:
                try:
                    self._hear(ForwardMsg.FromString(socket.recv(LISTEN_SECONDS)))
                except TimeoutError:
                    pass
                except ConnectionClosed:
                    return
                if self._fragment and time.monotonic() - asked > self._interval:
                    asked = time.monotonic()
                    self._ask(socket)

    def _ask(self, socket: ClientConnection) -> None:
        message = BackMsg()
        message.rerun_script.page_name = self._page
        message.rerun_script.query_string = self._query
        message.rerun_script.fragment_id = self._fragment
        message.rerun_script.is_auto_rerun = bool(self._fragment)
        socket.send(message.SerializeToString())

    def _hear(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._offered = "", 0.0
        elif kind == "auto_rerun":
            self._offered = message.auto_rerun.fragment_id, message.auto_rerun.interval
        elif kind == "script_finished" and message.script_finished == WHOLE_PAGE_DONE:
            self._fragment, self._interval = self._offered
            self._loaded.set()
            if not self._fragment:
                self._resting.set()

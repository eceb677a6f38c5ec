"""Who can reach the server: this machine alone, or everybody where it is hosted."""

import re
import shlex
import socket
import sys
from urllib.parse import urlsplit

import pytest

from tests.browser.server import ROOT, Server, start_app

# 127.0.0.2 is this machine too, and stands for every address that is not the server's own.
NEIGHBOURS = ["127.0.0.2", "::1"]


def reached(server: Server, address: str) -> bool:
    if ":" in address and not socket.has_ipv6:
        return False
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as visitor:
        visitor.settimeout(5)
        return visitor.connect_ex((address, urlsplit(server.url).port)) == 0


def readme_options(line: str) -> dict[str, str]:
    """The options of the README's line that begins with these words, as ``start_app`` has them."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    command = re.search(rf"{re.escape(line)} ?([^`\n]*)", text)[1]
    words = iter(shlex.split(command))
    return {name.removeprefix("--").replace(".", "_", 1): next(words) for name in words}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has all of 127.0.0.0/8 for itself")
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (".venv/bin/streamlit run app.py", False),
        ("MLP_EXPLORER_HOSTED=1 streamlit run app.py", True),
    ],
)
def test_the_server_listens_where_the_readme_says(tmp_path, line, expected):
    server = start_app(tmp_path / "log.txt", **readme_options(line))
    try:
        assert reached(server, "127.0.0.1")
        found = [reached(server, address) for address in NEIGHBOURS]
    finally:
        server.stop()
    # With 0.0.0.0 it answers on every IPv4 address of this machine, and on no IPv6 one.
    assert found == [expected, False]

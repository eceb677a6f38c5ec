"""An exercise in an address: its text, compressed, in characters that an address carries as they
are, and checked, so that a link that was cut is told from one that is whole.

A link is the version's letter, then, in the base64 of addresses, four bytes of CRC-32 and the
text of ``writing`` as a raw deflate stream.
"""

import base64
import re
import zlib
from collections.abc import Mapping
from typing import Any

from mlp_core.teaching.given.limits import LIMITS
from mlp_core.teaching.given.reading import read_text
from mlp_core.teaching.given.source import TextError
from mlp_core.teaching.given.writing import write_text

VERSION = "a"
CHECK_BYTES, RAW_DEFLATE = 4, -15
LINK = re.compile(r"[A-Za-z0-9_-]+")
# The shortest of those that stand between a browser and the app decides, and it is servers: nginx
# answers 414 where a request line is longer than one buffer of large_client_header_buffers, 8 KB,
# Apache where it is longer than LimitRequestLine, 8,190 bytes; RFC 9112, section 3, asks everybody
# for 8,000 at least. Streamlit's own server was seen to answer 40,000 characters and to refuse
# 70,000; Firefox's history keeps 65,536, Chromium bears 2 MB.
LONGEST_REQUEST = 8_000
# For the method, the path, other parameters and the protocol, which share that line.
OTHERS = 500
LONGEST_LINK = LONGEST_REQUEST - OTHERS
CUT = "The link was cut short. Copy all of it, or ask for the exercise as a file."
CHANGED = "The link was changed on its way. Copy it again, or ask for the exercise as a file."


def to_link(arguments: Mapping[str, Any]) -> str:
    """``arguments`` of ``take_steps`` as a text that ``from_link`` reads back to the last bit."""
    text = write_text(arguments).encode()
    packer = zlib.compressobj(9, zlib.DEFLATED, RAW_DEFLATE)
    data = _check(text) + packer.compress(text) + packer.flush()
    return VERSION + base64.urlsafe_b64encode(data).decode().rstrip("=")


def from_link(link: str) -> dict[str, Any]:
    """The arguments in ``link``; ``TextError`` where it is cut, changed or of another version."""
    link = link.strip()
    if len(link) > LIMITS["link"].most:
        raise TextError("This is far too long for a link of an exercise.", "", 0)
    if not link.startswith(VERSION):
        message = (
            f"This link is of version {link[0]}, which is not known here: a newer app may have "
            "written it."
            if LINK.fullmatch(link)
            else "This is no link of an exercise."
        )
        raise TextError(message, link, 0)
    return read_text(_unpacked(link)).arguments


def fits_address(link: str) -> bool:
    """Whether browsers and servers bear an address with ``link`` in it."""
    return len(link) <= LONGEST_LINK


def too_long(link: str) -> str:
    """What to do instead where ``link`` does not fit an address; nothing where it does."""
    if fits_address(link):
        return ""
    return (
        f"As a link this exercise has {len(link):,} characters, and an address bears "
        f"{LONGEST_LINK:,}. Save it as a file and hand that on."
    )


def _unpacked(link: str) -> str:
    """The text in ``link``, never more of it than a text may have."""
    packed = link[len(VERSION) :]
    bad = next((k for k, c in enumerate(packed) if not LINK.fullmatch(c)), None)
    if bad is not None:
        raise TextError(CHANGED, link, bad + len(VERSION))
    try:
        # What is cut may end within four characters, which are three bytes.
        data = base64.urlsafe_b64decode(packed[: len(packed) - (len(packed) % 4 == 1)] + "==")
        unpacker = zlib.decompressobj(RAW_DEFLATE)
        text = unpacker.decompress(data[CHECK_BYTES:], LIMITS["characters"].most + 1)
    except (ValueError, zlib.error):
        raise TextError(CHANGED, link, 0) from None
    if len(text) > LIMITS["characters"].most:
        raise TextError("There is far too much in this link.", link, 0)
    if not unpacker.eof:
        raise TextError(CUT, link, len(link) - 1)
    if unpacker.unused_data or _check(text) != data[:CHECK_BYTES]:
        raise TextError(CHANGED, link, 0)
    return text.decode(errors="replace")


def _check(text: bytes) -> bytes:
    return zlib.crc32(text).to_bytes(CHECK_BYTES, "big")

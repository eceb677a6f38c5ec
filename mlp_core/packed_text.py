"""A text in an address: compressed, in characters that an address carries as they are, and
checked, so that one that was cut is told from one that is whole.

It is, in the base64 of addresses, four bytes of CRC-32 and the text as a raw deflate stream.
"""

import base64
import re
import zlib
from typing import Literal

CHECK_BYTES, RAW_DEFLATE = 4, -15
CHARACTERS = re.compile(r"[A-Za-z0-9_-]+")
# The shortest of those that stand between a browser and the app decides, and it is servers: nginx
# answers 414 where a request line is longer than one buffer of large_client_header_buffers, 8 KB,
# Apache where it is longer than LimitRequestLine, 8,190 bytes; RFC 9112, section 3, asks everybody
# for 8,000 at least. Streamlit's own server was seen to answer 40,000 characters and to refuse
# 70,000; Firefox's history keeps 65,536, Chromium bears 2 MB.
LONGEST_REQUEST = 8_000
# For the method, the path, other parameters and the protocol, which share that line.
OTHERS = 500
LONGEST_LINK = LONGEST_REQUEST - OTHERS
Kind = Literal["cut", "changed", "too much"]


class PackedError(ValueError):
    """A packed text that cannot be read, and why: ``kind``; ``at`` is the place, where known."""

    def __init__(self, kind: Kind, at: int | None = None) -> None:
        self.kind: Kind = kind
        self.at = at
        super().__init__(kind)


def pack(text: str) -> str:
    """``text`` as ``unpack`` reads it back."""
    data = text.encode()
    packer = zlib.compressobj(9, zlib.DEFLATED, RAW_DEFLATE)
    packed = _check(data) + packer.compress(data) + packer.flush()
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def unpack(packed: str, most: int) -> str:
    """The text in ``packed``, never more of it than ``most`` bytes; ``PackedError`` for others."""
    bad = next((k for k, c in enumerate(packed) if not CHARACTERS.fullmatch(c)), None)
    if bad is not None:
        raise PackedError("changed", bad)
    try:
        # What is cut may end within four characters, which are three bytes.
        data = base64.urlsafe_b64decode(packed[: len(packed) - (len(packed) % 4 == 1)] + "==")
        unpacker = zlib.decompressobj(RAW_DEFLATE)
        text = unpacker.decompress(data[CHECK_BYTES:], most + 1)
    except (ValueError, zlib.error):
        raise PackedError("changed") from None
    if len(text) > most:
        raise PackedError("too much")
    if not unpacker.eof:
        raise PackedError("cut", len(packed) - 1)
    if unpacker.unused_data or _check(text) != data[:CHECK_BYTES]:
        raise PackedError("changed")
    return text.decode(errors="replace")


def _check(text: bytes) -> bytes:
    return zlib.crc32(text).to_bytes(CHECK_BYTES, "big")

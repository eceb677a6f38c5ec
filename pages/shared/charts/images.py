"""Pictures made of cells, as a chart can draw them: each a PNG in an address of its own."""

import base64
import struct
import zlib

from mlp_core.inspection.shading import Picture, Rgb

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# Eight bits a cell, which is a number of the palette.
_PALETTED = bytes([8, 3, 0, 0, 0])
# A small picture is made often and read once: the fastest of zlib's levels.
_LEVEL = 1


def rgb(colour: str) -> Rgb:
    """Red, green and blue of a colour as #0072B2."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


def png_address(picture: Picture) -> str:
    """The address that holds the whole ``picture``, with which nothing need be loaded.

    Written here, since dozens are drawn several times a second: for pictures so small a library
    takes ten times as long. The format is that of the PNG specification, third edition, 5 and 11.
    """
    height, width = picture.cells.shape
    # Each line begins with its filter: none.
    lines = b"".join(b"\0" + line.tobytes() for line in picture.cells)
    chunks = (
        (b"IHDR", struct.pack(">II", width, height) + _PALETTED),
        (b"PLTE", picture.palette.tobytes()),
        (b"IDAT", zlib.compress(lines, _LEVEL)),
        (b"IEND", b""),
    )
    png = _SIGNATURE + b"".join(_chunk(kind, body) for kind, body in chunks)
    return f"data:image/png;base64,{base64.b64encode(png).decode('ascii')}"


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

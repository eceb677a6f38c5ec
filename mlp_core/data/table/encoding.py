"""How the letters of a text are written in bytes: by its mark, else by what can be."""

import codecs
from io import BytesIO, TextIOWrapper

from mlp_core.data.table.bounds import UnreadableError
from mlp_core.data.table.raw import Doubt
from mlp_core.quoting import one_line

# Of two that begin alike, the longer first.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What can be chosen, by what people call it; each names a codec of Python's.
ENCODINGS = {
    "utf-8": "UTF-8",
    "cp1252": "Latin-1, as Windows writes it",
    "iso8859_15": "Latin-9, with a euro sign",
    "cp1250": "Central European, as Windows writes it",
    "cp850": "DOS",
    "mac_roman": "old Macintosh",
    "utf-16": "UTF-16",
}
# As many bytes are looked at for what a text cannot have.
SAMPLE = 65_536
CONTROL = bytes(set(range(32)) - {9, 10, 11, 12, 13, 26, 27, 28, 29, 30, 31})
# A text of letters of Latin-1 has bytes above 127 here and there, not everywhere.
MAX_CONTROL = 0.01


def encoding_of(data: bytes) -> str:
    """The codec that reads the text ``data``; ``UnreadableError`` where it is no text."""
    for mark, name in MARKS:
        if data.startswith(mark):
            return name
    sample = data[:SAMPLE]
    unmarked = _unmarked_utf16(sample)
    if unmarked:
        return unmarked
    if len(sample) - len(sample.translate(None, CONTROL)) > MAX_CONTROL * len(sample):
        raise UnreadableError(
            "This is no text and no format that is known here: a table is read from CSV, TSV, "
            ".npz, Parquet or MNIST's idx files."
        )
    return "utf-8" if _decodes(data, "utf-8") else "cp1252"


def open_text(data: bytes, encoding: str) -> TextIOWrapper:
    """The text, line by line as it is; a byte that has no letter is shown as such."""
    return TextIOWrapper(BytesIO(data), encoding=codec_of(encoding), errors="replace", newline="")


def codec_of(encoding: str) -> str:
    """What it is called by Python; a mark at the beginning is no part of a text."""
    return "utf-8-sig" if encoding == "utf-8" else encoding


def encoding_doubt(data: bytes, encoding: str, chosen: str) -> Doubt | None:
    """The question whether umlauts and the like are right, where nothing in the file tells."""
    if not chosen and encoding != "cp1252":
        return None
    line = next((line for line in data.splitlines() if not line.isascii()), b"")
    place = max(0, next((k for k, byte in enumerate(line) if byte > 127), 0) - 10)
    example = one_line(line[place : place + 30].decode(encoding, "replace"), 30)
    return Doubt(
        f"The text is not UTF-8. It was read as {ENCODINGS[encoding]}: “{example}”.",
        "encoding",
        {label: name for name, label in ENCODINGS.items()},
        encoding,
    )


def _unmarked_utf16(sample: bytes) -> str:
    """Letters of European languages have a zero beside each in UTF-16."""
    even, odd = sample[0::2], sample[1::2]
    if not odd:
        return ""
    if odd.count(0) > 0.7 * len(odd) and even.count(0) < 0.05 * len(even):
        return "utf-16-le"
    if even.count(0) > 0.7 * len(even) and odd.count(0) < 0.05 * len(odd):
        return "utf-16-be"
    return ""


def _decodes(data: bytes, encoding: str) -> bool:
    """Whether all bytes are letters, looked at in pieces: the text is not kept."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(data), 1 << 20):
            decoder.decode(data[start : start + (1 << 20)])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True

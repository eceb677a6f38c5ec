"""JSON that anybody may have written: whatever is wrong with it is a ``ValueError`` in words."""

import json
from typing import Any, NoReturn

# Digits of a whole number in JSON. None of ours has so many, and Python's own reading of longer
# ones takes ever more time, up to a limit that is the interpreter's.
MAX_DIGITS = 30


class TooLong(float):
    """A whole number that is too long to be one of ours: no field can have it."""

    def __new__(cls, text: str) -> "TooLong":
        number = super().__new__(cls, "inf")
        number.n_digits = len(text.lstrip("-"))
        return number

    n_digits: int

    def __repr__(self) -> str:
        return f"a number of {self.n_digits:,} digits"


def parse_json(text: str | bytes, what: str = "the file") -> Any:
    """What ``text`` holds; ``ValueError`` naming ``what`` for anything but finite, plain JSON.

    A whole number of more than MAX_DIGITS digits becomes ``TooLong``, for whoever knows which
    field it is in to refuse.
    """
    if not isinstance(text, str | bytes):
        raise ValueError(f"{what} is no text")
    try:
        if isinstance(text, bytes):
            text = text.decode(json.detect_encoding(text), "surrogatepass")
        return _DECODER.decode(text)
    except UnicodeDecodeError:
        raise ValueError(f"{what} is not JSON: it is not even text") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"{what} is not JSON, or cut short: {error}") from None
    except RecursionError:
        raise ValueError(f"{what} nests lists within lists far too deeply") from None


def _whole(text: str) -> int | TooLong:
    return int(text) if len(text) <= MAX_DIGITS else TooLong(text)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"all numbers must be finite; got {name}")


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant, parse_int=_whole)

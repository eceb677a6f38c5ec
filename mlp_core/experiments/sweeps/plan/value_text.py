"""Single values of an axis as people write them, by the kind of the setting."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from mlp_core.fields import Several
from mlp_core.layer_sizes import BRACKETS, Sizes, plain, split_sizes, write_sizes
from mlp_core.number_text import exact
from mlp_core.setting_kinds import Choice, Kind, Real, Whole, YesNo

# 007 is nobody's number: in 0,001, 0,01 the comma is meant as a decimal mark.
NUMBER = r"-?(?:(?:0|[1-9][0-9]{0,29})(?:\.[0-9]{0,340})?|\.[0-9]{1,340})(?:e[+-]?[0-9]{1,3})?"
# What would be longer is written with an exponent.
LONGEST_NUMBER = 22
POWER = re.compile(r"(?<![0-9])(?<![0-9]\.)10\^(?=-?[0-9])")
# Between two sizes of one network, so that a blank alone parts one from another.
DASH = re.compile(r"(?<=[0-9])\s*([-x×])\s*(?=[0-9])")
NO_LAYER = "-"
YES_OR_NO = {"yes": True, "no": False, "true": True, "false": False, "1": True, "0": False}


@dataclass(frozen=True)
class Values:
    """How values of a kind are read and written.

    read      the value that a text is, without commas; None where it is none
    write     what is read as the value
    no_value  what a text is not that is no value: "not a number"
    numeric   whether there are ranges, and ``whole`` whether of whole numbers
    of_number what a number of a range stands for; None where for itself
    """

    read: Callable[[str], Any]
    write: Callable[[Any], str]
    no_value: str
    numeric: bool = False
    whole: bool = False
    of_number: Callable[[int], Any] | None = None

    def split(self, text: str) -> list[str]:
        """The texts of several values: between semicolons, else commas, else blanks.

        Between semicolons a comma is a decimal mark.
        """
        bare = text.strip(f"{BRACKETS} ,;") if self.numeric else text.strip(" ,;")
        if ";" in bare:
            parts = bare.split(";")
            return [_stripped(part.replace(",", ".") if self.numeric else part) for part in parts]
        if "," in bare:
            return [_stripped(part) for part in bare.split(",")]
        return [bare] if self.read(bare) is not None else bare.split()


def values_of(kind: Kind, ends: tuple[int, int] = (1, 1)) -> Values:
    """How values of ``kind`` are written; layer sizes are between these ends."""
    match kind:
        case Whole(words=words):
            by_words = {_key(text): value for value, text in words.items()}
            return Values(
                lambda text: by_words.get(_key(text), _whole(text)),
                kind.shown,
                "not a whole number",
                numeric=True,
                whole=True,
            )
        case Real():
            return Values(_real, number_text, "not a number", numeric=True)
        case YesNo():
            return Values(lambda text: YES_OR_NO.get(_key(text)), kind.shown, "neither yes nor no")
        case Choice():
            return _of_choice(kind)
        case Several():
            return _of_several(kind)
        case Sizes():
            return _of_sizes(ends)
    raise TypeError(f"nobody writes lists of {type(kind).__name__}")


def number_text(value: float) -> str:
    """A number that reads back as itself: digit by digit, with an exponent where these are many."""
    digits = exact(value)
    return "".join(map(plain, digits)) if len(digits) <= LONGEST_NUMBER else repr(value)


def numbers_plain(text: str) -> str:
    """The text with powers of ten as computers write them: 1e-3 for 10^-3."""
    return POWER.sub("1e", text.lower())


def is_whole(number: Decimal) -> bool:
    """Whether it has no decimals, however large it is."""
    return number == number.to_integral_value()


def _real(text: str) -> float | None:
    simple = numbers_plain(text)
    return float(simple) if re.fullmatch(NUMBER, simple) else None


def _whole(text: str) -> int | None:
    simple = numbers_plain(text)
    number = Decimal(simple) if re.fullmatch(NUMBER, simple) else None
    return int(number) if number is not None and is_whole(number) else None


def _of_choice(kind: Choice) -> Values:
    return Values(
        _finder({name: kind.shown(name) for name in kind.names}),
        _writer({name: kind.shown(name) for name in kind.names}),
        "not one of them",
    )


def _of_several(kind: Several) -> Values:
    find, write = _finder(kind.words), _writer(kind.words, forbidden=" +,;")

    def read(text: str) -> tuple[str, ...] | None:
        found = [find(part) for part in re.split(r"[\s+]+", text)]
        return tuple(name for name in kind.table if name in found) if all(found) else None

    return Values(
        read,
        lambda value: " ".join(map(write, value)),
        "not some of them",
    )


def _of_sizes(ends: tuple[int, int]) -> Values:
    """Hidden layers between ``ends``; or all layers, which begin and end so."""

    def read(text: str) -> tuple[int, ...] | None:
        simple = DASH.sub(r"\1", text)
        if simple == NO_LAYER:
            return ends
        sizes = None if " " in simple else split_sizes(simple)
        if sizes is None or _begin_and_end(sizes, ends):
            return sizes
        return (ends[0], *sizes, ends[1])

    def write(value: tuple[int, ...]) -> str:
        hidden = value[1:-1]
        # Hidden layers that begin and end as the network does would be read as all of it.
        own = value[0], value[-1]
        return write_sizes(value if _begin_and_end(hidden, own) else hidden) or NO_LAYER

    return Values(
        read,
        write,
        "not the sizes of hidden layers",
        numeric=True,
        whole=True,
        of_number=lambda n: (ends[0], n, ends[1]),
    )


def _begin_and_end(sizes: tuple[int, ...], ends: tuple[int, int]) -> bool:
    """Whether these could be all layers of a network with such ends."""
    return len(sizes) > 1 and (sizes[0], sizes[-1]) == ends


def _finder(words: Mapping[str, str]) -> Callable[[str], str | None]:
    """Finds a name by itself, or by what people call it, where nothing else is called that."""
    called = [_key(text) for text in words.values()]
    known = {_key(text): name for name, text in words.items() if called.count(_key(text)) == 1}
    known |= {_key(name): name for name in words}
    return lambda text: known.get(_key(text))


def _writer(words: Mapping[str, str], forbidden: str = ",;") -> Callable[[str], str]:
    """Writes a name as people call it, or as it is where they could not be told apart by that."""
    find = _finder(words)

    def write(name: str) -> str:
        text = words[name]
        return text if find(text) == name and not {*text} & {*forbidden} else name

    return write


def _key(text: str) -> str:
    return _stripped("".join(map(plain, text))).casefold()


def _stripped(text: str) -> str:
    return " ".join(text.split())

"""What a row of a data set is, and what its rows, values and classes are called."""

from dataclasses import dataclass
from typing import Any, ClassVar

# Before these a name has the article an, as it is spoken: an 8, an apple.
SPOKEN_AS_VOWEL = tuple("aeiouAEIOU8")


@dataclass(frozen=True)
class Words:
    """What people call what is in a data set; without more, rows of values in classes.

    thing, things  what there is to be told apart
    subject        that as what a network learns, and ``one`` of it in a sentence
    row, rows      what the network is handed
    value, values  the numbers of a row
    target         what the classes are; ``each`` is the class of every row, with its article
    verb           what a network does to a row: it reads it, or names it
    label          an output, by the name of its class
    it_is          what a row is, by ``a``, the article, and ``name``; ``the`` is that again
    """

    thing: str = "row"
    things: str = "rows"
    subject: str = "rows of a table"
    one: str = "a row of a table"
    row: str = "row"
    rows: str = "rows"
    value: str = "value"
    values: str = "values"
    target: str = "class"
    each: str = "the class of each"
    verb: str = "name"
    label: str = "{}"
    it_is: str = "of {name}"
    the: str = "its class, {},"

    def label_of(self, name: str) -> str:
        """A class as the label of its output: digit 3."""
        return self.label.format(name)

    def belonging(self, name: str) -> str:
        """What a row of the class is, after "it is": a 3, an 8, of class_0."""
        article = "an" if name.startswith(SPOKEN_AS_VOWEL) else "a"
        return self.it_is.format(a=article, name=name)


TABLE_WORDS = Words()


@dataclass(frozen=True)
class Picture:
    """A row is a picture of ``shape`` (height, width), line by line; raw values are low to high."""

    shape: tuple[int, int]
    low: float
    high: float
    # Of its values: a place in a picture needs none.
    names: ClassVar[tuple[str, ...]] = ()

    @property
    def n_features(self) -> int:
        return self.shape[0] * self.shape[1]

    @property
    def fields(self) -> dict[str, Any]:
        """What a ``Dataset`` is told of it."""
        return {"image_shape": self.shape, "value_range": (self.low, self.high)}

    def size(self, words: Words) -> str:
        """What each row has: 8 × 8 pixels."""
        return f"{self.shape[0]} × {self.shape[1]} {words.values}"

    def raw(self, words: Words) -> str:
        """What values are like before any scaling, in a sentence."""
        return f"Raw {words.values} go from {self.low:g} to {self.high:g}."


@dataclass(frozen=True)
class Columns:
    """A row is a row of a table whose columns have these ``names``."""

    names: tuple[str, ...]

    @property
    def n_features(self) -> int:
        return len(self.names)

    @property
    def fields(self) -> dict[str, Any]:
        """What a ``Dataset`` is told of it."""
        return {"feature_names": self.names}

    def size(self, words: Words) -> str:
        """What each row has: 13 values."""
        return f"{len(self.names)} {words.value if len(self.names) == 1 else words.values}"

    def raw(self, words: Words) -> str:
        """What values are like before any scaling, in a sentence."""
        return f"Raw {words.values} are as they were taken, each column in a unit of its own."


Row = Picture | Columns

"""How much a text may hold, so that a hostile one costs neither time nor memory."""

from typing import NamedTuple


class Limit(NamedTuple):
    """The most that is read, and what there is so many of, as a message says it."""

    most: int
    what: str


# An exercise of 64-50-10 in full precision has 85,000 characters and 3,760 numbers.
LIMITS = {
    "characters": Limit(100_000, "characters"),
    "numbers": Limit(10_000, "numbers"),
    "tokens": Limit(40_000, "numbers, words and signs"),
    "nesting": Limit(6, "brackets within one another"),
    # The longest decimal of a float64 has 767 digits, and nobody writes it.
    "number": Limit(400, "digits in a number"),
    "names": Limit(2_000, "named numbers or lists"),
    "name": Limit(24, "words and signs in a name"),
    "layers": Limit(20, "layers"),
    "link": Limit(100_000, "characters in a link"),
}


def beyond(name: str, amount: int) -> str:
    """What is to be said where there is more than LIMITS has; nothing where there is not."""
    limit = LIMITS[name]
    return f"At most {limit.most:,} {limit.what} can be read." if amount > limit.most else ""

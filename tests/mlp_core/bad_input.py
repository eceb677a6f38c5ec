"""What every function of the core is given in tests of its input: numbers in odd clothes, which
must be taken as what they are, and what is no number, which must be refused."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import numpy as np

Rewrite = Callable[[np.ndarray], object]


def _spread(array: np.ndarray) -> np.ndarray:
    """The same numbers, each with a stranger between it and the next."""
    return np.repeat(array, 2, axis=-1)[..., ::2]


def _read_only(array: np.ndarray) -> np.ndarray:
    array = array.copy()
    array.flags.writeable = False
    return array


# Ways to write an array of small whole numbers, 0 to 100, that change nothing about them.
CLOTHES: dict[str, Rewrite] = {
    "list": lambda a: a.tolist(),
    "tuple": lambda a: tuple(a.tolist()),
    **{
        name: lambda a, name=name: a.astype(name)
        for name in (
            "int8",
            "uint8",
            "int16",
            "int64",
            "uint64",
            "float16",
            "float32",
            "longdouble",
        )
    },
    "big-endian": lambda a: a.astype(">f8"),
    "Fraction": lambda a: np.array([Fraction(int(v)) for v in a.flat], object).reshape(a.shape),
    "Decimal": lambda a: np.array([Decimal(int(v)) for v in a.flat], object).reshape(a.shape),
    "int as object": lambda a: a.astype(int).astype(object),
    "masked nowhere": lambda a: np.ma.array(a, mask=False),
    "read-only": _read_only,
    "Fortran": np.asfortranarray,
    "not contiguous": _spread,
}


def changed(array: np.ndarray, value: object, dtype: object = object) -> np.ndarray:
    """A copy whose last number is ``value``."""
    copy = np.array(array, dtype=dtype)
    copy.flat[-1] = value
    return copy


# What no array of numbers is, made from one of the right shape.
NO_NUMBERS: dict[str, Rewrite] = {
    "None": lambda a: None,
    "text": lambda a: "numbers",
    "array of text": lambda a: a.astype(str),
    "None inside": lambda a: changed(a, None),
    "text inside": lambda a: changed(a, "0.1"),
    "list inside": lambda a: [*a.tolist(), [[1]]],
    "complex": lambda a: a.astype(complex),
    "complex inside": lambda a: changed(a, 1j),
    "too large": lambda a: changed(a, 10**400),
    "too many digits": lambda a: changed(a, 10**5000),
    "masked": lambda a: np.ma.array(a, mask=np.arange(a.size).reshape(a.shape) == 0),
    "dates": lambda a: a.astype("datetime64[s]"),
    "spans": lambda a: a.astype("timedelta64[s]"),
    "a dictionary": lambda a: {"a": 1},
    "a function": lambda a: np.sum,
}
# What an array of finite numbers is not.
NOT_FINITE: dict[str, Rewrite] = {
    "nan": lambda a: changed(a, np.nan, float),
    "inf": lambda a: changed(a, np.inf, float),
    "-inf": lambda a: changed(a, -np.inf, float),
    "Decimal nan": lambda a: changed(a, Decimal("nan")),
    "Decimal snan": lambda a: changed(a, Decimal("snan")),
}
# Shapes that an array is not in, made from one of the right shape.
SHAPES: dict[str, Rewrite] = {
    "a number": lambda a: a.flat[0],
    "no dimension": lambda a: np.array(a.flat[0]),
    "a dimension more": lambda a: a[np.newaxis, np.newaxis],
    "empty": lambda a: a[..., :0],
    "empty list": lambda a: [],
    "one too few": lambda a: a[..., :-1],
    "one too many": lambda a: np.concatenate([a, a[..., :1]], axis=-1),
}
# What no real number is, and what no finite one is.
NO_NUMBER = {
    "None": None,
    "text": "0.1",
    "bytes": b"1",
    "NumPy's text": np.str_("1"),
    "True": True,
    "NumPy's True": np.True_,
    "complex": 1j,
    "NumPy's complex": np.complex128(1),
    "list": [0.1],
    "vector": np.array([0.1]),
    "vectors": np.array([0.1, 0.2]),
    "array of text": np.array("1"),
    "array of None": np.array(None),
    "masked": np.ma.masked,
    "date": np.datetime64("2020-01-01"),
    "span": np.timedelta64(5),
    "too large": 10**400,
    "too many digits": 10**5000,
    "a large fraction": Fraction(10**400),
    "a large decimal": Decimal("1e400"),
    "signalling": Decimal("snan"),
}
NO_FINITE_NUMBER = NO_NUMBER | {
    "nan": np.nan,
    "inf": np.inf,
    "-inf": -np.inf,
    "Decimal nan": Decimal("nan"),
    "float32 inf": np.float32(np.inf),
}
NO_WHOLE_NUMBER = {
    **{k: v for k, v in NO_FINITE_NUMBER.items() if not k.startswith("too")},
    "2.0": 2.0,
    "2.5": 2.5,
    "float32": np.float32(2),
    "Fraction": Fraction(2),
    "-1": -1,
}


def one_of(value: float) -> dict[str, object]:
    """Ways to write one small whole number."""
    return {
        "int": int(value),
        "int8": np.int8(value),
        "uint8": np.uint8(value),
        "float32": np.float32(value),
        "float16": np.float16(value),
        "Fraction": Fraction(value),
        "Decimal": Decimal(int(value)),
        "no dimension": np.array(value),
    }

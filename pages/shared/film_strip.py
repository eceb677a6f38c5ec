"""A film of a training, to be slid through and played in the browser: by pointer, finger and keys.

All pictures come to the browser at once, as bytes that Streamlit sends a browser no second time;
which moment the server has comes by a component of its own, which is small.
"""

from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import streamlit as st

from mlp_core.inspection.stills import Stills
from mlp_core.number_text import rounded
from pages.shared import session
from pages.shared.charts import palette


def _read(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


_strip = st.components.v2.component(
    "film_strip",
    html=_read("film_strip.html"),
    css=_read("film_strip.css"),
    js=_read("film_strip.js"),
)
_moment = st.components.v2.component("film_moment", js=_read("film_moment.js"))
# The highest losses are cut off where they would press the others flat: this many in a hundred.
CUT = 2


@dataclass(frozen=True)
class Curve:
    """Values at the moments of a reel; None where there is none."""

    name: str
    values: Sequence[float | None]


@dataclass(frozen=True)
class Mark:
    """What happened at a moment: in a few words, and in a sentence."""

    at: int
    title: str
    sentence: str


@dataclass(frozen=True, eq=False)
class Reel:
    """What is slid through, from moment 0 to ``last``.

    film     tells it from others
    name     of what is counted: Epoch
    moments  with a picture, ascending, and with ``texts`` that say what is to be known of each
    """

    film: str
    name: str
    last: int
    moments: Sequence[int]
    texts: Sequence[str]
    stills: Stills
    curves: Sequence[Curve]
    marks: Sequence[Mark] = ()


def show(key: str, reel: Reel, at: int, change: Callable[[int], None]) -> None:
    """The film, at moment ``at``.

    ``change`` is called, before the page is run again, with each moment that it comes to rest at,
    and with some on the way.
    """
    data = _data(reel)
    _strip(key=key, data=data, on_at_change=lambda: _hand_on(key, reel, change))
    turn = session.remembered(_turn(key, reel), int)
    _moment(key=f"{key}_moment", data={"film": reel.film, "at": at, "turn": turn})


def _turn(key: str, reel: Reel) -> str:
    return f"{key}_turn_{reel.film}"


def _hand_on(key: str, reel: Reel, change: Callable[[int], None]) -> None:
    """Call ``change`` with what a browser sent, if that is a moment of this film."""
    match session.component_value(key, "at"):
        case [reel.film, int(at), int(turn)] if 0 <= at <= reel.last and 0 <= turn < 2**31:
            session.remember(_turn(key, reel), turn)
            change(at)


def _data(reel: Reel) -> dict:
    """What the browser is sent: the same for as long as film and colours are the same."""
    stills, colours = reel.stills, palette.run_colours()
    found = sorted(v for curve in reel.curves for v in curve.values if v is not None)
    high = found[-1 - len(found) * CUT // 100] if found else 1.0
    low = min(0.0, found[0]) if found else 0.0
    data = {
        "film": reel.film,
        "name": reel.name,
        "last": reel.last,
        "moments": list(reel.moments),
        "texts": list(reel.texts),
        "still": {
            "kind": stills.kind,
            "frames": _text(stills.frames.tobytes()),
            "palette": _text(stills.palette.tobytes()),
            "shape": list(stills.shape),
            "lines": stills.lines.round(4).tolist(),
            "knots": stills.knots.round(4).tolist(),
            "points": stills.points.round(4).tolist(),
            "says": stills.says,
        },
        "curves": [
            {"name": curve.name, "values": list(curve.values), "colour": colour}
            for curve, colour in zip(reel.curves, colours, strict=False)
        ],
        "colours": colours,
        "low": low,
        "high": high,
        "ends": [rounded(low), rounded(high)],
        "events": [
            {"at": mark.at, "title": mark.title, "sentence": mark.sentence} for mark in reel.marks
        ],
    }
    return data | {"id": sha256(repr(sorted(data.items())).encode()).hexdigest()}


def _text(content: bytes) -> str:
    return b64encode(content).decode("ascii")

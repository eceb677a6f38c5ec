"""What stands in a cell of a sweep that has no colour, and the one legend of all its pictures."""

from collections.abc import Callable, Collection, Mapping
from html import escape
from typing import NamedTuple

from pages.shared.charts.sweep_colours import Ends


class Sign(NamedTuple):
    """A path in the square from -1 to 1, the letter that is most like it, and what it means."""

    path: str
    letter: str
    words: str


# What a cell is, where it is no value.
VALUE, TO_COME, LEFT_OUT = "value", "to come", "left out"
SIGNS: dict[str, Sign] = {
    "diverged": Sign("M-1,-1L1,1M1,-1L-1,1", "✕", "diverged"),
    "failed": Sign("M0,-1L0,0.25M0,0.75L0,1", "!", "failed"),
    "stuck": Sign("M-1,-0.45L1,-0.45M-1,0.45L1,0.45", "=", "no better than guessing"),
    "stopped": Sign("M-0.8,-0.8L0.8,-0.8L0.8,0.8L-0.8,0.8Z", "□", "stopped early"),
}
# What a cell may have beside its value.
BEST = Sign(
    "M0,-1L0.25,-0.35L0.95,-0.31L0.4,0.13L0.59,0.81L0,0.42L-0.59,0.81L-0.4,0.13L-0.95,-0.31"
    "L-0.25,-0.35Z",
    "★",
    "best",
)
ELSEWHERE = Sign(
    "M0,-0.8L0.8,0L0,0.8L-0.8,0Z", "◇", "trained on another machine, which may round otherwise"
)
# Of what is no sign in a cell but its outline.
AS_GOOD, EMPTY = ("▣", "not worse beyond noise"), ("▢", "to come")


def legend(
    ends: Ends | None,
    write: Callable[[float], str],
    title: str,
    kinds: Collection[str],
    extras: Mapping[str, bool],
) -> str:
    """The colours with their ends, None where nothing is coloured, and the signs of ``kinds``, as
    HTML.

    ``extras`` says which of "best", "good", "to come", "elsewhere" there are to explain.
    """
    colours = "" if ends is None else _colours(ends, write, title)
    others = {
        "best": (BEST.letter, BEST.words),
        "good": AS_GOOD,
        "elsewhere": (ELSEWHERE.letter, ELSEWHERE.words),
    }
    told = [others[name] for name in others if extras.get(name)]
    told += [(sign.letter, sign.words) for kind, sign in SIGNS.items() if kind in kinds]
    if extras.get("to come"):
        told.append(EMPTY)
    spans = "".join(f"<span><b>{letter}</b> {escape(words)}</span>" for letter, words in told)
    return f'<div class="legend-line sweep-legend">{colours}{spans}</div>'


def _colours(ends: Ends, write: Callable[[float], str], title: str) -> str:
    bar = f"linear-gradient(to right, {', '.join(ends.colours)})"
    return (
        f"<span>{escape(title)} {escape(write(ends.low))} "
        f'<i style="background: {bar}" aria-hidden="true"></i> {escape(write(ends.high))}'
        f"{' (log scale)' if ends.log else ''}</span>"
    )

"""Who is next: visitor by visitor, what is soon over before what lasts, and nobody never."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

# Seconds up to which a job is soon over: the practical's run takes a quarter of one.
SHORT_SECONDS = 2.0
# After so many short jobs in a row comes one that lasts, where one waits.
SHORT_IN_A_ROW = 7

Begin = Callable[[], None]


@dataclass(frozen=True)
class Waiting:
    """A job of ``visitor``, to be begun by calling ``begin``; ``lasts`` is one that is not soon
    over."""

    begin: Begin
    visitor: str
    lasts: bool


class FairQueue:
    """Jobs in the order they came, given out in a fair one. For one thread at a time."""

    def __init__(self) -> None:
        self._waiting: list[Waiting] = []
        # When each visitor who is here was last served, counted in jobs begun.
        self._served: dict[str, int] = {}
        self._begun = 0
        self._short_in_a_row = 0

    def __len__(self) -> int:
        return len(self._waiting)

    def count(self, visitor: str) -> int:
        """How many jobs of this visitor wait."""
        return sum(one.visitor == visitor for one in self._waiting)

    def add(self, begin: Begin, visitor: str, seconds: float) -> None:
        """Queue a job that has taken or will take about so many ``seconds``."""
        self._waiting.append(Waiting(begin, visitor, seconds > SHORT_SECONDS))

    def remove(self, begin: Begin) -> None:
        """Take a job out; nothing happens where it does not wait."""
        self._waiting = [one for one in self._waiting if one.begin != begin]

    def order(self, running: Mapping[str, int]) -> list[Waiting]:
        """All that wait, the next first; ``running`` is how many jobs of each visitor run.

        What is soon over comes first; then who has the fewest jobs before it, running ones
        counted; then who was served the longest ago; then who came first.
        """
        ahead: Counter[tuple[str, bool]] = Counter()
        first: dict[tuple[str, bool], int] = {}
        ranked = []
        for place, one in enumerate(self._waiting):
            whose = one.visitor, one.lasts
            own = running.get(one.visitor, 0) + ahead[whose]
            served = self._served.get(one.visitor, 0)
            ranked.append((one.lasts, own, served, first.setdefault(whose, place), place))
            ahead[whose] += 1
        return [self._waiting[place] for *_, place in sorted(ranked)]

    def take(self, running: Mapping[str, int]) -> Waiting:
        """The next job, which is then no longer waiting."""
        order = self.order(running)
        lasting = next((one for one in order if one.lasts), order[0])
        found = lasting if self._short_in_a_row >= SHORT_IN_A_ROW else order[0]
        self._short_in_a_row = 0 if found.lasts else self._short_in_a_row + 1
        self._waiting.remove(found)
        self.note(found.visitor, running)
        return found

    def note(self, visitor: str, running: Mapping[str, int]) -> None:
        """Note that a job of this visitor begins, and forget visitors who have none any more."""
        here = {one.visitor for one in self._waiting} | {name for name, n in running.items() if n}
        self._served = {name: when for name, when in self._served.items() if name in here}
        self._begun += 1
        self._served[visitor] = self._begun

"""What was found out about the units of a moment, so that it is asked once a moment."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TypeVar

from pages.inspect.moment import Moment
from pages.shared import session

Found = TypeVar("Found")
# A layer or two with both ways of being off, and a curve or two.
MOST = 8


def once(moment: Moment, name: Hashable, find: Callable[[], Found]) -> Found:
    """What ``find`` says, known by ``name``, of the network of this moment."""
    key = moment.run.id, moment.epoch, moment.step, name
    known: OrderedDict[Hashable, Found] = session.remembered("units_found", OrderedDict)
    if key not in known:
        known[key] = find()
        while len(known) > MOST:
            known.popitem(last=False)
    return known[key]

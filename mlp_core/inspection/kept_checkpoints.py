"""Checkpoints held in memory within a budget of bytes: evenly over a run, and the latest asked for.

Both hold one at least, however large it is.
"""

from collections import OrderedDict

from mlp_core.checkpoint import Checkpoint


class Anchors:
    """Of a run that is going on, the epochs that are multiples of a power of two, and the last.

    The power grows so that all of them have ``most_bytes`` or less.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._every = 1
        self._held: dict[int, Checkpoint] = {}
        self._last: Checkpoint | None = None

    @property
    def epochs(self) -> set[int]:
        """Those that are held."""
        return {*self._held, *([self._last.epoch] if self._last else [])}

    def get(self, epoch: int) -> Checkpoint | None:
        """The checkpoint of an epoch; None where it is not held."""
        if self._last is not None and self._last.epoch == epoch:
            return self._last
        return self._held.get(epoch)

    def add(self, checkpoint: Checkpoint) -> None:
        """The next epoch of the run is over."""
        self._last = checkpoint
        if checkpoint.epoch % self._every == 0:
            self._held[checkpoint.epoch] = checkpoint
        while len(self._held) > 1 and (len(self._held) + 1) * checkpoint.n_bytes > self._most_bytes:
            self._every *= 2
            self._held = {k: one for k, one in self._held.items() if k % self._every == 0}


class Recent:
    """The checkpoints that were added or asked for last, in ``most_bytes``."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._held: OrderedDict[int, Checkpoint] = OrderedDict()

    @property
    def epochs(self) -> set[int]:
        """Those that are held."""
        return {*self._held}

    def get(self, epoch: int) -> Checkpoint | None:
        """The checkpoint of an epoch; None where it is not held."""
        if epoch in self._held:
            self._held.move_to_end(epoch)
        return self._held.get(epoch)

    def add(self, checkpoint: Checkpoint) -> None:
        """Hold it, and let go of what was not asked for the longest."""
        self._held[checkpoint.epoch] = checkpoint
        self._held.move_to_end(checkpoint.epoch)
        while len(self._held) > max(1, self._most_bytes // max(1, checkpoint.n_bytes)):
            self._held.popitem(last=False)

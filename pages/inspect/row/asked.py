"""A row that is looked into, at a moment of a run: what every view of it is shown with."""

from dataclasses import dataclass

from mlp_core._checks import Array
from mlp_core.inspection.row.reading import Reading
from mlp_core.quoting import LONGEST_NAME, one_line, quoted
from pages.inspect.moment import Moment


@dataclass(frozen=True, eq=False)
class Asked:
    """A ``row`` (n_features,) as the network is handed it, and as a person has it, ``raw``.

    ``truth`` is its class, or its numbers (n_targets,) in units that people know; None where
    nobody knows. ``key`` begins the keys of its controls. ``besides`` is its number among the
    training rows, where it is one. ``reading`` is what the network makes of it.
    """

    moment: Moment
    row: Array
    raw: Array
    truth: int | Array | None
    key: str
    besides: int | None
    reading: Reading

    @property
    def is_right(self) -> bool | None:
        """Whether its class is the one that is named; None of numbers, and where nobody knows."""
        if self.truth is None or self.moment.dataset.is_regression:
            return None
        return self.truth == self.reading.named

    def name_of(self, number: int) -> str:
        """A class or a target, for charts, tables and menus."""
        data = self.moment.dataset
        return one_line((data.target_names or data.class_names)[number])

    def quoted(self, number: int) -> str:
        """A class or a target, for a sentence."""
        data = self.moment.dataset
        return quoted((data.target_names or data.class_names)[number], LONGEST_NAME)

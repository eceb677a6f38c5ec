"""An exercise that somebody has published, as one record."""

from dataclasses import dataclass

from mlp_core.task import Task


@dataclass(frozen=True)
class Source:
    """Who has published it, in what, where in it and when, and an address of today.

    What is not known, or does not apply, is empty.
    """

    author: str
    title: str
    place: str = ""
    year: str = ""
    address: str = ""

    @property
    def text(self) -> str:
        """All of it in a line."""
        return ", ".join(filter(None, (self.author, self.title, self.place, self.year)))


@dataclass(frozen=True)
class Figure:
    """A number as its source prints it.

    cell       what a step calls it, such as "updated_W2[1,1]"
    published  its digits, as they are printed
    step       the step that it belongs to, from 1: what holds after n steps is of step n + 1
    negated    whether the source gives minus that number
    reason     why exact arithmetic comes to other digits; empty where it does not
    """

    cell: str
    published: str
    step: int = 1
    negated: bool = False
    reason: str = ""


@dataclass(frozen=True)
class PublishedExercise:
    """All there is to know of an exercise. No part has a default: none can be forgotten.

    key      in links: it never changes
    name     as people call it
    source   where it is from
    lesson   what there is to see in it
    task     its rows, its network, and how it learns
    n_steps  how many steps it takes
    figures  what its source prints, in the order of a step
    """

    key: str
    name: str
    source: Source
    lesson: str
    task: Task
    n_steps: int
    figures: tuple[Figure, ...]

    def figures_of(self, step_number: int) -> tuple[Figure, ...]:
        """Those that belong to this step."""
        return tuple(figure for figure in self.figures if figure.step == step_number)

    @property
    def steps_to_see(self) -> tuple[int, ...]:
        """The first step and those that it has figures of; where there are none, its last."""
        printed = {figure.step for figure in self.figures} or {self.n_steps}
        return tuple(sorted({1} | printed))


def figures(array: str, *published: str, step: int = 1, reason: str = "") -> tuple[Figure, ...]:
    """Figures of a vector's entries, from its first one on."""
    return tuple(
        Figure(f"{array}[{i}]", digits, step, reason=reason)
        for i, digits in enumerate(published, start=1)
    )


def matrix_figures(array: str, *rows: tuple[str, ...]) -> tuple[Figure, ...]:
    """Figures of all entries of a matrix of the first step, row by row."""
    return tuple(
        Figure(f"{array}[{i},{j}]", digits)
        for i, row in enumerate(rows, start=1)
        for j, digits in enumerate(row, start=1)
    )

"""What a guided experiment is: all there is to know of one, in a record."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from mlp_core.config import TrainConfig
from mlp_core.experiments.guided.outcome import Outcome


@dataclass(frozen=True)
class Planned:
    """A run of an experiment: what it is called there, and what it trains."""

    name: str
    config: TrainConfig


@dataclass(frozen=True)
class Seen:
    """What runs show: sentences with their own figures, and the choice that these bear out.

    ``answer`` is None where they bear out none of the choices; ``sentences`` then say why.
    """

    sentences: tuple[str, ...]
    answer: str | None


@dataclass(frozen=True)
class Link:
    """A way into the app: the address of a page, what it is asked to show, and words for it."""

    page: str
    label: str
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Lesson:
    """A guided experiment. Its texts are Markdown with formulas.

    key       in addresses
    question  with ``choices``, by key, to commit to; ``expected`` is the one that its runs came
              to for whoever made it
    runs      to be made, in the order in which ``seen`` takes what came of them
    seen      reads the runs, whatever they show
    why       what is behind it
    score     whether the curves worth seeing are those of the accuracy, not of the loss
    links     to other pages, beside those that train the runs
    """

    key: str
    title: str
    question: str
    choices: Mapping[str, str]
    expected: str
    runs: tuple[Planned, ...]
    seen: Callable[[Sequence[Outcome]], Seen]
    why: str
    score: bool = False
    links: tuple[Link, ...] = ()

    def __post_init__(self) -> None:
        if self.expected not in self.choices:
            raise ValueError(
                f"the answer of {self.key} must be one of {', '.join(self.choices)}; "
                f"got {self.expected}"
            )


def verdict(lesson: Lesson, seen: Seen, committed: str) -> str:
    """Whether the runs bear out what somebody has committed to, and what the lesson expected."""
    if seen.answer is None:
        return (
            "These runs bear out none of the answers. The lesson expected: "
            f"{lesson.choices[lesson.expected]}"
        )
    shown = f"The runs say: {lesson.choices[seen.answer]}"
    if seen.answer == committed:
        yours = "So did you."
    else:
        yours = f"You had said: {lesson.choices[committed]}"
    if seen.answer == lesson.expected:
        return f"{shown} {yours}"
    return (
        f"{shown} {yours} The lesson expected something else: "
        f"{lesson.choices[lesson.expected]} Believe the runs."
    )

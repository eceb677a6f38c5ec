"""The text of a lesson, read: what it asks, what it runs, and every mistake with its line."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from mlp_core.config import TrainConfig
from mlp_core.experiments.guided.lesson import Planned
from mlp_core.experiments.guided.own.safe_markdown import FENCE
from mlp_core.quoting import one_line, quoted

MOST_CHARACTERS = 10_000
MOST_RUNS, MOST_CHOICES, LEAST_CHOICES = 8, 6, 2
# Characters of each: a title, a run's name, a question, a choice.
LONGEST_TITLE, LONGEST_NAME, LONGEST_QUESTION, LONGEST_CHOICE = 100, 40, 600, 200
WHY = "## why"
RUN = re.compile(r"run:\s*(?P<name>[^|]*)\|(?P<link>.*)", re.IGNORECASE)
# A configuration in a link to Train, or None, with what is wrong with it.
ReadLink = Callable[[str], tuple[TrainConfig | None, list[str]]]


@dataclass(frozen=True)
class Problem:
    """What is wrong with line ``line`` of a text, counted from 1."""

    line: int
    sentence: str


@dataclass(frozen=True)
class OwnLesson:
    """What somebody composed. All texts are theirs: to be shown by ``safe_markdown``."""

    title: str
    text: str
    question: str
    choices: tuple[str, ...]
    right: int
    runs: tuple[Planned, ...]
    why: str


def read_lesson(text: str, read_link: ReadLink) -> tuple[OwnLesson | None, list[Problem]]:
    """The lesson, where nothing is wrong with its text, or all that is."""
    if len(text) > MOST_CHARACTERS:
        sentence = f"A lesson has up to {MOST_CHARACTERS:,} characters; this has {len(text):,}."
        return None, [Problem(1, sentence)]
    reader = _Reader(read_link)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(lines, start=1):
        reader.take(number, line)
    reader.end(len(lines))
    if reader.problems:
        return None, sorted(reader.problems, key=lambda problem: problem.line)
    return reader.lesson(), []


class _Reader:
    """Goes through the lines; ``problems`` are those found so far."""

    def __init__(self, read_link: ReadLink) -> None:
        self.problems: list[Problem] = []
        self._read_link = read_link
        self._title = ""
        self._text: list[str] = []
        self._question = (0, "")
        self._choices: list[str] = []
        self._right: list[int] = []
        self._runs: list[Planned] = []
        self._n_runs = 0
        self._why: list[str] | None = None
        self._fence = 0
        self._asking = False

    def take(self, number: int, line: str) -> None:
        """The next line."""
        bare = line.strip()
        if bare.startswith(FENCE):
            self._fence = 0 if self._fence else number
        elif self._fence or self._why is not None:
            pass
        elif bare.lower() == WHY:
            self._why = []
            return
        elif bare.startswith("# ") and not self._title:
            self._title = self._bounded(number, "The title", bare[2:], LONGEST_TITLE)
            return
        elif bare.lower().startswith("run:"):
            self._run(number, bare)
            return
        elif bare.startswith("?"):
            self._ask(number, bare[1:])
            return
        elif self._asking and bare[:2] in ("- ", "+ "):
            self._choice(number, bare)
            return
        self._asking = self._asking and not bare
        (self._text if self._why is None else self._why).append(line)

    def end(self, n_lines: int) -> None:
        """Whatever is missing."""
        if self._fence:
            self._tell(self._fence, f"The block of code that begins here is never ended by {FENCE}")
        if not self._title:
            self._tell(1, "There is no title: begin a line with a # and a space")
        line, question = self._question
        if not question:
            self._tell(n_lines, "There is no question: begin a line with a ?")
        elif not LEAST_CHOICES <= len(self._choices) <= MOST_CHOICES:
            self._tell(
                line,
                f"The question has {len(self._choices)} answers; give {LEAST_CHOICES} to "
                f"{MOST_CHOICES} in the lines after it, each behind a - or, if it is right, a +",
            )
        elif len(self._right) != 1:
            self._tell(
                line,
                f"{len(self._right) or 'None'} of the answers begin with a +; mark the one that "
                "is right",
            )
        if self._why is None:
            self._tell(n_lines, "There is no line ## Why, with the explanation below it")

    def lesson(self) -> OwnLesson:
        """What was read, where there are no problems."""
        return OwnLesson(
            self._title,
            "\n".join(self._text).strip(),
            self._question[1],
            tuple(self._choices),
            self._right[0],
            tuple(self._runs),
            "\n".join(self._why or []).strip(),
        )

    def _run(self, number: int, line: str) -> None:
        found = RUN.fullmatch(line)
        if found is None:
            self._tell(number, "A run needs a name, a | and a link: run: fast | /train?epochs=5")
            return
        self._n_runs += 1
        if self._n_runs > MOST_RUNS:
            # Nor is its link read, which may take the loading of a data set.
            self._tell(number, f"There are more than {MOST_RUNS} runs")
            return
        name = self._bounded(number, "The name of a run", found["name"], LONGEST_NAME)
        config, complaints = self._read_link(found["link"].strip())
        for complaint in complaints:
            self._tell(number, complaint.removesuffix("."))
        if name in [planned.name for planned in self._runs]:
            self._tell(number, f"Two runs are called {quoted(name)}")
        elif config in [planned.config for planned in self._runs]:
            self._tell(number, "Another run of this lesson trains the very same")
        elif config is not None:
            self._runs.append(Planned(name, config))

    def _ask(self, number: int, text: str) -> None:
        if self._question[1]:
            self._tell(number, "There is a second question; a lesson has one")
        self._question = number, self._bounded(number, "The question", text, LONGEST_QUESTION)
        self._asking = True

    def _choice(self, number: int, line: str) -> None:
        if line[0] == "+":
            self._right.append(len(self._choices))
        text = self._bounded(number, "An answer", line[2:], LONGEST_CHOICE)
        if text in self._choices:
            self._tell(number, "Two answers are the same")
        self._choices.append(text)

    def _bounded(self, number: int, what: str, text: str, longest: int) -> str:
        line = one_line(text, MOST_CHARACTERS)
        if not line:
            self._tell(number, f"{what} is empty")
        if len(line) > longest:
            self._tell(number, f"{what} has {len(line)} characters; up to {longest} are shown")
        return line

    def _tell(self, number: int, sentence: str) -> None:
        self.problems.append(Problem(number, f"{sentence}."))

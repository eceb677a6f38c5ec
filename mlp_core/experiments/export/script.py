"""A solution as a Python script. Cells begin with # %%, which editors know how to run singly."""

import textwrap
from collections.abc import Sequence

from mlp_core.data.dataset import Dataset
from mlp_core.data.source import NO_TABLES, Tables
from mlp_core.experiments.export.section import Section
from mlp_core.experiments.export.solution import solution
from mlp_core.experiments.findings.trust import Drift
from mlp_core.experiments.runs.run import Run

WIDTH = 96
# The first lines are always these: Python looks for a declared encoding in lines 1 and 2, and
# a run's name must not be able to declare one.
HEAD = (
    '"""A training run of MLP Explorer as a script of its own.\n\nIt trains the run again.\n"""\n'
)


def export_script(
    run: Run,
    drifts: Sequence[Drift],
    dataset: Dataset | None = None,
    tables: Tables = NO_TABLES,
) -> str:
    """The source of a script that trains ``run`` again and asserts its figures.

    It needs NumPy and scikit-learn only. ``drifts`` say how closely figures can be asserted
    (``sensitivity``); those of epochs without a drift, or with digits that are noise, are not.
    ``dataset`` is needed where its name alone does not lead to it, and one of ``tables`` where its
    rows are those of a file; the program of a file may need pandas and pyarrow, too. Raises
    ``ValueError`` for a run that has not all its epochs from the first one on, and for a file that
    no program can read.
    """
    introduction, *cells = (
        cell(section) for section in solution(run, drifts, dataset, tables) if not section.draws
    )
    return f"{HEAD}\n{introduction}\n" + "\n\n".join(cells)


def cell(section: Section) -> str:
    """A section as editors can run it singly."""
    text = textwrap.fill(
        section.text, WIDTH, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False
    )
    lines = [f"# %% {section.title}", text, *(f"#     {quote}" for quote in section.quotes)]
    return "\n".join([*lines, section.code.strip("\n")]).rstrip("\n") + "\n"

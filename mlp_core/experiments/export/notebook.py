"""A solution as a Jupyter notebook: nbformat 4, which is JSON, written without a library.

The format: https://nbformat.readthedocs.io/en/latest/format_description.html
"""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from mlp_core.data.dataset import Dataset
from mlp_core.data.source import NO_TABLES, Tables
from mlp_core.experiments.export.section import Section
from mlp_core.experiments.export.solution import solution
from mlp_core.experiments.findings.trust import Drift
from mlp_core.experiments.runs.run import Run

PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def export_notebook(
    run: Run,
    drifts: Sequence[Drift],
    dataset: Dataset | None = None,
    tables: Tables = NO_TABLES,
) -> str:
    """The JSON of a notebook whose cells do what ``export_script`` does; its errors, too."""
    cells = [cell for section in solution(run, drifts, dataset, tables) for cell in _cells(section)]
    notebook = {
        "cells": [{"id": f"cell-{i}", **cell} for i, cell in enumerate(cells, start=1)],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def _cells(section: Section) -> Iterator[dict[str, Any]]:
    paragraphs = [f"## {section.title}", section.text, *map(_quote, section.quotes)]
    text = "\n\n".join(paragraphs)
    yield {"cell_type": "markdown", "metadata": {}, "source": text.splitlines(keepends=True)}
    if section.code:
        yield {
            "cell_type": "code",
            "execution_count": None,
            "metadata": {},
            "outputs": [],
            "source": section.code.strip("\n").splitlines(keepends=True),
        }


def _quote(text: str) -> str:
    """Shown as it was written: no link, image or HTML of a stranger comes to life."""
    return "> " + PUNCTUATION.sub(r"\\\1", text)

"""What the fits of the comparison came to: a chart and a table for each data set."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from mlp_core.experiments.sweeps.gallery.findings import References, agree, place, published
from mlp_core.experiments.sweeps.gallery.job import Fit
from mlp_core.experiments.sweeps.gallery.problems import PROBLEMS, Problem
from mlp_core.experiments.sweeps.gallery.strategies import NESTEROV, STRATEGIES
from mlp_core.number_text import count
from pages.shared.charts import loss_curves, palette
from pages.shared.numbers import full_precision
from pages.shared.tables import Table, show_tables

COLUMNS = 2


def charts(fits: Sequence[Fit]) -> None:
    """The loss over the epochs of each data set, as soon as there is one, and the one legend."""
    colours = palette.run_colours()[: len(STRATEGIES)]
    lines = tuple(
        # Nesterov's momentum and the classic one lie over each other.
        loss_curves.Line(strategy.name, colour, strategy.momentum == NESTEROV)
        for strategy, colour in zip(STRATEGIES, colours, strict=True)
    )
    st.html(loss_curves.legend(lines))
    for first in range(0, len(PROBLEMS), COLUMNS):
        row = PROBLEMS[first : first + COLUMNS]
        for problem, column in zip(row, st.columns(COLUMNS), strict=False):
            own = {fit.strategy.name: fit.loss_curve for fit in fits if fit.problem is problem}
            if own:
                with column:
                    st.subheader(problem.name, anchor=False)
                    spec = loss_curves.spec(own, lines, problem.max_epochs)
                    alt = f"Training loss on {problem.name}, log scale: {', '.join(own)}"
                    st.vega_lite_chart(spec, alt=alt)


def tables(fits: Sequence[Fit], refitted: References) -> None:
    """Our figures beside the published ones; where none are kept, beside those ``refitted``."""
    kept = published(fits)
    drawn = []
    for problem in PROBLEMS:
        own = [fit for fit in fits if fit.problem is problem]
        if own:
            drawn.append(_table(problem, own, kept if problem.published else refitted))
    show_tables(*drawn, write=full_precision)
    bare = [problem.name for problem in PROBLEMS if not problem.published]
    st.caption(f"The published figures of {' and '.join(bare)} are not kept here.")


def _table(problem: Problem, fits: Sequence[Fit], references: References) -> Table:
    """A row a strategy; without references ours stand alone."""
    whose = "published" if problem.published else "scikit-learn"
    rows = []
    for fit in fits:
        theirs = references.get(place(fit))
        row = {"loss": fit.printed.loss, "score": fit.printed.score}
        if theirs:
            row = {
                "loss": fit.printed.loss,
                f"loss, {whose}": theirs.loss,
                "score": fit.printed.score,
                f"score, {whose}": theirs.score,
                "agree": "yes" if agree([fit], references) else "no",
            }
        rows.append(row | {"epochs": count(len(fit.loss_curve))})
    frame = pd.DataFrame(rows, index=[fit.strategy.name for fit in fits]).fillna("")
    marked = [i for i, fit in enumerate(fits) if not agree([fit], references)]
    return Table(problem.name, frame, marked_rows=marked)

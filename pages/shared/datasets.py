"""The data of runs and controls: loaded once for all visitors, or made of a visitor's own file."""

from collections import OrderedDict
from collections.abc import Callable

import streamlit as st

from mlp_core import Dataset, TrainConfig
from mlp_core.data.fetching import is_kept
from mlp_core.data.source import Source
from mlp_core.data.table.choices import choices_of
from mlp_core.data.table.table import Table
from mlp_core.experiments.runs.fingerprint import data_fingerprint, fingerprint_here
from mlp_core.experiments.runs.run import Run
from mlp_core.hosted import is_hosted
from pages.shared import session, visitors
from pages.shared.kept_tables import KeptTables

# What was made of a visitor's files: data sets, and the table that was asked for last.
MADE, READ = "tables_made", "table_read"
# How many sets that are made of a visitor's files are kept: where strangers share the server, one
# as it is and one scaled.
MOST_MADE, MOST_OF_STRANGERS = 6, 2
# What sets that are loaded by their names may take, whoever asked for them.
EVERYBODY, BYTES_HERE, BYTES_OF_STRANGERS = "", 4_000_000_000, 500_000_000


def of(config: TrainConfig) -> Dataset:
    """What a run of ``config`` is trained on; errors are those of ``Source.load``."""
    return load(config.source, config.scaling)


def raw(source: Source) -> Dataset:
    """The rows before any scaling."""
    return load(source, "none")


def load(source: Source, scaling: str) -> Dataset:
    """The rows, split and scaled. Nobody writes to their arrays."""
    if not source.file:
        return _built_in(source, scaling)
    made: OrderedDict[tuple[Source, str], Dataset] = session.remembered(MADE, OrderedDict)
    key = source, scaling
    if key not in made:
        made[key] = source.load(scaling, visitors.own_tables())
        while len(made) > (MOST_OF_STRANGERS if is_hosted() else MOST_MADE):
            made.popitem(last=False)
    return made[key]


def loader() -> Callable[[TrainConfig], Dataset]:
    """What loads rows as ``of`` does, on any thread, for whoever trains beside the page.

    What it loads is not kept here; what is, is not loaded again.
    """
    tables, kept, made = visitors.own_tables(), _kept(), session.remembered(MADE, OrderedDict)

    def load(config: TrainConfig) -> Dataset:
        source, scaling = config.source, config.scaling
        found = kept.of(EVERYBODY).get(_key(source, scaling)) or made.get((source, scaling))
        return found or source.load(scaling, tables)

    return load


def table_of(source: Source) -> Table | None:
    """The table that rows are those of, as its choices have it; None where its file is not here.

    Raises ``ValueError`` with a sentence where it has nothing of that kind.
    """
    opened = visitors.own_tables().get(source.file)
    if opened is None:
        return None
    choices = source.parameters.get("choices", "")
    key = source.file, choices
    held: tuple[tuple[str, str], Table] | None = session.remembered(READ, lambda: None)
    if held is None or held[0] != key:
        held = key, opened.chosen(choices_of(choices))
        session.remember(READ, held)
    return held[1]


def here(config: TrainConfig) -> Dataset | None:
    """``of`` where the data can be had; None where their file is not here."""
    try:
        return of(config)
    except ValueError:
        return None


def is_known(source: Source) -> bool:
    """Whether its rows are here, be it in a file of the visitor, without loading them."""
    if source.facts is None:
        return source.file in visitors.own_tables()
    return source.record.remote is None or is_kept(source.record.remote)


def why_not(source: Source) -> str:
    """Why the rows cannot be had here and now, in a sentence; empty where they can."""
    try:
        raw(source)
    except ValueError as reason:
        return f"{reason}."
    return ""


def is_here(run: Run) -> bool:
    """Whether ``run`` was trained on what its configuration names here and now."""
    config = run.config
    if not config.source.file:
        return run.fingerprint == fingerprint_here(config.source, config.scaling)
    found = here(config)
    return found is not None and data_fingerprint(found) == run.fingerprint


def _built_in(source: Source, scaling: str) -> Dataset:
    """One set for all visitors, as long as there is room for it."""
    kept, key = _kept(), _key(source, scaling)
    found = kept.of(EVERYBODY).get(key) or source.load(scaling)
    # The one that is asked for is the newest again.
    kept.keep(EVERYBODY, key, found, found.n_bytes)
    return found


def _key(source: Source, scaling: str) -> str:
    return f"{source} {scaling}"


@st.cache_resource(show_spinner=False)
def _kept() -> KeptTables[Dataset]:
    limit = BYTES_OF_STRANGERS if is_hosted() else BYTES_HERE
    return KeptTables(limit, limit)

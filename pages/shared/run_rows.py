"""The rows of a store's runs, made once for each run and state of it.

A page that lists thousands of runs runs again at every click.
"""

from collections.abc import Sequence
from weakref import WeakKeyDictionary

from mlp_core.experiments.run_list import Row, run_row
from mlp_core.experiments.runs import RunStore
from mlp_core.experiments.storage.rows import RunSummary

_Known = dict[str, tuple[RunSummary, Row]]
_of_store: WeakKeyDictionary[RunStore, _Known] = WeakKeyDictionary()


def rows_of(store: RunStore, summaries: Sequence[RunSummary]) -> list[Row]:
    """A row a run, in the order of ``summaries``, which are those of ``store``."""
    known = _of_store.get(store, {})
    found: _Known = {}
    for summary in summaries:
        before = known.get(summary.run.id)
        if before is not None and (before[0] is summary or before[0] == summary):
            found[summary.run.id] = before
        else:
            found[summary.run.id] = (summary, run_row(summary))
    # As a whole, since other visitors' pages may do the same at this moment.
    _of_store[store] = found
    return [row for _, row in found.values()]

"""Results of other makers than this process would be: told, for they may round otherwise."""

from collections.abc import Iterable

from mlp_core.engines.door import ENGINES, fastest_engine
from mlp_core.experiments.sweeps.result import Maker, Result, maker_here
from mlp_core.number_text import count
from mlp_core.quoting import quoted

LONGEST_MAKER, MOST_NAMED = 120, 2


def is_strange(result: Result) -> bool:
    """Whether training it here would have had another maker."""
    if result.maker not in {maker_here(engine) for engine in ENGINES}:
        return True
    return result.maker.engine != fastest_engine(result.config)


class Strangers:
    """Counts them."""

    def __init__(self) -> None:
        self._n, self._of = 0, 0
        self._makers: dict[Maker, None] = {}

    def look_at(self, results: Iterable[Result]) -> None:
        for result in results:
            self._of += 1
            if is_strange(result):
                self._n += 1
                self._makers[result.maker] = None

    @property
    def notes(self) -> tuple[str, ...]:
        """As of ``Executor``."""
        if not self._n:
            return ()
        named = ", ".join(
            quoted(str(maker), LONGEST_MAKER) for maker in list(self._makers)[:MOST_NAMED]
        )
        more = ", …" if len(self._makers) > MOST_NAMED else ""
        return (
            f"{count(self._n)} of {count(self._of)} runs were trained on another processor or with "
            f"other versions ({named}{more}): they may differ in the last decimals.",
        )

"""How well a network reads rows of one's own, beside the test rows of the set."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import fisher_exact

from mlp_core._checks import Parameters
from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.inspection.own.rows import OwnRows, values_of
from mlp_core.inspection.own.values import inputs_of
from mlp_core.inspection.predicted import predict_part
from mlp_core.inspection.row.reading import Reading, read
from mlp_core.metrics import accuracy_interval
from mlp_core.number_text import count, percent

# As everywhere in the app: what chance alone brings less often than this is more than chance.
LEVEL = 0.05
# Of fewer rows of one's own nothing is concluded, whatever the test says of them.
FEW = 5


@dataclass(frozen=True)
class Share:
    """``right`` of ``n`` rows are named as they are meant."""

    right: int
    n: int

    @property
    def accuracy(self) -> float:
        return self.right / self.n

    @property
    def words(self) -> str:
        """As 66.67 % (95 % interval: 39.06 % to 86.19 %)."""
        low, high = accuracy_interval(self.accuracy, self.n)
        return f"{percent(self.accuracy)} (95 % interval: {percent(low)} to {percent(high)})"


@dataclass(frozen=True)
class OwnScores:
    """Of rows of one's own and of the test rows, how many are named as they are meant."""

    own: Share
    tested: Share

    @property
    def p_value(self) -> float:
        """Of Fisher's exact test: how often chance alone brings shares so far apart, or further."""
        counts = [[one.right, one.n - one.right] for one in (self.own, self.tested)]
        return float(fisher_exact(counts).pvalue)


def read_own(
    config: TrainConfig, dataset: Dataset, parameters: Parameters, rows: OwnRows
) -> Reading:
    """What the network makes of the rows; errors are those of ``read``."""
    return read(config, dataset, parameters, inputs_of(dataset, values_of(rows)))


def own_scores(
    config: TrainConfig, dataset: Dataset, parameters: Parameters, rows: OwnRows
) -> OwnScores:
    """How many of ``rows``, and of the test rows, the network names right.

    Raises ``ValueError`` for a regression, for no rows, and as ``read`` does.
    """
    if dataset.is_regression or not rows:
        raise ValueError(
            f"rows are named right where there are some, of classes; got {len(rows)} of "
            f"{dataset.name}"
        )
    answers = np.asarray(read_own(config, dataset, parameters, rows).answer)
    meant = np.array([row.meant for row in rows])
    tested = predict_part(parameters, dataset, config)
    return OwnScores(
        Share(int((answers == meant).sum()), len(rows)),
        Share(int((tested == dataset.y_test).sum()), len(tested)),
    )


def own_scores_sentence(found: OwnScores, dataset: Dataset) -> str:
    """What is named right, with what chance leaves open, and whether the two differ."""
    own, tested, words = found.own, found.tested, dataset.words
    said = (
        f"Named as meant: {count(own.right)} of {count(own.n)} {words.rows} of your own, "
        f"{own.words}; {count(tested.right)} of {count(tested.n)} of the test part, {tested.words}."
    )
    if own.n < FEW:
        return f"{said} So few say little."
    if found.p_value >= LEVEL:
        return f"{said} Chance alone may bring such a difference."
    if own.accuracy < tested.accuracy:
        return f"{said} It is worse at yours than chance explains: they are not like the set's."
    return f"{said} It is better at yours than chance explains: they are the easier ones."

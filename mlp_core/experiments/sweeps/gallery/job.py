"""The comparison as a job: one strategy on one data set after the other."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from sklearn.neural_network import MLPClassifier

from mlp_core.estimator import FastMLPClassifier
from mlp_core.experiments.jobs.job import Job
from mlp_core.experiments.jobs.slots import DEFAULT_SLOTS, Slots
from mlp_core.experiments.sweeps.gallery.problems import PROBLEMS, Printed, Problem
from mlp_core.experiments.sweeps.gallery.strategies import STRATEGIES, Strategy
from mlp_core.unconverged import unconverged_is_fine

N_FITS = len(PROBLEMS) * len(STRATEGIES)
# About what a fit takes, as long as there is none to go by.
SECONDS_A_FIT = 0.1


@dataclass(frozen=True, eq=False)
class Fit:
    """What a strategy came to on the ``n_rows`` of a data set.

    That is the loss of each epoch, a mean over its rows, each before its own update; the share of
    rows that it reads right in the end; and how many seconds it took.
    """

    problem: Problem
    strategy: Strategy
    n_rows: int
    loss_curve: tuple[float, ...]
    score: float
    seconds: float

    @property
    def loss(self) -> float:
        """That of the last epoch."""
        return self.loss_curve[-1]

    @property
    def printed(self) -> Printed:
        """Its figures as the example prints them."""
        return Printed(f"{self.score:.6f}", f"{self.loss:.6f}")


class GalleryJob(Job[tuple[Fit, ...]]):
    """Fits ``estimator`` with all STRATEGIES to all PROBLEMS; its progress are the fits so far.

    It can be paused and stopped between two fits.
    """

    def __init__(
        self,
        slots: Slots = DEFAULT_SLOTS,
        deadline: float | None = None,
        *,
        estimator: type[MLPClassifier] = FastMLPClassifier,
    ) -> None:
        self.estimator = estimator
        self._fits: tuple[Fit, ...] = ()
        super().__init__(slots, deadline)

    @property
    def expected_seconds(self) -> float:
        """As long as those so far for each fit to come."""
        taken = [fit.seconds for fit in self._fits] or [SECONDS_A_FIT]
        return (N_FITS - len(self._fits)) * sum(taken) / len(taken)

    def _work(self) -> Iterator[Fit]:
        for problem in PROBLEMS:
            X, y = problem.rows()
            for strategy in STRATEGIES:
                model = self.estimator(
                    random_state=0, max_iter=problem.max_epochs, **strategy.arguments
                )
                with unconverged_is_fine():
                    begun = time.perf_counter()
                    model.fit(X, y)
                    seconds = time.perf_counter() - begun
                losses = tuple(map(float, model.loss_curve_))
                score = float(model.score(X, y))
                yield Fit(problem, strategy, len(X), losses, score, seconds)

    def _take(self, item: Fit) -> None:
        self._fits += (item,)

    def _progress(self) -> tuple[Fit, ...]:
        return self._fits

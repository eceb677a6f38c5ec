"""The data sets of the comparison, with the figures that are printed for each strategy."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from sklearn.datasets import load_digits, load_iris, make_circles, make_moons
from sklearn.preprocessing import MinMaxScaler

from mlp_core._checks import Array
from mlp_core.experiments.sweeps.gallery.strategies import STRATEGIES


class Printed(NamedTuple):
    """Training score and training loss of a fit, to the six decimals that the example prints."""

    score: str
    loss: str


@dataclass(frozen=True, eq=False)
class Problem:
    """A data set, and the most epochs that a fit to it has.

    ``load`` gives inputs (n, n_in) and classes (n,). ``published`` has the figures of each of
    STRATEGIES, in their order, and is empty where none are kept here.
    """

    name: str
    load: Callable[[], tuple[Array, Array]]
    max_epochs: int
    published: tuple[Printed, ...] = ()

    def __post_init__(self) -> None:
        if self.published and len(self.published) != len(STRATEGIES):
            raise ValueError(
                f"{self.name} needs published figures of all {len(STRATEGIES)} strategies or of "
                f"none; got those of {len(self.published)}"
            )

    def rows(self) -> tuple[Array, Array]:
        """All rows, each input scaled to 0..1, and their classes."""
        X, y = self.load()
        return MinMaxScaler().fit_transform(X), y


PROBLEMS = (
    Problem(
        "Iris",
        lambda: load_iris(return_X_y=True),
        400,
        (
            Printed("0.980000", "0.096950"),
            Printed("0.980000", "0.049530"),
            Printed("0.980000", "0.049540"),
            Printed("0.360000", "0.978444"),
            Printed("0.860000", "0.504185"),
            Printed("0.860000", "0.503452"),
            Printed("0.980000", "0.045311"),
        ),
    ),
    Problem(
        "Digits",
        lambda: load_digits(return_X_y=True),
        15,
        (
            Printed("0.956038", "0.243802"),
            Printed("0.992766", "0.041297"),
            Printed("0.993879", "0.042898"),
            Printed("0.638843", "1.855465"),
            Printed("0.909293", "0.318387"),
            Printed("0.912632", "0.290584"),
            Printed("0.991653", "0.045934"),
        ),
    ),
    Problem("Circles", lambda: make_circles(noise=0.2, factor=0.5, random_state=1), 400),
    Problem("Moons", lambda: make_moons(noise=0.3, random_state=0), 400),
)

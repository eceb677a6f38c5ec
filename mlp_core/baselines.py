"""What others make of the same rows: a constant answer, and scikit-learn's models of one fit.

A network's score means little alone. What always gives the same answer scores something, too; and a
line, three neighbours or a small forest may be as good, in a fraction of the time.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor

from mlp_core._checks import check_type, look_up
from mlp_core.data.dataset import Dataset
from mlp_core.data.sampled import sampled
from mlp_core.metrics import accuracy, r2_score
from mlp_core.number_text import count
from mlp_core.unconverged import unconverged_is_fine

# The most training rows, and the most numbers in them, that a model is fitted to; the most test
# rows that it is asked about. With these a fit takes seconds, of any set.
MAX_ROWS, MAX_NUMBERS, MAX_TEST_ROWS = 20_000, 5_000_000, 10_000
# The most rows, and the most numbers in them, that each tree of a forest sees.
TREE_ROWS, TREE_NUMBERS = 5_000, 1_500_000
N_TREES = 50
N_NEIGHBOURS = 3
# The same sample and the same trees every time: who asks twice must not get two answers.
SEED = 0

Make = Callable[[int, int], Any]


@dataclass(frozen=True)
class Baseline:
    """A model to beat: what it is called for classes and for numbers, and how each is made.

    ``classifier`` and ``regressor`` make it for so many training rows of so many features;
    ``about`` is what it does, in a sentence that fits both.
    """

    of_classes: str
    of_numbers: str
    about: str
    classifier: Make
    regressor: Make

    def label(self, dataset: Dataset) -> str:
        """What it is called beside a network that learns ``dataset``."""
        return self.of_numbers if dataset.is_regression else self.of_classes


@dataclass(frozen=True, eq=False)
class BaselineResult:
    """What a baseline came to; scores are accuracies (0 to 1), or R² of a regression.

    train_score   of the training rows that it was fitted to
    predicted     the classes, or numbers in the data set's own scale, of the first test rows:
                  as many as ``n_test``
    n_train, n_test  rows it was fitted to, and asked about
    seconds       that the fit and the answers took
    """

    name: str
    train_score: float
    test_score: float
    predicted: NDArray[Any]
    n_train: int
    n_test: int
    seconds: float


def _neighbours(make: Callable[..., Any]) -> Make:
    return lambda n, _: make(n_neighbors=min(N_NEIGHBOURS, n))


def _forest(make: Callable[..., Any], max_features: str | float) -> Make:
    return lambda n, n_features: make(
        N_TREES,
        max_features=max_features,
        max_samples=min(n, TREE_ROWS, max(1, TREE_NUMBERS // n_features)),
        random_state=SEED,
    )


# From the simplest on: the first needs no inputs at all.
BASELINES = {
    "constant": Baseline(
        of_classes="always the commonest class",
        of_numbers="always the mean",
        about="The same answer to everything, which is the best that there is without a look.",
        classifier=lambda *_: DummyClassifier(strategy="most_frequent"),
        regressor=lambda *_: DummyRegressor(strategy="mean"),
    ),
    "linear": Baseline(
        of_classes="logistic regression",
        of_numbers="ridge regression",
        about="A weighted sum of the inputs: a network without hidden layers.",
        classifier=lambda *_: LogisticRegression(max_iter=300),
        regressor=lambda *_: Ridge(),
    ),
    "neighbours": Baseline(
        of_classes="3 nearest neighbours",
        of_numbers="3 nearest neighbours",
        about="What the three most similar training rows say, taken together.",
        classifier=_neighbours(KNeighborsClassifier),
        regressor=_neighbours(KNeighborsRegressor),
    ),
    "forest": Baseline(
        of_classes="small random forest",
        of_numbers="small random forest",
        about=f"{N_TREES} trees of yes-or-no questions, each grown on a sample of rows.",
        classifier=_forest(RandomForestClassifier, "sqrt"),
        # A third of the features, as Breiman (2001) has it for numbers.
        regressor=_forest(RandomForestRegressor, 1 / 3),
    ),
}


def fit_baseline(name: str, dataset: Dataset) -> BaselineResult:
    """Fit the baseline called ``name`` to the data set's scaled rows, and score it.

    Of a set beyond MAX_ROWS or MAX_NUMBERS a sample of training rows is fitted, and of one beyond
    MAX_TEST_ROWS the first test rows are answered: the result says how many. Raises
    ``ValueError`` for a name not in BASELINES, and where ``why_constant_only`` has a reason.
    """
    baseline = look_up(BASELINES, name, "baseline")
    check_type("dataset", dataset, Dataset)
    reason = why_constant_only(dataset)
    if reason and name != "constant":
        raise ValueError(f"{reason}; got {name}")
    begun = time.perf_counter()
    rows = _sample(dataset)
    X, y = dataset.X_train[rows], dataset.y_train[rows]
    X_test, y_test = dataset.X_test[:MAX_TEST_ROWS], dataset.y_test[:MAX_TEST_ROWS]
    make = baseline.regressor if dataset.is_regression else baseline.classifier
    model = make(*X.shape)
    with unconverged_is_fine():
        model.fit(X, y)
    predicted = model.predict(X_test)
    return BaselineResult(
        name=name,
        train_score=_score(dataset, y, model.predict(X)),
        test_score=_score(dataset, y_test, predicted),
        predicted=predicted,
        n_train=len(X),
        n_test=len(X_test),
        seconds=time.perf_counter() - begun,
    )


def why_constant_only(dataset: Dataset) -> str:
    """Why nothing but the constant answer can be fitted; empty where all can."""
    if dataset.is_regression or len(np.unique(dataset.y_train[_sample(dataset)])) > 1:
        return ""
    return "training rows of two classes or more are needed"


def why_sampled(dataset: Dataset) -> str:
    """That a sample of the rows is fitted or answered, in a sentence; empty where all are."""
    n, n_test = len(dataset.X_train), len(dataset.X_test)
    fitted, answered = len(_sample(dataset)), min(n_test, MAX_TEST_ROWS)
    parts = []
    if fitted < n:
        parts.append(f"fitted to {count(fitted)} of {count(n)} training rows, drawn at random")
    if answered < n_test:
        parts.append(f"asked about the first {count(answered)} of {count(n_test)} test rows")
    return f"So that it takes seconds, each is {' and '.join(parts)}." if parts else ""


def _sample(dataset: Dataset) -> NDArray[np.intp]:
    """The training rows to fit, in their order."""
    n, n_features = dataset.X_train.shape
    most = min(MAX_ROWS, max(1, MAX_NUMBERS // n_features))
    return sampled(n, most, SEED)


def _score(dataset: Dataset, truth: NDArray[Any], predicted: NDArray[Any]) -> float:
    return (r2_score if dataset.is_regression else accuracy)(truth, predicted)

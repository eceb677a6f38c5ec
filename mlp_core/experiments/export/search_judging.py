"""By which rows, and by what, a search of scikit-learn judges as a sweep does, as source."""

from typing import NamedTuple

from mlp_core.classifier_arguments import twin_class
from mlp_core.data.dataset import Dataset
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from mlp_core.losses import get_loss

SPLIT_CODE = """
from sklearn.model_selection import PredefinedSplit

# Trained on are the rows with -1, judged by are those with 0.
X, y = np.concatenate([X_train, X_{part}]), np.concatenate([y_train, y_{part}])
split = PredefinedSplit([-1] * len(X_train) + [0] * len(X_{part}))
"""
# What a search asks for to judge by minus the loss, by what the loss measures.
LOSS_CODE = {
    "cross-entropy": """
from sklearn.metrics import log_loss

def minus_loss(model, X, y):
    return -log_loss(y, model.predict_proba(X), labels=model.classes_)
""",
    "squared error": """
from sklearn.metrics import mean_squared_error

def minus_loss(model, X, y):
    return -mean_squared_error(y, model.predict(X))
""",
    "Poisson deviance": """
from sklearn.metrics import mean_poisson_deviance

def minus_loss(model, X, y):
    return -mean_poisson_deviance(np.ravel(y), np.ravel(model.predict(X)))
""",
}
# The network stands alone, or at the end of a pipeline.
HELD_OUT_CODE = """
def of_held_out(model, X, y):
    network = model[-1] if hasattr(model, "steps") else model
    return {of}(network.validation_scores_)
"""
OF_EPOCHS = {"last": "(lambda scores: scores[-1])", "best": "max"}
# What the rows of a score are called in a program, and what they are.
PARTS = {"train": "train", "validation": "held", "test": "test"}
ROWS = {
    "train": "the training rows themselves",
    "validation": "the rows of the validation part",
    "test": "the test rows",
}
LAST_ONLY = (
    "The sweep judges a run by its best epoch; scikit-learn judges a network as it is after its "
    "last."
)


class Judging(NamedTuple):
    """How a search judges.

    code     source that makes ``X``, ``y`` and ``split``
    scoring  source of what is to be its ``scoring``
    about    a sentence: by which rows
    note     what scikit-learn does otherwise, if anything
    tested   what the test rows are to the network that is chosen
    """

    code: str
    scoring: str
    about: str
    note: str = ""
    tested: str = "The best is trained once more, and only it meets the test rows."


def judging(sweep: Sweep, dataset: Dataset) -> Judging:
    """How ``sweep`` judges; ``ValueError`` with a sentence where no search could."""
    part, _, kind = sweep.objective.score.partition("_")
    if part not in PARTS:
        raise ValueError("scikit-learn's searches know no sum of losses during an epoch.")
    if part == "validation" and dataset.X_validation is None:
        return _by_held_out(sweep, kind, twin_class(dataset).__name__)
    code = SPLIT_CODE.format(part=PARTS[part])
    about = f"Each network is judged by {ROWS[part]}."
    note = LAST_ONLY if sweep.objective.epoch == "best" else ""
    found = Judging(code, "None", about, note)
    if part == "test":
        found = found._replace(tested="The test rows are those that it was chosen by.")
    if kind == "loss":
        code += LOSS_CODE[_measure(sweep)]
        found = found._replace(code=code, scoring="minus_loss")
    return found


def _measure(sweep: Sweep) -> str:
    losses = {value for axis in sweep.axes if axis.name == "loss" for value in axis.values}
    measures = {get_loss(loss).measure for loss in losses or {sweep.base.loss}}
    if len(measures) > 1:
        raise ValueError("scikit-learn's searches judge all networks by one and the same loss.")
    return measures.pop()


def _by_held_out(sweep: Sweep, kind: str, name: str) -> Judging:
    if not sweep.base.early_stopping:
        raise ValueError(
            "There are no validation rows that this sweep could be judged by: hold some out first."
        )
    if kind != "accuracy":
        raise ValueError(f"Of rows that it holds out, {name} keeps no loss.")
    code = SPLIT_CODE.format(part="train")
    code += HELD_OUT_CODE.format(of=OF_EPOCHS[sweep.objective.epoch])
    about = "Each network is judged by the training rows that it holds out itself to stop early."
    return Judging(code, "of_held_out", about)

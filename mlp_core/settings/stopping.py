"""The settings of when training ends before all epochs are done: scikit-learn's, by its names."""

from collections.abc import Mapping
from typing import Any

from mlp_core.number_text import exact, percent
from mlp_core.setting_kinds import Limits, Real, Whole, YesNo
from mlp_core.settings.record import Setting

Values = Mapping[str, Any]
# A patience that no run can wear out: the most epochs that a run may have.
NEVER = 10_000
# MLPClassifier's default.
CLASSIFIER_PATIENCE = 10


def _without_validation(now: Values) -> str:
    if now["split"].get("validation_size"):
        return "The split has a validation part already."
    return "" if now["early_stopping"] else "No rows are held out without early stopping."


def _without_patience(now: Values) -> str:
    return "" if now["n_iter_no_change"] < NEVER else "Patience never ends."


def with_patience(needed: bool) -> Values:
    """What a setting brings that patience decides about, where it is ``needed``."""
    return {"n_iter_no_change": CLASSIFIER_PATIENCE} if needed else {}


STOPPING = (
    Setting(
        name="early_stopping",
        key="es",
        kind=YesNo(),
        label="Early stopping",
        help="Some of the training rows are held out. Patience goes by their score, accuracy "
        "or R², and the parameters of the best epoch are kept.",
        column="early stopping",
        group="Stopping",
        said=lambda yes: "early stopping" if yes else "no early stopping",
        neutral=False,
        brings=with_patience,
        classifier="early_stopping",
    ),
    Setting(
        name="validation_fraction",
        key="vf",
        kind=Real(Limits(0.01, 0.9), step=0.05),
        label="Share of the training rows held out",
        column="validation share",
        group="Stopping",
        said=lambda share: f"{percent(share, 0)} held out",
        neutral=0.1,
        idle=_without_validation,
        classifier="validation_fraction",
    ),
    Setting(
        name="n_iter_no_change",
        key="ni",
        kind=Whole(Limits(1, NEVER), logarithmic=True, words={NEVER: "never ends"}),
        tried=Limits(2, 50),
        label="Patience, in epochs",
        help="So many epochs in a row may bring no improvement: by the training loss, or with "
        "early stopping by accuracy or R² on the validation part. Where it never ends, training "
        "goes on for all its epochs.",
        column="patience",
        group="Stopping",
        said=lambda n: f"patience {n}" if n < NEVER else "endless patience",
        control="slider",
        neutral=NEVER,
        classifier="n_iter_no_change",
    ),
    Setting(
        name="tol",
        key="to",
        kind=Real(Limits(0.0, 10.0)),
        label="What counts as an improvement",
        help="An epoch is one where it is better than the best so far by this.",
        column="tolerance",
        group="Stopping",
        said=lambda tol: f"tolerance {exact(tol)}",
        neutral=1e-4,
        idle=_without_patience,
        classifier="tol",
    ),
)

"""The run's own figures as source, and the assertions that hold the new ones to them."""

from collections.abc import Sequence

from mlp_core.epoch_scores import EpochScores
from mlp_core.experiments.export.epochs import Epochs
from mlp_core.experiments.export.training_code import repeated
from mlp_core.experiments.findings.trust import Tolerance
from mlp_core.score_kinds import score_kind

FIGURES_CODE = """
shown = [  # total loss, {score} on {parts}, after each epoch
{shown}
]
"""
PARTS = "training rows and on test rows"
PARTS_WITH_VALIDATION = "training, test and validation rows"
SAME_ACCURACY_CODE = """
    assert new[1] == old[1], f"epoch {epoch}: training accuracy {new[1]}, shown {old[1]}"
    assert new[2] == old[2], f"epoch {epoch}: test accuracy {new[2]}, shown {old[2]}"
"""
SAME_VALIDATION_CODE = """
    assert new[3] == old[3], f"epoch {epoch}: validation accuracy {new[3]}, shown {old[3]}"
"""
CLOSE_R2_CODE = """
    for one, other in zip(new[1:], old[1:]):
        close = abs(one - other) <= {tolerance} * max(1, abs(other))
        assert close, f"epoch {{epoch}}: R² {{one}}, shown {{other}}"
"""
CLOSE_ACCURACY_CODE = """
    for i, n_rows in ((1, len(y_train)), (2, len(y_test))):
        off = round(abs(new[i] - old[i]) * n_rows)
        assert off <= rows_off[epoch - 1], f"epoch {epoch}: {off} rows have changed sides"
"""
# Patience may end another training earlier than the run, of whose figures none is then missed.
LENGTH_CODE = """
assert len(history) {relation} {n}, f"{{len(history)}} epochs, of which {n} are shown"
"""
KEPT_CODE = """
assert kept_epoch == {best}, f"epoch {{kept_epoch}} is kept, and was {best}"
"""


def figures_code(
    scores: Sequence[EpochScores], allowed: Sequence[Tolerance], epochs: Epochs
) -> str:
    """Assertions about the epochs that ``allowed`` has tolerances for; one at least.

    Where those are all, it is asserted also when patience is over and which epoch is the best.
    """
    validated = scores[0].validation_accuracy is not None
    code = FIGURES_CODE.format(
        score=score_kind(epochs.is_regression).name,
        parts=PARTS_WITH_VALIDATION if validated else PARTS,
        shown="\n".join(f"    {_figures(score)}," for score in scores[: len(allowed)]),
    )
    # To one digit: nobody needs to know a tolerance better, and many become the same.
    losses = [float(f"{tolerance.loss:.0e}") for tolerance in allowed]
    tolerance = repr(losses[0])
    if len(set(losses)) > 1:
        code += f"tolerances = {repeated(losses)}  # relative, of the total loss\n"
        tolerance = "tolerances[epoch - 1]"
    accuracy_code = SAME_ACCURACY_CODE
    if validated:
        accuracy_code += SAME_VALIDATION_CODE.lstrip("\n")
    if epochs.is_regression:
        accuracy_code = CLOSE_R2_CODE.format(tolerance=tolerance)
    elif any(tolerance.rows for tolerance in allowed):
        rows = repeated(tolerance.rows for tolerance in allowed)
        code += f"rows_off = {rows}  # how many rows may change sides\n"
        accuracy_code = CLOSE_ACCURACY_CODE
    whole = len(allowed) == len(scores)
    if epochs.patient:
        relation = "==" if whole else ">="
        code += LENGTH_CODE.format(relation=relation, n=len(allowed)).lstrip("\n")
    if epochs.keeps_best and whole:
        code += KEPT_CODE.format(best=epochs.best).lstrip("\n")
    n = "epoch 1" if len(allowed) == 1 else f"epochs 1 to {len(allowed)}"
    lines = [
        "for epoch, (new, old) in enumerate(zip(history, shown), start=1):",
        f"    limit = {tolerance} * old[0]",
        "    assert abs(new[0] - old[0]) <= limit, "
        'f"epoch {epoch}: total loss {new[0]}, shown {old[0]}"',
        accuracy_code.strip("\n"),
        f'print("The figures of {n} are those of the run.")',
    ]
    return code + "\n".join(lines)


def _figures(score: EpochScores) -> tuple[float, ...]:
    """What history has of an epoch, which has no validation accuracy where no rows are held out."""
    figures = (score.total_loss, score.train_accuracy, score.test_accuracy)
    if score.validation_accuracy is None:
        return figures
    return (*figures, score.validation_accuracy)

"""The run's own figures as source, and the assertions that hold the new ones to them."""

from collections.abc import Sequence

from mlp_core.epoch_scores import EpochScores
from mlp_core.experiments.export.training_code import repeated
from mlp_core.experiments.findings.trust import Tolerance

FIGURES_CODE = """
shown = [  # total loss, accuracy on training rows and on test rows, after each epoch
{shown}
]
"""
SAME_ACCURACY_CODE = """
    assert new[1] == old[1], f"epoch {epoch}: training accuracy {new[1]}, shown {old[1]}"
    assert new[2] == old[2], f"epoch {epoch}: test accuracy {new[2]}, shown {old[2]}"
"""
CLOSE_ACCURACY_CODE = """
    for i, n_rows in ((1, len(y_train)), (2, len(y_test))):
        off = round(abs(new[i] - old[i]) * n_rows)
        assert off <= rows_off[epoch - 1], f"epoch {epoch}: {off} rows have changed sides"
"""


def figures_code(scores: Sequence[EpochScores], allowed: Sequence[Tolerance]) -> str:
    """Assertions about the epochs that ``allowed`` has tolerances for; one at least."""
    shown = "\n".join(
        f"    ({score.total_loss!r}, {score.train_accuracy!r}, {score.test_accuracy!r}),"
        for score in scores[: len(allowed)]
    )
    code = FIGURES_CODE.format(shown=shown)
    # To one digit: nobody needs to know a tolerance better, and many become the same.
    losses = [float(f"{tolerance.loss:.0e}") for tolerance in allowed]
    tolerance = repr(losses[0])
    if len(set(losses)) > 1:
        code += f"tolerances = {repeated(losses)}  # relative, of the total loss\n"
        tolerance = "tolerances[epoch - 1]"
    accuracy_code = SAME_ACCURACY_CODE
    if any(tolerance.rows for tolerance in allowed):
        rows = repeated(tolerance.rows for tolerance in allowed)
        code += f"rows_off = {rows}  # how many rows may change sides\n"
        accuracy_code = CLOSE_ACCURACY_CODE
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

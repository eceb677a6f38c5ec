"""The run's own figures as source, and the assertions that hold the new ones to them."""

from collections.abc import Sequence

from mlp_core.epoch_metrics import EpochScores
from mlp_core.experiments.export.training_code import repeated
from mlp_core.experiments.trust import LOSS_FLOOR, Tolerance

FIGURES_CODE = """
# Total loss and accuracy on training and test rows after each epoch.
shown = [
{rows}
]
"""
SAME_CODE = """
for epoch, (new, old) in enumerate(zip(history, shown), start=1):
    assert abs(new[0] - old[0]) <= {loss!r} * old[0], f"epoch {{epoch}}: total loss {{new[0]}}"
    assert new[1] == old[1], f"epoch {{epoch}}: training accuracy {{new[1]}}"
    assert new[2] == old[2], f"epoch {{epoch}}: test accuracy {{new[2]}}"
"""
GROWING_CODE = """
loss_tolerances = {losses}
rows_that_may_differ = {rows}
for i, (new, old) in enumerate(zip(history, shown)):
    n_rows = rows_that_may_differ[i] + 0.5  # accuracies are whole numbers of rows
    off = abs(new[0] - old[0])
    assert off <= loss_tolerances[i] * old[0], f"epoch {{i + 1}}: total loss {{new[0]}}"
    off = abs(new[1] - old[1])
    assert off < n_rows / len(y_train), f"epoch {{i + 1}}: training accuracy {{new[1]}}"
    off = abs(new[2] - old[2])
    assert off < n_rows / len(y_test), f"epoch {{i + 1}}: test accuracy {{new[2]}}"
"""
DONE_CODE = """
print(f"The figures of {n} are those of the run.")
"""


def figures_code(scores: Sequence[EpochScores], allowed: Sequence[Tolerance]) -> str:
    """Assertions about the epochs that ``allowed`` has tolerances for; one at least."""
    rows = "\n".join(
        f"    ({score.total_loss!r}, {score.train_accuracy!r}, {score.test_accuracy!r}),"
        for score in scores[: len(allowed)]
    )
    if all(tolerance == (LOSS_FLOOR, 0) for tolerance in allowed):
        assertions = SAME_CODE.format(loss=LOSS_FLOOR)
    else:
        # To one digit: nobody needs to know a tolerance better, and many become the same.
        losses = repeated(float(f"{tolerance.loss:.0e}") for tolerance in allowed)
        rows_off = repeated(tolerance.rows for tolerance in allowed)
        assertions = GROWING_CODE.format(losses=losses, rows=rows_off)
    n = "epoch 1" if len(allowed) == 1 else f"epochs 1 to {len(allowed)}"
    return FIGURES_CODE.format(rows=rows) + assertions + DONE_CODE.format(n=n)

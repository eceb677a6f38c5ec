"""What the rows make of a run, whatever the network."""

import numpy as np

from mlp_core.data.dataset import Dataset
from mlp_core.data.once import once_a_dataset
from mlp_core.data.scaling import UNSCALED
from mlp_core.inspection.diagnosis.case import MOST_TEST_ROWS, Case
from mlp_core.inspection.diagnosis.finding import Figure, Finding
from mlp_core.inspection.diagnosis.observation import root_mean_square
from mlp_core.losses import get_loss
from mlp_core.number_text import count, percent, rounded
from mlp_core.settings.learning import UNWEIGHTED
from mlp_core.validation_part import held_out

# LeCun and others (1998, Efficient BackProp, 4.3) want columns of mean 0 and deviation 1: ten times
# that, a tenth of it, or columns that differ twentyfold are not scaled.
LARGE, SMALL, UNEQUAL = 10.0, 0.1, 20.0
# The commonest class has so many times the rows of the rarest.
IMBALANCE = 5.0
# The rarest class is read in less than this share of its rows.
READ = 0.5
# Of test rows that were trained on, so many make the test score worthless.
LEAKED = 0.1
# That columns have few values makes rows equal that nobody has copied: then as many are equal
# within the training rows.
COPIED = 2.0


def unscaled_inputs(case: Case) -> Finding | None:
    """Columns that are large, tiny, or of very different sizes."""
    rows = case.dataset.X_train
    sizes, deviations = root_mean_square(rows), root_mean_square(rows - rows.mean(axis=0))
    spread = deviations[deviations > 0.0]
    if not len(spread):
        return None
    largest, ratio = float(sizes.max()), float(spread.max() / np.median(spread))
    if SMALL < largest < LARGE and ratio < UNEQUAL:
        return None
    unequal = ratio >= UNEQUAL
    figure = (
        Figure("deviation of the widest column over the median's", ratio, rounded(ratio), UNEQUAL)
        if unequal
        else Figure("root mean square of the largest column", largest, rounded(largest),
                    LARGE if largest >= LARGE else SMALL)
    )  # fmt: skip
    z = case.observations[0].layers[0].pre_activation
    what = (
        f"the widest column has {rounded(ratio)} times the deviation of the median one, so that it "
        "drowns the others"
        if unequal
        else f"the largest column is about {rounded(largest)}, where 1 suits a network"
    )
    return Finding(
        "unscaled_inputs",
        case.severity(),
        (figure, Figure("typical |z| in layer 1 at the start", z, rounded(z), epoch=0, layer=1)),
        f"The inputs are not scaled: {what}; at the start |z| in layer 1 is about {rounded(z)}. "
        "Standardise the columns.",
        case.other(scaling="standard") if case.config.scaling == UNSCALED else None,
    )


def class_imbalance(case: Case) -> Finding | None:
    """Classes of very different numbers of training rows."""
    if case.dataset.is_regression:
        return None
    trained, _ = held_out(case.config, case.dataset)
    counts = np.bincount(case.dataset.y_train[trained], minlength=case.dataset.n_classes)
    present = np.flatnonzero(counts)
    if len(present) < 2:
        return None
    rare, common = present[counts[present].argmin()], counts.argmax()
    ratio = counts[common] / counts[rare]
    if ratio < IMBALANCE:
        return None
    recall = _recall(case, int(rare))
    names = case.dataset.class_names
    weighted = case.config.class_weight != UNWEIGHTED
    return Finding(
        "class_imbalance",
        "problem" if case.scores and recall < READ else case.severity(case.is_stuck),
        (
            Figure("rows of the commonest class over the rarest's", float(ratio), rounded(ratio),
                   IMBALANCE),
            Figure(f"rows of {names[rare]} read as such", recall, percent(recall, 0), READ),
        ),
        f"Classes are not balanced: {names[common]} has {rounded(ratio)} times the training rows "
        f"of {names[rare]}, of whose test rows {percent(recall, 0)} are read rightly. Always "
        f"naming the commonest class scores {percent(case.chance)}: look at each class's own "
        f"score{'' if weighted else ', and let classes count alike'}.",
        None if weighted else case.other(class_weight="balanced", batch_size=max(
            2, case.config.batch_size)),
    )  # fmt: skip


def fewer_rows_than_parameters(case: Case) -> Finding | None:
    """More parameters than training rows, which could learn each row by heart."""
    n_rows = len(held_out(case.config, case.dataset)[0])
    n = sum(array.size for arrays in case.start.parameters for array in arrays)
    if n <= n_rows:
        return None
    return Finding(
        "fewer_rows_than_parameters",
        "note",
        (Figure("parameters", n, count(n), n_rows), Figure("training rows", n_rows, count(n_rows))),
        f"{count(n)} parameters and {count(n_rows)} training rows: the network could learn each "
        "row by heart. Whether it did, the test rows tell.",
    )


def test_rows_in_training(case: Case) -> Finding | None:
    """Test rows that are among the training rows, value by value."""
    leaked, repeated = _copies(case.dataset)
    n = len(case.dataset.X_test[:MOST_TEST_ROWS])
    if not leaked:
        return None
    share = leaked / n
    natural = repeated * COPIED >= share
    return Finding(
        "test_rows_in_training",
        "problem" if share >= LEAKED and not natural else "note",
        (
            Figure("test rows that are training rows, too", leaked,
                   f"{count(leaked)} of {count(n)}", LEAKED * n),
            Figure("training rows that are there twice", repeated,
                   percent(repeated)),
        ),
        f"{count(leaked)} of {count(n)} test rows {'is' if leaked == 1 else 'are'} also among the "
        "training rows, to the last decimal: "
        + ("as many are equal within these, so that it may be the way of the data. "
           if natural else "on these a score tells what was remembered, not what was learned. ")
        + "Take them out before the split, or split by groups.",
    )  # fmt: skip


def _recall(case: Case, of_class: int) -> float:
    """The share (0 to 1) of the test rows of a class that are read as it; 1 where it has none."""
    truth = case.dataset.y_test[:MOST_TEST_ROWS]
    named = get_loss(case.config.loss).classes(case.test_output)
    of_it = truth == of_class
    return float((named[of_it] == of_class).mean()) if of_it.any() else 1.0


@once_a_dataset
def _copies(dataset: Dataset) -> tuple[int, float]:
    """How many test rows are training rows; the share of these that an earlier one is equal to."""
    known = set(map(bytes, dataset.X_train))
    shared = sum(bytes(row) in known for row in dataset.X_test[:MOST_TEST_ROWS])
    return shared, 1.0 - len(known) / len(dataset.X_train)

"""Of each kind of finding: the facts by which a training has it for certain, or has it not."""

import itertools

import numpy as np

from tests.mlp_core.inspection.diagnosis.case import Case
from tests.mlp_core.inspection.diagnosis.facts import (
    answers,
    dead_share,
    gradient_norms,
    instead,
    learns_well,
    n_parameters,
    n_trained,
    saturated,
    shared_rows,
    stuck,
    trained,
)


def _falls(case: Case):
    """The share of the epochs that end with a smaller loss than the one before."""
    return float(np.mean(np.diff(trained(case).losses) < 0.0))


def _stretch(case: Case):
    """The longest share of the epochs over which the loss stays within 1 % of itself."""
    losses = trained(case).losses
    best = 0
    for k in range(len(losses)):
        low = high = losses[k]
        for end in range(k, len(losses)):
            low, high = min(low, losses[end]), max(high, losses[end])
            if high - low > 0.01 * abs(high):
                break
            best = max(best, end - k + 1)
    return best / len(losses) if best >= 10 else 0.0


def _norms(case: Case):
    run = trained(case)
    return gradient_norms(case, run.start), gradient_norms(case, run.parameters)


def _dead(case):
    return max(dead_share(case), default=0.0) >= 0.5


def _no_dead(case):
    return case.config.activation != "relu" or max(dead_share(case), default=0.0) == 0.0


def _saturated(case):
    return max((units for units, _ in saturated(case)), default=0.0) >= 0.5


def _not_saturated(case):
    return all(units == 0.0 and values < 0.5 for units, values in saturated(case))


def _constant(case):
    said = answers(case)
    return np.ptp(said, axis=0).max() < (0.01 if case.dataset.is_regression else 1)


def _not_constant(case):
    said = answers(case)
    if case.dataset.is_regression:
        return said.std(axis=0).min() > 0.3
    return len(np.unique(said)) == case.dataset.n_classes


def _vanishing(case):
    at_start, _ = _norms(case)
    return len(at_start) > 3 and at_start[0] < 1e-3 * at_start[-1]


def _not_vanishing(case):
    return all(norms[0] > 0.05 * norms[-1] for norms in _norms(case))


def _exploding(case):
    at_start, _ = _norms(case)
    return len(at_start) > 3 and max(at_start) > 100.0


def _not_exploding(case):
    return all(max(norms) < 10.0 and norms[0] < 20.0 * norms[-1] for norms in _norms(case))


def _too_long(case):
    losses = trained(case).losses
    late, end = losses[len(losses) // 2 :], losses[-max(1, len(losses) // 4) :]
    shorter = instead(case, learning_rate=max(1e-7, case.config.learning_rate / 20))
    return np.mean(np.diff(late) > 0.0) >= 0.25 and shorter.losses[-1] < 0.5 * np.median(end)


def _not_too_long(case):
    return _falls(case) >= 0.97


def _too_short(case):
    run = trained(case)
    for factor in (20, 100, 1000):
        longer = instead(case, learning_rate=min(100.0, case.config.learning_rate * factor))
        better = longer.epochs and longer.losses[-1] < 0.7 * run.losses[-1]
        if better and longer.score > run.score + 0.05:
            return _falls(case) == 1.0
    return False


def _not_too_short(case):
    losses = trained(case).losses
    late = losses[len(losses) // 2] - losses[-1]
    return late < 0.1 * (losses[0] - losses[-1]) and learns_well(case)


def _plateau(case):
    losses = trained(case).losses
    left = stuck(case) or losses[-1] < 0.5 * losses[0]
    return _stretch(case) >= 0.4 and left


def _no_plateau(case):
    losses = trained(case).losses
    parts = [part[[0, -1]] for part in np.array_split(losses, 4)]
    return len(losses) >= 12 and all(last < 0.9 * first for first, last in parts)


def _overfits(case):
    run = trained(case)
    best = int(run.test_losses.argmin())
    rises = run.test_losses[-1] >= 1.3 * run.test_losses[best]
    return rises and run.losses[-1] < 0.8 * run.losses[best]


def _not_overfits(case):
    run = trained(case)
    return run.test_losses[-1] <= 1.02 * run.test_losses.min()


def _unscaled(case):
    deviations = case.dataset.X_train.std(axis=0)
    apart = deviations.max() > 100.0 * deviations[deviations > 0.0].min()
    far = np.abs(case.dataset.X_train).max() > 100.0
    better = instead(case, scaling="standard").score
    run = trained(case)
    return (apart or far) and (run.diverged or better > run.score + 0.1)


def _scaled(case):
    rows = case.dataset.X_train
    deviations = rows.std(axis=0)
    return deviations.max() < 10.0 * deviations.min() and np.abs(rows).max() < 15.0


def _symmetric(case):
    before, after = (p[0][0] for p in (trained(case).start, trained(case).parameters))
    alike = [np.allclose(W, W[0], rtol=1e-9, atol=0.0) for W in (before, after)]
    return len(case.config.units) > 2 and len(before) > 1 and all(alike)


def _not_symmetric(case):
    hidden = trained(case).start[0][:-1]
    pairs = (abs(a - b).max() for W in hidden for a, b in itertools.combinations(W[:50], 2))
    return all(pair > 1e-9 for pair in pairs)


def _mismatched(case):
    other = instead(case, batch_size=2 if case.config.batch_size >= 32 else 64)
    return trained(case).score < other.score - 0.1


def _tiny_last(case):
    size, rest = case.config.batch_size, n_trained(case) % case.config.batch_size
    return size >= 10 and n_trained(case) > size and 0 < rest <= max(1, size // 10)


def _no_tiny_last(case):
    size, rest = case.config.batch_size, n_trained(case) % case.config.batch_size
    return rest == 0 or rest >= size / 2 or n_trained(case) <= size


def _imbalanced(case):
    if case.dataset.is_regression:
        return False
    counts = np.bincount(case.dataset.y_train, minlength=case.dataset.n_classes)
    return counts.max() >= 7 * counts.min()


def _balanced(case):
    if case.dataset.is_regression:
        return True
    counts = np.bincount(case.dataset.y_train, minlength=case.dataset.n_classes)
    return counts.max() <= 2 * counts.min()


CERTAIN = {
    "dead_units": (_dead, _no_dead),
    "saturated_units": (_saturated, _not_saturated),
    "constant_output": (_constant, _not_constant),
    "vanishing_gradients": (_vanishing, _not_vanishing),
    "exploding_gradients": (_exploding, _not_exploding),
    "steps_too_long": (_too_long, _not_too_long),
    "steps_too_short": (_too_short, _not_too_short),
    "plateau": (_plateau, _no_plateau),
    "overfitting": (_overfits, _not_overfits),
    "diverged": (lambda case: trained(case).diverged, lambda case: not trained(case).diverged),
    "unscaled_inputs": (_unscaled, _scaled),
    "symmetric_start": (_symmetric, _not_symmetric),
    "rate_and_batch": (_mismatched, lambda case: learns_well(case) and _falls(case) > 0.9),
    "tiny_last_batch": (_tiny_last, _no_tiny_last),
    "class_imbalance": (_imbalanced, _balanced),
    "fewer_rows_than_parameters": (
        lambda case: n_parameters(case) > n_trained(case),
        lambda case: n_parameters(case) <= n_trained(case),
    ),
    "at_baseline": (stuck, learns_well),
    "test_rows_in_training": (
        lambda case: shared_rows(case) >= 0.1,
        lambda case: shared_rows(case) == 0.0,
    ),
}
# What rows and settings tell before any training.
BY_ROWS = (
    "unscaled_inputs",
    "tiny_last_batch",
    "class_imbalance",
    "fewer_rows_than_parameters",
    "test_rows_in_training",
)

"""Schedule, patience and early stopping as source: lines of the training loop of one run."""

from mlp_core.config import TrainConfig
from mlp_core.experiments.export.epochs import Epochs
from mlp_core.schedules import LEAST_RATE
from mlp_core.score_kinds import ACCURACY, R2, score_kind

REPORT_CODE = """
{kept}total_loss, train_score, test_score{rest} = history[{index}]
print(f"total loss of epoch {{{epoch}}}: {{total_loss:.6g}}")
print(f"{name}: {{train_score:{form}}} of training rows, {{test_score:{form}}} of test rows")
"""
FORMS = {ACCURACY: ".2%", R2: ".4f"}
SHRINK = """
if waited > {patience}:
    if learning_rate <= {least!r}:
        break
    waited, divisions = 0, divisions + 1
"""


def counters_code(config: TrainConfig, epochs: Epochs) -> list[str]:
    """Lines before the first epoch: what is counted and remembered from epoch to epoch."""
    counters = {
        "best": ("-np.inf", epochs.patient or config.early_stopping),
        "waited": ("0", epochs.patient),
        "divisions": ("0", epochs.schedule.divides),
        "rows_done": ("0", epochs.schedule.scales),
    }
    names = [name for name, (_, needed) in counters.items() if needed]
    values = [counters[name][0] for name in names]
    return [f"{', '.join(names)} = {', '.join(values)}"] if names else []


def rate_code(config: TrainConfig, epochs: Epochs) -> list[str]:
    """Lines that begin an epoch: what the schedule makes its learning rate."""
    return [line.format(power_t=config.power_t) for line in epochs.schedule.source]


def end_of_epoch_code(config: TrainConfig, epochs: Epochs) -> list[str]:
    """Lines that end an epoch: its figures, and what follows from them."""
    score = epochs.score_name
    figures = f"total_loss, {score}(X_train, y_train), {score}(X_test, y_test)"
    if not epochs.validated:
        lines = [f"history.append(({figures}))"]
    else:
        lines = [f"score = {score}(X_held, y_held)", f"history.append(({figures}, score))"]
    if epochs.schedule.scales:
        lines.append("rows_done += len(X_train)")
    if epochs.patient:
        if not config.early_stopping:
            lines.append("score = -total_loss / len(X_train)")
        lines.append(f"waited = waited + 1 if score < best + {config.tol!r} else 0")
    if config.early_stopping:
        lines += [
            "if score > best:",
            "    best, kept, kept_epoch = score, (weights, biases), len(history)",
        ]
    elif epochs.patient:
        lines.append("best = max(best, score)")
    if epochs.schedule.divides:
        code = SHRINK.format(patience=config.n_iter_no_change, least=LEAST_RATE)
        lines += code.strip("\n").splitlines()
    elif epochs.patient:
        lines += [f"if waited > {config.n_iter_no_change}:", "    break"]
    return lines


def report_code(config: TrainConfig, epochs: Epochs) -> str:
    """What the run has come to, which with early stopping is its best epoch."""
    rest = ", _" if epochs.validated else ""
    names = {"kept": "", "rest": rest, "index": "-1", "epoch": "len(history)"}
    if config.early_stopping:
        kept = "weights, biases = kept  # those of the best epoch\n"
        names = {"kept": kept, "rest": ", _", "index": "kept_epoch - 1", "epoch": "kept_epoch"}
    kind = score_kind(epochs.is_regression)
    return REPORT_CODE.strip("\n").format(**names, name=kind.name, form=FORMS[kind])

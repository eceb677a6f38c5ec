"""The data of a run as source: loaded, split, scaled, and made into what the outputs are to be."""

from typing import Any

from mlp_core._checks import look_up
from mlp_core.config import TrainConfig
from mlp_core.data.record import LoadCode
from mlp_core.data.scaling import SCALINGS, UNSCALED
from mlp_core.data.split import KIND
from mlp_core.experiments.export.section import Section
from mlp_core.number_text import percent
from mlp_core.score_kinds import score_kind

DATA_CODE = """
import numpy as np
{code.imports}
from sklearn.model_selection import {splitters}

{code.lines}
{split}
"""
HALVES = """
X_train, {second}, y_train, {second_y} = train_test_split(
    {rows}, {targets}, {arguments}
)
"""
# Where a splitter gives the numbers of rows: (it, its arguments, what it splits by, which it is).
NUMBERED = """
{assigned}splitter = {splitter}({arguments})
train, test = list(splitter.split({by}))[{index}]
X_train, X_test, y_train, y_test = rows[train], rows[test], targets[train], targets[test]
"""
# Where rows are still numbers of rows.
INPUTS_CODE = """
{inputs}
X_train, X_test = X[X_train], X[X_test]"""
HELD_INPUTS = "X_held = X[X_held]"
ONE_HOT = "labels = np.eye({n_outputs})[y_train]  # one-hot: 1 in the column of the class"
NUMBERS = "labels = y_train.reshape(len(y_train), -1)  # an output a target"
TARGET_SCALING_CODE = """
# The targets are scaled by those of the training rows.
target_scaler = {scaler}().fit(y_train.reshape(len(y_train), -1))
"""
SCALE_TARGETS = "{y} = target_scaler.transform({y}.reshape(len({y}), -1)).reshape({y}.shape)"
SCALING_CODE = """
from sklearn.preprocessing import {scaler}

scaler = {scaler}()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)
"""
HELD_OUT_CODE = """
X_train, X_held, y_train, y_held, labels, _ = train_test_split(
    X_train, y_train, labels, test_size={share!r},{stratify} random_state={seed}
)
"""


def data_code(config: TrainConfig, code: LoadCode, is_regression: bool) -> str:
    """The parts of ``rows_code``, and what the outputs are to be on the training rows."""
    labels = NUMBERS if is_regression else ONE_HOT.format(n_outputs=config.units[-1])
    return f"{rows_code(config, code, is_regression)}{labels}\n"


def rows_code(config: TrainConfig, code: LoadCode, is_regression: bool) -> str:
    """Training and test rows, and a third part where one is asked for, as the run has them."""
    split = KIND.whole(config.split)
    third = split["validation_size"] > 0.0
    splitter = {"folds": "KFold" if is_regression else "StratifiedKFold"}.get(
        split["method"], "GroupShuffleSplit" if split["method"] == "groups" else "train_test_split"
    )
    halves = {splitter} | ({"train_test_split"} if third else set())
    made = [INPUTS_CODE.format(inputs=code.inputs.strip("\n"))] if code.inputs else []
    made += [HELD_INPUTS] if code.inputs and third else []
    parts = [_numbered(code, splitter, split) if splitter != "train_test_split" else ""]
    parts[0] = parts[0] or _halves("X_test", "y_test", code.rows, code.targets, split)
    if third:
        parts.append(_third(split))
    parts += made
    target_scaling = config.data_parameters.get("target_scaling", UNSCALED)
    if is_regression and target_scaling != UNSCALED:
        parts.append(_target_scaling(target_scaling, third))
    return DATA_CODE.format(
        code=code,
        splitters=", ".join(sorted(halves)),
        split="\n".join(parts),
    )


def _target_scaling(scaling: str, third: bool) -> str:
    scaler = look_up(SCALINGS, scaling, "scaling").__name__
    targets = ["y_train", "y_test", *(["y_held"] if third else [])]
    lines = TARGET_SCALING_CODE.strip("\n").format(scaler=scaler)
    imports = f"from sklearn.preprocessing import {scaler}\n\n"
    return "\n".join([imports + lines, *(SCALE_TARGETS.format(y=y) for y in targets)])


def _halves(
    second: str, second_y: str, rows: str, targets: str, split: dict[str, Any], share: str = ""
) -> str:
    arguments = {
        "stratified": f"random_state={split['seed']}, stratify={targets}",
        "in_order": "shuffle=False",
    }.get(split["method"], f"random_state={split['seed']}")
    return HALVES.strip("\n").format(
        second=second,
        second_y=second_y,
        rows=rows,
        targets=targets,
        arguments=f"test_size={share or repr(split['test_size'])}, {arguments}",
    )


def _third(split: dict[str, Any]) -> str:
    size = f"share = {split['validation_size']!r} * (len(X_train) + len(X_test)) / len(X_train)"
    if split["method"] != "groups":
        return f"{size}\n" + _halves("X_held", "y_held", "X_train", "y_train", split, "share")
    lines = (
        size,
        f"splitter = GroupShuffleSplit(1, test_size=share, random_state={split['seed']})",
        "train, held = next(splitter.split(X_train, groups=groups[train]))",
        "X_held, y_held = X_train[held], y_train[held]",
        "X_train, y_train = X_train[train], y_train[train]",
    )
    return "\n".join(lines)


def _numbered(code: LoadCode, splitter: str, split: dict[str, Any]) -> str:
    seed = f"random_state={split['seed']}"
    if splitter == "GroupShuffleSplit":
        how = f"1, test_size={split['test_size']!r}, {seed}", "rows, groups=groups", 0
    else:
        how = f"{split['folds']}, shuffle=True, {seed}", "rows, targets", split["fold"] - 1
    arguments, by, index = how
    named = (code.rows, code.targets) == ("rows", "targets")
    assigned = "" if named else f"rows, targets = {code.rows}, {code.targets}\n"
    return NUMBERED.strip("\n").format(
        assigned=assigned, splitter=splitter, arguments=arguments, by=by, index=index
    )


def scaling_code(config: TrainConfig) -> str:
    """The rows scaled by training statistics; empty where they are left as they are."""
    if config.scaling == UNSCALED:
        return ""
    code = SCALING_CODE.format(scaler=look_up(SCALINGS, config.scaling, "scaling").__name__)
    third = "validation_size" in config.split
    return code + ("X_held = scaler.transform(X_held)\n" if third else "")


def held_out_section(config: TrainConfig, is_regression: bool) -> Section | None:
    """The split into rows to train on and rows held out, where early stopping makes one."""
    if not config.early_stopping or "validation_size" in config.split:
        return None
    share = percent(config.validation_fraction, 0)
    each = "" if is_regression else ", of each class its share,"
    score = score_kind(is_regression).name
    text = (
        f"{share} of the training rows{each} are not trained on: the {score} on them tells which "
        "epoch is the best."
    )
    code = HELD_OUT_CODE.format(
        share=config.validation_fraction,
        stratify="" if is_regression else " stratify=y_train,",
        seed=config.seed,
    )
    return Section("Hold out a validation part", text, code)

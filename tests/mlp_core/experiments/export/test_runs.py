"""Exported scripts and notebooks, run where mlp_core cannot be imported: their assertions hold."""

import dataclasses
import json
import subprocess
import sys
from xml.etree import ElementTree

import numpy as np
import pytest

from mlp_core import QUESTION_2, TrainConfig, train
from mlp_core.config import neutral_values
from mlp_core.experiments.export.notebook import export_notebook
from mlp_core.experiments.export.script import export_script
from mlp_core.experiments.jobs.sensitivity import sensitivity
from mlp_core.patience import patience_after
from tests.mlp_core.runs import make_run, trained_run, with_score

CONFIGS = {
    "preset": dataclasses.replace(QUESTION_2, epochs=3),
    "squared": TrainConfig(
        (64, 20, 10), 0.01, 2, 1, 7, "relu", "squared_error", True, scaling="min_max"
    ),
    "batches": TrainConfig(
        (64, 30, 16, 10), 0.1, 3, 32, activation="logistic", scaling="standard", init_scale=0.3
    ),
    "no pictures": TrainConfig((13, 10, 3), 0.01, 3, dataset="wine", scaling="standard"),
    "no hidden layer": TrainConfig((64, 10), 0.001, 3),
    "no hidden layer in shuffled batches": TrainConfig(
        (64, 10), 0.001, 3, 50, loss="squared_error", shuffle=True
    ),
    # Reliable for some epochs only, with tolerances that grow.
    "chaos to come": TrainConfig((64, 32, 16, 10), 0.003, 7),
    "chaos": dataclasses.replace(QUESTION_2, learning_rate=0.01, epochs=2),
}
RATES = {"no hidden layer": [0.0005, 0.001, 0.001, 0.0002]}
SMALL = TrainConfig((64, 8, 10), 0.05, 3, 64, scaling="min_max")
ADAPTIVE = {"schedule": "adaptive", "n_iter_no_change": 1, "tol": 0.1}
# Together they have every setting that the practical does not have.
OPTIONS = {
    "momentum": {"momentum": 0.9, "init": "glorot", "activation": "logistic"},
    "Nesterov": {
        **{"momentum": 0.5, "nesterovs_momentum": True, "init": "he", "shuffle": True},
        **{"alpha": 0.01, "schedule": "invscaling", "power_t": 0.1, "batch_size": 1},
        **{"learning_rate": 0.003, "epochs": 2},
    },
    "Adam until patience is over": {
        **{"optimizer": "adam", "beta_1": 0.8, "beta_2": 0.99, "epsilon": 1e-6, "alpha": 0.1},
        **{"early_stopping": True, "validation_fraction": 0.2, "n_iter_no_change": 1},
        **{"tol": 0.001, "epochs": 30, "learning_rate": 0.1, "init": "glorot", "seed": 4},
    },
    "drawn points, stratified, with a part to validate by": {
        **{"dataset": "gaussians", "units": (3, 5, 4), "early_stopping": True, "epochs": 9},
        **{"data_parameters": {"classes": 4, "seed": 3, "features": ["x1", "x2", "x1x2"]}},
        **{"split": {"method": "stratified", "validation_size": 0.2}, "learning_rate": 3.0},
    },
    "the best of all epochs": {"early_stopping": True, "init": "constant", "learning_rate": 1.0},
    "a rate that is divided until it is low": {
        **ADAPTIVE,
        **{"units": (64, 10), "init": "zeros", "learning_rate": 4e-5, "epochs": 20},
    },
    "classes balanced": {
        **{"dataset": "wine", "units": (13, 8, 3), "batch_size": 16, "class_weight": "balanced"},
        **{"alpha": 0.1, "activation": "relu", "loss": "huber"},
    },
    "one by one, the penalty weighted": {
        **{"dataset": "wine", "units": (13, 3), "batch_size": 1, "class_weight": "balanced"},
        **{"alpha": 0.1, "shuffle": True, "learning_rate": 0.003},
    },
    "balanced in every batch that is drawn": {
        **{"dataset": "wine", "units": (13, 6, 3), "batch_size": 7, "class_weight": "balanced"},
        **{"shuffle": True, "n_iter_no_change": 2, "tol": 0.01, "epochs": 30},
    },
    "a loss that gets no better": {"n_iter_no_change": 1, "tol": 0.5, "epochs": 9},
}


def exported(name):
    """A run of the configuration, and the drifts of its sensitivity."""
    config = CONFIGS[name]
    run, _ = trained_run(config, RATES.get(name))
    rates = [score.learning_rate for score in run.scores]
    dataset = config.source.load(config.scaling)
    return run, list(sensitivity(config, dataset, rates))


def optional(name):
    """A run with options, ended by patience where it is over, and the drifts as above."""
    config = dataclasses.replace(SMALL, **OPTIONS[name])
    dataset = config.source.load(config.scaling)
    scores = [metrics.scores for metrics in train(config, dataset)]
    rates = [score.base_rate for score in scores]
    return make_run(config, scores), list(sensitivity(config, dataset, rates))


def run_alone(source, folder):
    """The finished process of a script, isolated from this folder; warnings are errors."""
    path = folder / "exported.py"
    path.write_text(source, encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-I", "-W", "error", path], cwd=folder, capture_output=True, text=True
    )


def notebook_code(notebook):
    cells = json.loads(notebook)["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")


@pytest.mark.parametrize("name", CONFIGS)
def test_a_script_comes_to_the_runs_figures(name, tmp_path):
    run, drifts = exported(name)
    result = run_alone(export_script(run, drifts), tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    if name == "chaos":
        assert len(lines) == 2
        return
    assert lines[-1].startswith("The figures of epochs 1 to ")
    if name != "chaos to come":
        last = run.scores[-1]
        assert lines == [
            f"total loss of epoch {last.epoch}: {last.total_loss:.6g}",
            f"accuracy: {last.train_accuracy:.2%} of training rows, "
            f"{last.test_accuracy:.2%} of test rows",
            f"The figures of epochs 1 to {last.epoch} are those of the run.",
        ]


@pytest.mark.parametrize("name", OPTIONS)
def test_a_script_does_what_every_option_says(name, capsys):
    run, drifts = optional(name)
    source = export_script(run, drifts)
    assert "mlp_core" not in source
    assert max(map(len, source.splitlines())) <= 100
    exec(source, made := {})
    best = len(run.scores)
    if run.config.early_stopping:
        best = patience_after(run.config, len(made["X_train"]), run.scores).best_epoch
        # Otherwise the last epoch would do.
        assert best < len(run.scores)
    score = run.scores[best - 1]
    assert capsys.readouterr().out.splitlines() == [
        f"total loss of epoch {best}: {score.total_loss:.6g}",
        f"accuracy: {score.train_accuracy:.2%} of training rows, "
        f"{score.test_accuracy:.2%} of test rows",
        f"The figures of epochs 1 to {len(run.scores)} are those of the run.",
    ]
    assert made["accuracy"](made["X_test"], made["y_test"]) == score.test_accuracy


@pytest.mark.parametrize("schedule", ["adaptive", "invscaling"])
def test_a_run_that_went_on_when_patience_was_over_has_its_rates_and_epochs(schedule, capsys):
    options = {"schedule": schedule, "n_iter_no_change": 1, "tol": 9.0, "early_stopping": True}
    config = dataclasses.replace(SMALL, learning_rate=2e-6, epochs=9, **options)
    run, _ = trained_run(config)
    rates = [score.base_rate for score in run.scores]
    drifts = list(sensitivity(config, config.source.load(config.scaling), rates))
    source = export_script(run, drifts)
    assert "Patience was over after epoch" in source.replace("\n# ", " ")
    assert "waited" not in source
    exec(source, made := {})
    assert len(made["history"]) == 9
    assert capsys.readouterr().out.endswith("The figures of epochs 1 to 9 are those of the run.\n")


def test_the_options_are_all_that_there_are():
    neutral = neutral_values()
    tried = set().union(*(options.keys() for options in OPTIONS.values()))
    assert neutral.keys() - {"init_scale"} <= tried


def test_the_code_cells_of_a_notebook_do_the_same(tmp_path):
    run, drifts = exported("squared")
    result = run_alone(notebook_code(export_notebook(run, drifts)), tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.endswith(
        f"The figures of epochs 1 to {len(run.scores)} are those of the run.\n"
    )


def test_a_notebook_plots_the_total_loss_of_every_epoch(tmp_path):
    run, drifts = exported("squared")
    code = notebook_code(export_notebook(run, drifts))
    plot = "plot_losses([total_loss for total_loss, *_ in history])\n"
    assert plot in code
    # As the last value of its cell a notebook would show it; here it is written out.
    shown = code.replace(plot, f"print({plot.strip()}._repr_svg_())\n")
    written = run_alone(shown, tmp_path).stdout
    svg = ElementTree.fromstring(written[written.index("<svg") : written.index("</svg>") + 6])
    name = "{http://www.w3.org/2000/svg}"
    (line,) = svg.iter(f"{name}polyline")
    heights = [float(point.split(",")[1]) for point in line.get("points").split()]
    bottom, top = 270, 20
    losses = [score.total_loss for score in run.scores]
    expected = [bottom - (bottom - top) * loss / max(losses) for loss in losses]
    assert heights == pytest.approx(expected, abs=0.06)
    texts = [text.text for text in svg.iter(f"{name}text")]
    assert {"epoch", "total loss of the epoch", f"{max(losses):.4g}", str(len(losses))} <= {*texts}
    assert "plot_losses" not in export_script(run, drifts)


@pytest.mark.parametrize(
    ("name", "epoch", "field", "factor", "message"),
    [
        ("preset", 3, "total_loss", 1 + 1e-8, "AssertionError: epoch 3: total loss"),
        ("preset", 2, "test_accuracy", 1 + 1 / 300, "AssertionError: epoch 2: test accuracy"),
        ("chaos to come", 1, "total_loss", 1 + 1e-5, "AssertionError: epoch 1: total loss"),
    ],
)
def test_a_figure_that_is_off_makes_the_script_fail(name, epoch, field, factor, message, tmp_path):
    run, drifts = exported(name)
    figure = getattr(run.scores[epoch - 1], field) * factor
    tampered = with_score(run, epoch - 1, **{field: figure})
    result = run_alone(export_script(tampered, drifts), tmp_path)
    assert result.returncode == 1
    assert message in result.stderr


NUMBERS = TrainConfig(
    (2, 6, 1),
    0.05,
    3,
    8,
    dataset="bumps",
    loss="squared_error",
    scaling="min_max",
    init="glorot",
    data_parameters={"noise": 0.2, "n_rows": 80, "target_scaling": "standard"},
)


@pytest.mark.parametrize("third", [0.0, 0.2])
@pytest.mark.parametrize(
    "split", [{}, {"method": "in_order", "test_size": 0.3}, {"method": "folds", "fold": 3}]
)
@pytest.mark.parametrize("base", [NUMBERS, dataclasses.replace(SMALL, epochs=2)])
def test_a_script_has_the_rows_of_every_split(split, third, base, capsys):
    config = dataclasses.replace(base, split=split | {"validation_size": third})
    dataset = config.source.load(config.scaling)
    scores = [metrics.scores for metrics in train(config, dataset)]
    run = make_run(config, scores)
    drifts = list(sensitivity(config, dataset, [config.learning_rate] * len(scores)))
    source = export_script(run, drifts)
    exec(source, made := {})
    for part, expected in (("X_train", dataset.X_train), ("X_test", dataset.X_test)):
        np.testing.assert_allclose(made[part], expected, rtol=0, atol=1e-15)
    np.testing.assert_allclose(made["y_test"], dataset.y_test, rtol=1e-14, atol=1e-15)
    if third:
        np.testing.assert_allclose(made["X_held"], dataset.X_validation, rtol=0, atol=1e-15)
        np.testing.assert_allclose(made["y_held"], dataset.y_validation, rtol=1e-14, atol=1e-15)
    assert made["history"][-1][1:3] == pytest.approx(
        (scores[-1].train_accuracy, scores[-1].test_accuracy), abs=1e-9
    )
    figures = "The figures of epochs 1 to" if len(scores) > 1 else "The figures"
    assert figures in capsys.readouterr().out
    assert max(map(len, source.splitlines())) <= 100

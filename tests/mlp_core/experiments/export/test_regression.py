"""Programs of regressions: they come to the run's own figures, by every loss of numbers."""

from dataclasses import replace

import pytest

from mlp_core import LOSSES, TrainConfig, train
from mlp_core.experiments.export.script import export_script
from mlp_core.experiments.jobs.sensitivity import sensitivity
from mlp_core.losses.targets import ANY
from mlp_core.training_input import why_no_numbers
from tests.mlp_core.runs import make_run

# Of targets that may be below 0.
OF_NUMBERS = [n for n, loss in LOSSES.items() if not why_no_numbers(n) and loss.targets is ANY]
BASE = TrainConfig((1, 8, 1), 0.02, 3, 16, dataset="sine", scaling="standard")
WAYS = {
    "in batches": {},
    "one by one, in an order drawn anew": {"batch_size": 1, "shuffle": True, "alpha": 0.01},
    "of two inputs, with rows held out": {
        **{
            "dataset": "bumps",
            "units": (2, 8, 1),
            "early_stopping": True,
            "class_weight": "balanced",
        }
    },
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("loss", OF_NUMBERS)
def test_a_script_comes_to_the_figures_of_the_run(loss, way, capsys):
    config = replace(BASE, loss=loss, **WAYS[way])
    dataset = config.source.load(config.scaling)
    scores = [metrics.scores for metrics in train(config, dataset)]
    drifts = list(sensitivity(config, dataset, [score.base_rate for score in scores]))
    source = export_script(make_run(config, scores), drifts)
    assert "row_weights" not in source
    exec(source, made := {})
    of_run, r2, verdict = capsys.readouterr().out.splitlines()
    best = max(scores, key=lambda s: s.validation_accuracy) if config.early_stopping else scores[-1]
    assert of_run == f"total loss of epoch {best.epoch}: {best.total_loss:.6g}"
    assert r2 == (
        f"R²: {best.train_accuracy:.4f} of training rows, {best.test_accuracy:.4f} of test rows"
    )
    assert verdict == "The figures of epochs 1 to 3 are those of the run."
    assert made["r2"](dataset.X_test, dataset.y_test) == pytest.approx(best.test_accuracy, rel=1e-9)

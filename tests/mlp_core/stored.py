"""Runs to store, made up and trained, and looking at a file of runs from outside."""

import dataclasses
import sqlite3
from pathlib import Path
from typing import Any

import numpy as np

from mlp_core import EpochScores, TrainConfig
from mlp_core._checks import Parameters
from mlp_core.checkpoint import Checkpoint
from mlp_core.experiments.runs.run import Run
from mlp_core.optimizers import OptimizerState

CONFIG = TrainConfig((64, 5, 10), learning_rate=0.01, epochs=4, shuffle=True, init_scale=0.3)


def make_run(run_id: str = "first", **changes: Any) -> Run:
    """A finished run without scores."""
    run = Run(
        id=run_id,
        name=f"run {run_id}",
        config=CONFIG,
        epochs=6,
        fingerprint="of the data",
        engine="numpy",
        versions={"python": "3.11.7", "numpy": "2.0.0"},
        started=1000.0,
        ended=1002.5,
        state="finished",
        reason="",
        note="∂L/∂z3 = p − y",
        tags=("one", "zwölf"),
        starred=True,
        group="seeds",
    )
    return dataclasses.replace(run, **changes)


def make_scores(n_epochs: int, first: int = 1) -> list[EpochScores]:
    """Scores that no two epochs share, the best test accuracy in epoch 3."""
    return [
        EpochScores(
            epoch=epoch,
            learning_rate=0.01 / epoch,
            total_loss=100.0 / 3.0 / epoch,
            train_loss=1.0 / epoch,
            test_loss=2.0 / epoch,
            train_accuracy=0.1 + 0.001 * epoch,
            test_accuracy=0.9 - 0.001 * abs(epoch - 3),
            seconds=0.002 * epoch,
        )
        for epoch in range(first, first + n_epochs)
    ]


def make_parameters(epoch: int, units: tuple[int, ...] = CONFIG.units) -> Parameters:
    """Parameters that no two epochs share."""
    rng = np.random.default_rng(epoch)
    shapes = list(zip(units[1:], units[:-1], strict=True))
    return [rng.normal(size=shape) for shape in shapes], [rng.normal(size=n) for n, _ in shapes]


def make_checkpoint(epoch: int, units: tuple[int, ...] = CONFIG.units) -> Checkpoint:
    """That of plain SGD after ``epoch``, with its parameters and the rate of its scores."""
    return Checkpoint(make_parameters(epoch, units), OptimizerState(), epoch, 0.01 / epoch)


def outside(path: Path, statement: str) -> list[tuple]:
    """What SQLite itself answers about a file."""
    db = sqlite3.connect(path, isolation_level=None)
    try:
        return db.execute(statement).fetchall()
    finally:
        db.close()

"""Making what a lesson reads: trained without an app, or written by hand."""

import itertools
from dataclasses import replace

import numpy as np

from mlp_core import DivergenceError, EpochScores, train
from mlp_core.experiments.guided.outcome import Outcome

SCORES = EpochScores(1, 0.1, 100.0, 0.5, 0.5, 0.9, 0.9, 0.0)


def trained(planned, seed=0):
    """What comes of a planned run, with ``seed`` added to its own."""
    config = replace(planned.config, seed=planned.config.seed + seed)
    data, epochs, diverged = config.source.load(config.scaling), [], False
    try:
        epochs.extend(train(config, data))
    except DivergenceError:
        diverged = True
    scores = tuple(epoch.scores for epoch in epochs)
    parameters = epochs[-1].parameters if epochs else None
    return Outcome(planned.name, config, data, scores, diverged, parameters)


def written(planned, parameters=None, diverged=False, losses=(), **last):
    """A run of epochs with these losses on the training rows, the last one with ``last``, too."""
    data = planned.config.source.load(planned.config.scaling)
    scores = [
        replace(SCORES, epoch=n, train_loss=loss) for n, loss in enumerate(losses or [0.5], start=1)
    ]
    scores[-1] = replace(scores[-1], **last)
    return Outcome(planned.name, planned.config, data, tuple(scores), diverged, parameters)


def hidden_layer(units, rows):
    """Parameters of a network whose first layer has these rows (weights, then the bias)."""
    rng = np.random.default_rng(0)
    weights = [rng.normal(size=(n, m)) for m, n in itertools.pairwise(units)]
    biases = [np.zeros(n) for n in units[1:]]
    weights[0], biases[0] = np.array(rows)[:, :-1], np.array(rows)[:, -1]
    return weights, biases

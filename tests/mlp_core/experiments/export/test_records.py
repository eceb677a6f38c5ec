"""What the records of optimizers, initialisers and schedules have as source, they compute."""

import dataclasses

import numpy as np
import pytest

from mlp_core import LOSSES, QUESTION_2, TrainConfig, seeded_parameters
from mlp_core.experiments.export.epochs import epochs_of
from mlp_core.experiments.export.network_code import functions_code, loss_call
from mlp_core.experiments.export.stopping_code import rate_code
from mlp_core.experiments.export.training_code import start_code
from mlp_core.experiments.export.update_code import call_code, state_code, update_code
from mlp_core.initialisers import INITIALISERS
from mlp_core.objective import Objective
from mlp_core.optimizers import OPTIMIZERS, get_optimizer
from mlp_core.passes import forward_pass
from mlp_core.schedules import SCHEDULES
from mlp_core.starting_point import starting_point
from tests.mlp_core.networks import make_problem
from tests.mlp_core.runs import make_run

BASE = TrainConfig((4, 3, 5, 2), 0.1, 1, 5)
# A way to each optimizer, with constants that are nobody's defaults.
METHODS = {
    "sgd": {},
    "momentum": {"momentum": 0.7},
    "nesterov": {"momentum": 0.7, "nesterovs_momentum": True},
    "adam": {"optimizer": "adam", "beta_1": 0.8, "beta_2": 0.95, "epsilon": 0.01},
}


def same(ours, theirs):
    for our, their in zip((*ours[0], *ours[1]), (*theirs[0], *theirs[1]), strict=True):
        np.testing.assert_allclose(our, their, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("method", OPTIMIZERS)
def test_updates(method):
    config = dataclasses.replace(BASE, **METHODS[method])
    assert config.method == method
    optimizer, parameters = get_optimizer(method), seeded_parameters(config.units, 1)
    state = optimizer.start(parameters)
    made = {"np": np, "learning_rate": 0.3, "weights": parameters[0], "biases": parameters[1]}
    exec("\n".join([update_code(config), *state_code(config)]), made)
    for seed in (2, 3, 4):
        gradients = seeded_parameters(config.units, seed)
        parameters, state = optimizer.update(parameters, gradients, state, 0.3, config.options)
        made["gradients"] = gradients
        exec("\n".join(call_code(config)), made)
        same((made["weights"], made["biases"]), parameters)


@pytest.mark.parametrize("activation", ["tanh", "logistic"])
@pytest.mark.parametrize("name", INITIALISERS)
def test_starts(name, activation):
    config = dataclasses.replace(BASE, init=name, activation=activation, seed=3, init_scale=0.7)
    made = {"np": np}
    exec(start_code(config), made)
    ours, _ = starting_point(config, 1)
    same((made["weights"], made["biases"]), ours)
    assert ("rng" in made) == INITIALISERS[name].is_random
    assert "rng" in start_code(dataclasses.replace(config, shuffle=True))


@pytest.mark.parametrize("name", SCHEDULES)
def test_rates(name, digits):
    config = dataclasses.replace(QUESTION_2, schedule=name, power_t=0.3, n_iter_no_change=5)
    code = "\n".join(rate_code(config, epochs_of(make_run(config), digits)))
    for rows_done, divisions in ((0, 0), (1437, 1), (2874, 3)):
        made = {"base_rate": 0.1, "learning_rate": 0.1}
        exec(code, made | {"rows_done": rows_done, "divisions": divisions}, made)
        assert made["learning_rate"] == SCHEDULES[name].rate(0.1, rows_done, 0.3, divisions)


@pytest.mark.parametrize("units", [(4, 2), (4, 3, 2)])
@pytest.mark.parametrize("n_rows", [None, 5])
@pytest.mark.parametrize("loss", LOSSES)
def test_the_penalty(loss, n_rows, units):
    p = make_problem(units, n_rows, loss)
    config = TrainConfig(units, 0.1, 1, n_rows or 1, loss=loss, alpha=0.3)
    objective = Objective(loss, ("tanh",) * (len(units) - 2), config.alpha)
    output, hiddens = forward_pass(p.x, p.weights, p.biases, "tanh")
    made = {"np": np, "output": output, "y": p.y, "weights": p.weights}
    source = functions_code(config)
    exec(source, made)
    assert eval(loss_call(config), made) == pytest.approx(
        objective.value(output, p.y, p.weights), rel=1e-12
    )
    gradients = made["backward"](p.x, p.y, output, hiddens, p.weights)
    same(gradients, objective.gradients(p.x, p.y, output, hiddens, p.weights))
    assert max(map(len, source.splitlines())) <= 100

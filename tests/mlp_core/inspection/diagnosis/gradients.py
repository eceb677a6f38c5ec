"""Trainings that have gradients that vanish or explode."""

from tests.mlp_core.inspection.diagnosis.case import Case, run

STANDARD = {"scaling": "standard", "shuffle": True}
TARGET = {"target_scaling": "standard"}

GRADIENTS = (
    Case(
        "digits, six logistic layers",
        run("digits", (20,) * 6, 0.01, 10, activation="logistic", init="normal"),
        has=("vanishing_gradients", "constant_output", "at_baseline"),
        causes=("vanishing_gradients",),
    ),
    Case(
        "iris, ten logistic layers",
        run("iris", (6,) * 10, 0.05, 40, activation="logistic", **STANDARD),
        has=("vanishing_gradients", "at_baseline"),
        causes=("vanishing_gradients",),
    ),
    Case(
        "diabetes, eight logistic layers",
        run("diabetes", (8,) * 8, 0.01, 30, TARGET, activation="logistic", **STANDARD),
        has=("vanishing_gradients", "at_baseline"),
        causes=("vanishing_gradients",),
    ),
    Case(
        "moons, ten relu layers from 0.1",
        run("moons", (10,) * 10, 0.05, 40, init="normal", activation="relu", shuffle=True),
        has=("vanishing_gradients", "at_baseline"),
        causes=("vanishing_gradients", "dead_units"),
    ),
    Case(
        "spiral, eight logistic layers",
        run("spiral", (12,) * 8, 0.1, 40, activation="logistic", shuffle=True),
        has=("vanishing_gradients", "at_baseline"),
        causes=("vanishing_gradients",),
    ),
    Case(
        "digits, six relu layers from 1",
        run(
            "digits",
            (30,) * 6,
            1e-5,
            5,
            activation="relu",
            init="normal",
            init_scale=1.0,
            scaling="standard",
        ),
        has=("exploding_gradients",),
    ),
    Case(
        "wine, six identity layers from 1",
        run(
            "wine",
            (12,) * 6,
            1e-6,
            10,
            activation="identity",
            init="normal",
            init_scale=1.0,
            **STANDARD,
        ),
        has=("exploding_gradients",),
    ),
    Case(
        "iris, eight relu layers from 1.5",
        run(
            "iris",
            (10,) * 8,
            1e-5,
            20,
            activation="relu",
            init="normal",
            init_scale=1.5,
            **STANDARD,
        ),
        has=("exploding_gradients",),
    ),
    Case(
        "diabetes, six relu layers from 1",
        run(
            "diabetes",
            (16,) * 6,
            1e-12 + 1e-7,
            10,
            TARGET,
            activation="relu",
            init="normal",
            init_scale=1.0,
            batch_size=32,
            **STANDARD,
        ),
        has=("exploding_gradients", "at_baseline"),
        causes=("exploding_gradients",),
    ),
)

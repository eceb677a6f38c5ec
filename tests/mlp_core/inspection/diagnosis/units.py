"""Trainings that have units that are dead or saturated, and outputs that are the same for all."""

from tests.mlp_core.inspection.diagnosis.case import Case, run
from tests.mlp_core.inspection.diagnosis.made import columns_times

STANDARD = {"scaling": "standard", "shuffle": True}
TARGET = {"target_scaling": "standard"}

UNITS = (
    Case(
        "digits, relu at rate 0.1",
        run("digits", (50,), 0.1, 10, activation="relu", init="normal"),
        has=("dead_units", "constant_output", "at_baseline"),
        causes=("dead_units",),
    ),
    Case(
        "iris, relu at rate 1",
        run("iris", (10,), 1.0, 30, activation="relu", **STANDARD),
        has=("dead_units",),
    ),
    Case(
        "breast cancer, relu at rate 1",
        run("breast_cancer", (12,), 1.0, 20, activation="relu", **STANDARD),
        has=("steps_too_long", "diverged"),
    ),
    Case(
        "circles, relu at rate 5",
        run("circles", (12,), 5.0, 40, activation="relu", shuffle=True),
        has=("dead_units", "at_baseline"),
        causes=("dead_units", "steps_too_long"),
    ),
    Case(
        "spiral, relu, Adam at rate 1",
        run(
            "spiral",
            (16, 16),
            1.0,
            30,
            {"n_rows": 300},
            activation="relu",
            batch_size=8,
            optimizer="adam",
            shuffle=True,
        ),
        has=("dead_units", "at_baseline"),
        causes=("dead_units", "steps_too_long"),
    ),
    Case(
        "digits, relu with momentum 0.99",
        run("digits", (30,), 0.05, 10, activation="relu", momentum=0.99, batch_size=8),
        has=("dead_units", "at_baseline"),
        causes=("dead_units", "steps_too_long"),
    ),
    Case(
        "Question 2 at rate 1",
        run("digits", (50,), 1.0, 5, init="normal"),
        has=("saturated_units", "at_baseline"),
        causes=("saturated_units", "steps_too_long"),
    ),
    Case(
        "wine, raw",
        run("wine", (13,), 0.01, 20),
        has=("saturated_units", "unscaled_inputs", "at_baseline"),
        causes=("unscaled_inputs", "saturated_units"),
    ),
    Case(
        "breast cancer, logistic, raw",
        run("breast_cancer", (10,), 0.05, 10, activation="logistic"),
        has=("saturated_units", "at_baseline"),
        causes=("unscaled_inputs", "saturated_units"),
    ),
    Case(
        "digits from scale 10",
        run("digits", (30,), 0.001, 5, init="normal", init_scale=10.0),
        has=("saturated_units",),
    ),
    Case("iris at rate 30", run("iris", (10,), 30.0, 20, **STANDARD), has=("saturated_units",)),
    Case(
        "moons in thousandths",
        run("moons", (12,), 0.05, 30, shuffle=True),
        has=("saturated_units", "unscaled_inputs", "at_baseline"),
        causes=("saturated_units", "unscaled_inputs"),
        change=columns_times(1000.0),
    ),
    Case(
        "digits from zeros",
        run("digits", (30,), 0.01, 10, init="zeros"),
        has=("constant_output", "symmetric_start", "at_baseline"),
        causes=("symmetric_start",),
    ),
    Case(
        "diabetes, relu output",
        run("diabetes", (8,), 0.5, 10, TARGET, loss="relu_squared_error", **STANDARD),
        has=("constant_output", "at_baseline"),
        causes=("constant_output", "steps_too_long", "saturated_units", "dead_units"),
    ),
    Case(
        "sine, an L2 penalty of 200",
        run("sine", (8,), 0.02, 30, alpha=200.0, batch_size=20, shuffle=True),
        has=("constant_output", "at_baseline"),
        causes=("constant_output", "at_baseline", "plateau"),
        words="penalty|L2|α",
    ),
    Case(
        "sine, an L2 penalty of 1000 that overshoots",
        run("sine", (8,), 0.05, 30, alpha=1000.0, batch_size=20, shuffle=True),
        has=("at_baseline",),
        causes=("at_baseline", "steps_too_long", "diverged", "constant_output"),
        words="penalty|L2|α",
    ),
    Case(
        "wine, eight logistic layers",
        run("wine", (8,) * 8, 0.01, 30, activation="logistic", init="normal", **STANDARD),
        has=("constant_output", "vanishing_gradients", "at_baseline"),
        causes=("vanishing_gradients",),
    ),
)

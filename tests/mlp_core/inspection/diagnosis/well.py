"""Trainings that learn well, on every kind of data: none of them has a problem."""

from mlp_core import QUESTION_2
from tests.mlp_core.inspection.diagnosis.case import learns_well, run

STANDARD = {"scaling": "standard", "shuffle": True}
ADAM = {"optimizer": "adam", "shuffle": True}


WELL = (
    learns_well(
        "Question 2",
        QUESTION_2,
        has=("fewer_rows_than_parameters",),
        unsure=("saturated_units", "unscaled_inputs"),
    ),
    learns_well(
        "digits, Question 2 for 20 epochs",
        run("digits", (50,), 0.001, 20, init="normal"),
        has=("fewer_rows_than_parameters",),
        unsure=("saturated_units", "unscaled_inputs"),
    ),
    learns_well(
        "digits, logistic",
        run("digits", (50,), 0.01, 20, activation="logistic"),
        has=("fewer_rows_than_parameters",),
        unsure=("unscaled_inputs",),
    ),
    learns_well(
        "digits 0 to 1, Adam",
        run(
            "digits", (50,), 0.005, 20, activation="relu", batch_size=32, scaling="min_max", **ADAM
        ),
        has=("fewer_rows_than_parameters",),
        unsure=("dead_units", "unscaled_inputs"),
    ),
    learns_well(
        "digits, two layers",
        run("digits", (32, 16), 0.05, 25, activation="relu", batch_size=16, **STANDARD),
        has=("fewer_rows_than_parameters",),
        unsure=("overfitting", "unscaled_inputs"),
    ),
    learns_well(
        "digits, no hidden layer",
        run("digits", (), 0.001, 20),
        unsure=("exploding_gradients", "overfitting", "unscaled_inputs"),
    ),
    learns_well(
        "digits, squared error",
        run("digits", (40,), 0.02, 40, loss="squared_error", scaling="min_max", shuffle=True),
        has=("fewer_rows_than_parameters",),
        unsure=(
            "steps_too_long",
            "steps_too_short",
            "plateau",
            "overfitting",
            "unscaled_inputs",
            "rate_and_batch",
        ),
    ),
    learns_well(
        "digits, logistic cross-entropy",
        run("digits", (40,), 0.002, 20, loss="logistic_cross_entropy"),
        has=("fewer_rows_than_parameters",),
        unsure=("saturated_units", "unscaled_inputs"),
    ),
    learns_well(
        "digits, early stopping",
        run(
            "digits",
            (40,),
            0.02,
            60,
            batch_size=16,
            early_stopping=True,
            n_iter_no_change=8,
            **STANDARD,
        ),
        has=("fewer_rows_than_parameters",),
        unsure=("unscaled_inputs",),
    ),
    learns_well(
        "digits, L2",
        run("digits", (40,), 0.05, 30, batch_size=16, alpha=0.5, **STANDARD),
        has=("fewer_rows_than_parameters",),
        unsure=("steps_too_long", "plateau", "unscaled_inputs"),
    ),
    learns_well(
        "iris, relu",
        run("iris", (10,), 0.02, 60, activation="relu", **STANDARD),
        unsure=("steps_too_long", "plateau", "overfitting", "rate_and_batch"),
    ),
    learns_well(
        "iris, no hidden layer",
        run("iris", (), 0.05, 100, **STANDARD),
        unsure=("steps_too_long", "plateau"),
    ),
    learns_well(
        "wine", run("wine", (10,), 0.02, 40, **STANDARD), has=("fewer_rows_than_parameters",)
    ),
    learns_well(
        "wine, batch 16",
        run("wine", (12,), 0.1, 60, batch_size=16, activation="relu", **STANDARD),
        has=("fewer_rows_than_parameters",),
    ),
    learns_well(
        "breast cancer",
        run("breast_cancer", (10,), 0.01, 20, **STANDARD),
        unsure=("steps_too_long", "steps_too_short", "plateau", "overfitting"),
    ),
    learns_well(
        "breast cancer, one output",
        run("breast_cancer", (10,), 0.01, 20, outputs=1, loss="logistic_cross_entropy", **STANDARD),
        unsure=("steps_too_long", "plateau", "overfitting"),
    ),
    learns_well(
        "breast cancer, no hidden layer",
        run("breast_cancer", (), 0.01, 20, **STANDARD),
        unsure=("plateau",),
    ),
    learns_well(
        "diabetes",
        run("diabetes", (8,), 0.005, 40, {"target_scaling": "standard"}, **STANDARD),
        unsure=("steps_too_long", "steps_too_short", "plateau", "overfitting", "rate_and_batch"),
    ),
    learns_well(
        "diabetes, relu, L2",
        run(
            "diabetes",
            (12,),
            0.01,
            30,
            {"target_scaling": "standard"},
            activation="relu",
            batch_size=16,
            alpha=1.0,
            **STANDARD,
        ),
        has=("tiny_last_batch",),
        unsure=("steps_too_long", "plateau", "rate_and_batch"),
    ),
    learns_well(
        "circles",
        run("circles", (8, 8), 0.05, 120, shuffle=True),
        unsure=("steps_too_long", "overfitting", "rate_and_batch"),
    ),
    learns_well(
        "circles, squares for inputs",
        run("circles", (), 0.3, 150, {"features": ("x1x1", "x2x2")}, shuffle=True),
        unsure=("steps_too_long", "plateau", "overfitting", "rate_and_batch"),
    ),
    learns_well(
        "moons",
        run("moons", (12,), 0.1, 150, shuffle=True),
        unsure=("steps_too_long", "overfitting", "rate_and_batch"),
    ),
    learns_well(
        "moons, Adam",
        run("moons", (16, 8), 0.01, 100, batch_size=16, activation="relu", **ADAM),
        unsure=("dead_units", "steps_too_long", "overfitting", "rate_and_batch"),
    ),
    learns_well(
        "blobs",
        run("blobs", (8,), 0.03, 60, {"seed": 6}, shuffle=True),
        unsure=("steps_too_long", "plateau", "overfitting", "rate_and_batch"),
    ),
    learns_well("Gaussian clouds", run("gaussians", (8,), 0.03, 60, shuffle=True)),
    learns_well(
        "spiral",
        run(
            "spiral",
            (16, 16),
            0.01,
            150,
            {"n_rows": 600, "noise": 0.02},
            activation="relu",
            batch_size=8,
            **ADAM,
        ),
        unsure=("dead_units", "steps_too_long", "plateau", "overfitting", "rate_and_batch"),
    ),
    learns_well(
        "a step",
        run("step", (12,), 0.1, 150, shuffle=True),
        unsure=(
            "vanishing_gradients",
            "steps_too_long",
            "plateau",
            "overfitting",
            "rate_and_batch",
        ),
    ),
    learns_well(
        "a line",
        run("line", (), 0.05, 40, shuffle=True),
        unsure=("steps_too_long", "steps_too_short", "plateau", "overfitting", "rate_and_batch"),
    ),
    learns_well(
        "bumps",
        run("bumps", (16, 16), 0.01, 150, {"n_rows": 600}, batch_size=8, **ADAM),
        unsure=("steps_too_long", "plateau", "overfitting", "rate_and_batch"),
    ),
)

"""Trainings that have losses that stay where they are, rise on the test rows, or are no number."""

from tests.mlp_core.inspection.diagnosis.case import Case, run
from tests.mlp_core.inspection.diagnosis.made import some_of, wrong_labels

STANDARD = {"scaling": "standard", "shuffle": True}
TARGET = {"target_scaling": "standard"}
NONE = {"noise": 0.0}

CURVES = (
    Case(
        "XOR, a long plateau, then a fall",
        run(
            "xor",
            (6,),
            0.01,
            300,
            NONE,
            init="normal",
            init_scale=0.02,
            batch_size=4,
            momentum=0.5,
            shuffle=True,
        ),
        has=("plateau",),
    ),
    Case(
        "XOR without an activation",
        run("xor", (8,), 0.02, 60, activation="identity", batch_size=8, shuffle=True),
        has=("plateau", "at_baseline"),
        causes=("plateau", "at_baseline", "constant_output"),
        words="linear|straight|activation",
    ),
    Case(
        "a checkerboard, no hidden layer",
        run("checkerboard", (), 0.03, 60, shuffle=True),
        has=("plateau", "at_baseline"),
        causes=("plateau", "at_baseline", "constant_output"),
        words="linear|straight|activation|hidden",
    ),
    Case(
        "bumps, no hidden layer",
        run("bumps", (), 0.03, 60, batch_size=10, shuffle=True),
        has=("plateau", "at_baseline"),
        causes=("plateau", "at_baseline", "constant_output"),
        words="linear|straight|activation|hidden",
    ),
    Case(
        "spiral, four arms, one hidden unit",
        run("spiral", (1,), 0.03, 80, {"classes": 4}, batch_size=10, shuffle=True),
        has=("plateau", "at_baseline"),
        causes=("plateau", "at_baseline"),
        words="unit|small|narrow|wide",
    ),
    Case(
        "moons, noise 0.4, learned by heart",
        run(
            "moons",
            (64, 32),
            0.01,
            300,
            {"n_rows": 80, "noise": 0.4},
            activation="relu",
            optimizer="adam",
            batch_size=8,
            shuffle=True,
        ),
        has=("overfitting", "at_baseline"),
        causes=("overfitting", "fewer_rows_than_parameters"),
    ),
    Case(
        "diabetes, 64 units for 200 epochs",
        run("diabetes", (64,), 0.01, 150, TARGET, activation="relu", **STANDARD),
        has=("overfitting",),
    ),
    Case(
        "digits, 600 rows, a quarter wrong",
        run("digits", (100,), 0.1, 80, batch_size=16, **STANDARD),
        has=("overfitting",),
        change=lambda data: wrong_labels(0.25)(some_of(600)(data)),
    ),
    Case(
        "breast cancer, 60 rows, a fifth wrong",
        run("breast_cancer", (30,), 0.05, 200, **STANDARD),
        has=("overfitting",),
        change=lambda data: wrong_labels(0.2)(some_of(60)(data)),
    ),
    Case(
        "Gaussian clouds, wide",
        run(
            "gaussians",
            (50, 50),
            0.01,
            200,
            {"n_rows": 100, "noise": 0.6},
            activation="relu",
            optimizer="adam",
            batch_size=8,
            shuffle=True,
        ),
        has=("overfitting", "at_baseline"),
        causes=("overfitting", "fewer_rows_than_parameters"),
    ),
    Case(
        "diabetes, raw targets at rate 1",
        run("diabetes", (10,), 1.0, 10, activation="relu", **STANDARD),
        has=("diverged",),
    ),
    Case(
        "diabetes, no hidden layer at rate 1",
        run("diabetes", (), 1.0, 10, TARGET, **STANDARD),
        has=("diverged",),
    ),
    Case(
        "digits, squared error at rate 0.1",
        run("digits", (), 0.1, 10, loss="squared_error"),
        has=("diverged",),
    ),
    Case(
        "iris, squared error, momentum 0.99",
        run("iris", (), 0.5, 20, loss="squared_error", momentum=0.99, **STANDARD),
        has=("diverged",),
    ),
    Case(
        "bumps, momentum 0.99, rate 1",
        run("bumps", (8,), 1.0, 20, activation="relu", momentum=0.99, shuffle=True),
        has=("diverged",),
    ),
    Case(
        "breast cancer, raw, squared error",
        run("breast_cancer", (), 0.01, 10, loss="squared_error"),
        has=("diverged", "unscaled_inputs"),
    ),
)

"""Trainings that have steps too long, too short, or of too many rows."""

from tests.mlp_core.inspection.diagnosis.case import Case, run

STANDARD = {"scaling": "standard", "shuffle": True}
TARGET = {"target_scaling": "standard"}

STEPS = (
    Case(
        "digits at rate 0.3",
        run("digits", (30,), 0.3, 15, shuffle=True),
        has=("steps_too_long", "at_baseline"),
        causes=("steps_too_long",),
    ),
    Case("wine at rate 2", run("wine", (10,), 2.0, 40, **STANDARD), has=("steps_too_long",)),
    Case(
        "breast cancer, Adam at rate 1",
        run("breast_cancer", (10,), 1.0, 20, batch_size=16, optimizer="adam", **STANDARD),
        has=("steps_too_long",),
    ),
    Case(
        "diabetes at rate 0.2",
        run("diabetes", (10,), 0.2, 30, TARGET, **STANDARD),
        has=("steps_too_long", "at_baseline"),
        causes=("steps_too_long",),
    ),
    Case(
        "iris, logistic, at rate 20",
        run("iris", (10,), 20.0, 40, activation="logistic", **STANDARD),
        has=("steps_too_long",),
    ),
    Case(
        "circles, momentum 0.99",
        run("circles", (12,), 0.3, 60, momentum=0.99, shuffle=True),
        has=("steps_too_long", "at_baseline"),
        causes=("steps_too_long",),
    ),
    Case(
        "digits at rate 1e-6 for two epochs",
        run("digits", (50,), 1e-6, 2, init="normal"),
        has=("steps_too_short", "at_baseline"),
        causes=("steps_too_short",),
    ),
    Case("iris at rate 1e-4", run("iris", (10,), 1e-4, 20, **STANDARD), has=("steps_too_short",)),
    Case(
        "breast cancer at rate 1e-5",
        run("breast_cancer", (10,), 1e-5, 5, seed=2, **STANDARD),
        has=("steps_too_short", "at_baseline"),
        causes=("steps_too_short",),
    ),
    Case(
        "diabetes at rate 1e-5",
        run("diabetes", (10,), 1e-5, 20, TARGET, **STANDARD),
        has=("steps_too_short", "at_baseline"),
        causes=("steps_too_short",),
    ),
    Case(
        "a line at rate 1e-5",
        run("line", (), 1e-5, 30, shuffle=True),
        has=("steps_too_short", "at_baseline"),
        causes=("steps_too_short",),
    ),
    Case(
        "digits, logistic cross-entropy at rate 2e-5",
        run("digits", (40,), 2e-5, 10, loss="logistic_cross_entropy", shuffle=True),
        has=("steps_too_short",),
    ),
    Case(
        "digits, all rows a step at rate 0.001",
        run("digits", (50,), 0.001, 20, batch_size=1437, init="normal"),
        has=("rate_and_batch", "at_baseline"),
        causes=("rate_and_batch", "steps_too_short"),
    ),
    Case(
        "iris, all rows a step at rate 0.01",
        run("iris", (10,), 0.01, 40, batch_size=120, **STANDARD),
        has=("rate_and_batch",),
    ),
    Case(
        "breast cancer, 455 a step at rate 0.003",
        run("breast_cancer", (10,), 0.003, 15, batch_size=455, seed=2, **STANDARD),
        has=("rate_and_batch", "at_baseline"),
        causes=("rate_and_batch", "steps_too_short"),
    ),
    Case(
        "diabetes, 353 a step at rate 0.003",
        run("diabetes", (10,), 0.003, 30, TARGET, batch_size=353, **STANDARD),
        has=("rate_and_batch", "at_baseline"),
        causes=("rate_and_batch", "steps_too_short"),
    ),
    Case(
        "spiral, one row a step at rate 1",
        run(
            "spiral", (16, 16), 1.0, 60, {"n_rows": 400, "noise": 0.02, "classes": 2}, shuffle=True
        ),
        has=("rate_and_batch", "at_baseline"),
        causes=("rate_and_batch", "steps_too_long", "saturated_units"),
    ),
    Case(
        "diabetes, one row a step at rate 0.15",
        run("diabetes", (10,), 0.15, 20, TARGET, **STANDARD),
        has=("rate_and_batch", "at_baseline"),
        causes=("rate_and_batch",),
    ),
)

"""What exported scripts and notebooks say: only what this run needs, and nothing by accident."""

import ast
import dataclasses
import json
import re

import numpy as np
import pytest

from mlp_core import (
    ACTIVATIONS,
    LOSSES,
    QUESTION_2,
    SCALINGS,
    TrainConfig,
    backward,
    forward,
)
from mlp_core.experiments.export.epochs import epochs_of
from mlp_core.experiments.export.figures_code import figures_code
from mlp_core.experiments.export.network_code import functions_code
from mlp_core.experiments.export.notebook import export_notebook
from mlp_core.experiments.export.script import export_script
from mlp_core.experiments.export.training_code import repeated
from mlp_core.experiments.findings.trust import Drift, Tolerance
from tests.mlp_core.networks import make_problem
from tests.mlp_core.runs import SCORE, make_run

DRIFTS = [Drift(1, 1e-14, 1e-15, 0.0), Drift(2, 1e-14, 1e-15, 0.0), Drift(3, 0.5, 0.1, 0.02)]
SCORES = tuple(dataclasses.replace(SCORE, epoch=epoch) for epoch in (1, 2, 3))
# What gives each choice away in a source.
TRACES = {
    **{name: f"h = {f.value_forms.source[-1].format('z')}\n" for name, f in ACTIVATIONS.items()},
    "squared_error": "(output - y) ** 2",
    "softmax_cross_entropy": "log_p",
    "logistic_cross_entropy": "np.logaddexp(0, -output)",
    "poisson": "np.exp(output) - y",
    "absolute_error": "np.abs(output - y).sum()",
    "huber": "np.minimum(1, size)",
    **{
        f"{name}_squared_error": f"prediction = {ACTIVATIONS[name].value_forms.source[-1]}".format(
            "output"
        )
        for name in ("logistic", "tanh", "relu")
    },
    "min_max": "MinMaxScaler",
    "standard": "StandardScaler",
}
NASTY = (
    'end"""\nimport os\rraise SystemExit("owned")\x0c\x1c\u2028\x00 # -*- coding: utf-7 -*- \ud800'
)


def script(run=None, drifts=DRIFTS, **fields):
    return export_script(run or make_run(QUESTION_2, SCORES, **fields), drifts)


def prose(source):
    """A script's comments with their lines joined."""
    return source.replace("\n# ", " ")


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("scaling", SCALINGS)
@pytest.mark.parametrize("batch_size", [1, 32])
def test_nothing_but_what_the_run_needs(activation, loss, scaling, batch_size):
    config = TrainConfig(
        (64, 5, 10), 0.001, 3, batch_size, activation=activation, loss=loss, scaling=scaling
    )
    source = script(make_run(config, SCORES))
    ast.parse(source)
    assert "mlp_core" not in source
    assert {name for name, trace in TRACES.items() if trace in source} == (
        {activation, loss, scaling} - {"none"}
    )
    assert ("np.outer" in source) == (batch_size == 1)
    assert ("/ len(y)" in source) == (batch_size > 1)
    assert "permutation" not in source


# What a program has, in words or in code, by the option that it has it for, and not without.
OF_OPTIONS = {
    "velocity": {"momentum": 0.9},
    "by stochastic gradient descent with Nesterov's momentum.": {
        **{"momentum": 0.9, "nesterovs_momentum": True}
    },
    "learns digits by Adam.": {"optimizer": "adam"},
    "t = 0  # updates so far": {"optimizer": "adam"},
    "state = [zeros]  # velocity before the first update": {"momentum": 0.9},
    "and of no bias": {"alpha": 0.1},
    "penalty": {"alpha": 0.1},
    "6 / (n_in + n_out) (Glorot and Bengio), layer by layer": {"init": "glorot"},
    "2 / (n_in + n_out) (Glorot and Bengio)": {"init": "glorot", "activation": "logistic"},
    "and biases of 0 (He and others), layer by layer": {"init": "he"},
    "All parameters are 0: units of a layer": {"init": "zeros"},
    "All parameters are 0.1: units of a layer": {"init": "constant"},
    "The rate falls with the rows trained on so far.": {"schedule": "invscaling"},
    "base_rate": {"schedule": "invscaling"},
    "The rate is divided by 5 whenever": {"schedule": "adaptive", "n_iter_no_change": 7},
    "Patience is over when the training loss has not improved by 0.0001 for more than 7 epochs": {
        **{"schedule": "adaptive", "n_iter_no_change": 7}
    },
    "Training stops when the training loss": {"n_iter_no_change": 7},
    "waited": {"n_iter_no_change": 7},
    "has not improved by 0.01 for more than one epoch.": {"n_iter_no_change": 1, "tol": 0.01},
    "Weigh the rows": {"class_weight": "balanced", "batch_size": 8},
    "row_loss": {"class_weight": "balanced", "batch_size": 8},
    "+ 0.5 / w.sum() * weights[k]": {"class_weight": "balanced", "alpha": 0.5},
    "Hold out a validation part": {"early_stopping": True},
    "20 % of the training rows": {"early_stopping": True, "validation_fraction": 0.2},
    "the best epoch are kept, which was epoch 1.": {"early_stopping": True},
    "kept_epoch": {"early_stopping": True},
}


@pytest.mark.parametrize(("trace", "options"), OF_OPTIONS.items())
def test_what_an_option_does_is_said_where_it_is_chosen_and_nowhere_else(trace, options):
    scores = SCORES
    if "early_stopping" in options:
        held = {"validation_loss": 1.0, "validation_accuracy": 0.5}
        scores = [dataclasses.replace(score, **held) for score in SCORES]
    source = script(make_run(dataclasses.replace(QUESTION_2, **options), scores))
    assert trace in prose(source)
    assert trace not in prose(script())
    assert ("by stochastic gradient descent." in source) == (
        options.keys().isdisjoint({"optimizer", "momentum"})
    )
    assert ("Normally distributed numbers times 0.1" in source) == ("init" not in options)
    impatient = options.get("n_iter_no_change") == 1
    assert ("It stopped after epoch 3 of 100." in prose(source)) == impatient


def test_with_early_stopping_nothing_is_asserted_where_a_row_may_change_sides():
    held = {"validation_loss": 1.0, "validation_accuracy": 0.5}
    scores = [dataclasses.replace(score, **held) for score in SCORES]
    patient = dataclasses.replace(QUESTION_2, early_stopping=True, n_iter_no_change=50)
    run = make_run(patient, scores, state="stopped")
    drifts = [Drift(1, 1e-14, 1e-15, 0.0), Drift(2, 1e-8, 1e-15, 0.0), Drift(3, 1e-8, 1e-15, 0.0)]
    source = script(run, drifts)
    assert source.count("(3021.7, 0.3333333333333333, 0.125, 0.5),") == 1
    assert "So only epoch 1 of 3 must come to the run's figures." in prose(source)
    # Which epoch is the best, and how many there are, depends on those that are noise.
    assert "assert len(history) >= 1," in source
    assert "assert kept_epoch" not in source
    source = script(run, [dataclasses.replace(drift, parameters=1e-14) for drift in drifts])
    assert "assert len(history) == 3," in source
    assert "assert kept_epoch == 1," in source


@pytest.mark.parametrize(
    "idle",
    [
        {"schedule": "adaptive", "tol": 0.5, "power_t": 0.1, "validation_fraction": 0.3},
        {"nesterovs_momentum": True, "beta_1": 0.1, "beta_2": 0.1, "epsilon": 0.1},
        {"class_weight": "balanced"},
    ],
)
def test_a_setting_without_effect_changes_no_program(idle):
    assert script(make_run(dataclasses.replace(QUESTION_2, **idle), SCORES)) == script()


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("n_rows", [None, 5])
def test_the_functions_compute_what_the_engine_does(activation, n_rows):
    # Some z are far out: what a run goes through, its script must bear without a warning.
    p = make_problem((4, 3, 5, 2), n_rows, activation=activation)
    x, weights = 30.0 * p.x, [0.3 * W for W in p.weights]
    config = TrainConfig((4, 3, 5, 2), 0.1, 1, n_rows or 1, activation=activation)
    made = {"np": np}
    exec(functions_code(config), made)
    output, hiddens = made["forward"](x, weights, p.biases)
    expected, expected_hiddens = forward(x, weights, p.biases, activation)
    np.testing.assert_allclose(output, expected, rtol=1e-12)
    gradients = made["backward"](x, p.y, output, hiddens, weights)
    right = backward(x, p.y, expected, expected_hiddens, weights, activation=activation)
    for ours, theirs in zip((*gradients[0], *gradients[1]), (*right[0], *right[1]), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-10, atol=1e-13)


@pytest.mark.parametrize("hidden", [(), (5,), (9, 8, 7, 6)])
def test_hidden_layers_and_their_activation(hidden):
    source = script(make_run(dataclasses.replace(QUESTION_2, units=(64, *hidden, 10)), SCORES))
    assert f"units = {[64, *hidden, 10]}" in source
    assert ("np.tanh" in source) == bool(hidden)


def test_sources_are_tidy():
    several = [dataclasses.replace(QUESTION_2, activation=name) for name in ACTIVATIONS]
    for config in (*several, dataclasses.replace(QUESTION_2, batch_size=32, shuffle=True)):
        source = script(make_run(config, SCORES))
        assert max(map(len, source.splitlines())) <= 100
        assert not re.search(r"[ \t]$", source, re.MULTILINE)
        assert source.endswith("\n")
        assert not source.endswith("\n\n")
        assert "\n\n\n\n" not in source


def test_noise_is_not_asserted_and_that_is_said():
    source = script()
    assert "Beyond epoch 2 these digits are noise" in source
    assert "So only epochs 1 to 2 of 3 must come to the run's figures." in prose(source)
    assert source.count("(3021.7, 0.3333333333333333, 0.125)") == 2
    all_noise = [dataclasses.replace(drift, total_loss=0.1) for drift in DRIFTS]
    source = script(drifts=all_noise)
    assert "assert " not in source
    assert "no figure of the run is asserted" in prose(source)


def test_without_a_measurement_nothing_is_asserted():
    source = script(drifts=[])
    assert "assert " not in source
    assert "has not been measured" in prose(source)


def test_epochs_that_were_not_measured_are_not_asserted():
    assert script(drifts=DRIFTS[:1]).count("(3021.7, ") == 1
    # Nor is there anything to assert of epochs that the run has not had.
    assert script(make_run(QUESTION_2, SCORES[:1])).count("(3021.7, ") == 1


def test_rates_that_changed_are_listed():
    rates = [0.1, 0.1, 0.25]
    scores = [
        dataclasses.replace(score, learning_rate=rate, base_rate=rate)
        for score, rate in zip(SCORES, rates, strict=True)
    ]
    source = script(make_run(QUESTION_2, scores))
    assert "learning_rates = [0.1] * 2 + [0.25]" in source
    assert "The learning rate was changed during the run." in prose(source)


def test_repeated_items_are_written_once():
    values = [1e-9, 1e-9, 0.1 + 0.2, 3.0, 3.0, 3.0, 1e-9]
    assert ast.unparse(ast.parse(repeated(values))) == (
        "[1e-09] * 2 + [0.30000000000000004] + [3.0] * 3 + [1e-09]"
    )
    assert eval(repeated(values)) == values


def test_tolerances_that_grow_are_listed(digits):
    allowed = [Tolerance(1e-9, 0), Tolerance(2.04e-8, 0), Tolerance(2e-8, 1)]
    code = figures_code(SCORES, allowed, epochs_of(make_run(QUESTION_2, SCORES), digits))
    assert "tolerances = [1e-09] + [2e-08] * 2" in code
    assert "rows_off = [0] * 2 + [1]" in code
    ast.parse(code)


def test_rows_that_may_change_sides(digits):
    # One of 200 test rows is fine in epoch 2, two are not, and in epoch 1 none may.
    epochs = epochs_of(make_run(QUESTION_2, SCORES[:2]), digits)
    code = figures_code(SCORES[:2], [Tolerance(1e-9, 0), Tolerance(1e-9, 1)], epochs)

    def run(first, second):
        history = [(3021.7, 1 / 3, 0.125 + off / 200) for off in (first, second)]
        exec(code, {"history": history, "y_train": range(900), "y_test": range(200)})

    run(0, 1)
    for off in ((1, 0), (0, 2), (0, -2)):
        with pytest.raises(AssertionError, match="rows have changed sides"):
            run(*off)


@pytest.mark.parametrize("field", ["name", "note"])
def test_what_people_write_stays_a_comment(field):
    source = script(**{field: NASTY})
    plain = script(**{field: "x"})
    assert ast.dump(ast.parse(source.encode("utf-8"))) == ast.dump(ast.parse(plain.encode("utf-8")))
    assert "coding" not in "".join(source.splitlines(keepends=True)[:2])


def test_what_people_write_stays_text_in_a_notebook():
    run = make_run(QUESTION_2, SCORES, name="![x](http://a.example/x.png) <script> $x$ `y`\n# H")
    first = json.loads(export_notebook(run, DRIFTS))["cells"][0]
    assert "".join(first["source"]).endswith(
        "> Run\\: \\!\\[x\\]\\(http\\:\\/\\/a\\.example\\/x\\.png\\) \\<script\\> \\$x\\$ "
        "\\`y\\` \\# H\n\n> Trained with\\: python 3\\.11\\.7\\, numpy 2\\.4\\.6"
    )


def test_a_notebook_has_the_format_that_jupyter_reads():
    # Checked by hand against the schema of nbformat 4.5.
    notebook = json.loads(export_notebook(make_run(QUESTION_2, SCORES), DRIFTS))
    assert notebook.keys() == {"cells", "metadata", "nbformat", "nbformat_minor"}
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert notebook["metadata"]["kernelspec"].keys() == {"display_name", "language", "name"}
    ids = [cell["id"] for cell in notebook["cells"]]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", cell_id) for cell_id in ids)
    for cell in notebook["cells"]:
        assert all(isinstance(line, str) for line in cell["source"])
        assert all(line.endswith("\n") for line in cell["source"][:-1])
        keys = {"id", "cell_type", "metadata", "source"}
        if cell["cell_type"] == "code":
            assert cell.keys() == keys | {"execution_count", "outputs"}
            assert (cell["execution_count"], cell["outputs"]) == (None, [])
        else:
            assert cell["cell_type"] == "markdown"
            assert cell.keys() == keys


def test_script_and_notebook_have_one_source():
    run = make_run(dataclasses.replace(QUESTION_2, scaling="standard"), SCORES)
    source = export_script(run, DRIFTS)
    cells = json.loads(export_notebook(run, DRIFTS))["cells"]
    plot = next(k for k, cell in enumerate(cells) if cell["source"][0] == "## Plot the loss\n")
    # A script has no place to show a picture in.
    for cell in cells[:plot] + cells[plot + 2 :]:
        text = "".join(cell["source"])
        if cell["cell_type"] == "code":
            assert text in source
        else:
            assert f"# %% {text.splitlines()[0].removeprefix('## ')}\n" in source
    assert source.count("# %% ") == 7


def test_a_run_that_did_not_finish_says_so():
    assert "The run did not finish (diverged)" in prose(script(state="diverged"))
    assert "did not finish" not in prose(script())


@pytest.mark.parametrize("export", [export_script, export_notebook])
@pytest.mark.parametrize(
    ("scores", "message"),
    [((), "this one has none"), (SCORES[1:], r"from the first on are needed; got \[2, 3\]")],
)
def test_a_run_without_all_its_epochs_is_refused(export, scores, message):
    with pytest.raises(ValueError, match=message):
        export(make_run(QUESTION_2, scores), DRIFTS)

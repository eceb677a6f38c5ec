"""Every data set through the core: trained, kept in files and links, taken home as a program."""

import dataclasses
import json
import re

import numpy as np
import pytest

from mlp_core import DATASETS, QUESTION_2, sgd_step, train
from mlp_core.config_link import from_link, to_link
from mlp_core.data.catalogue import facts_of
from mlp_core.data.parameters import PARAMETERS
from mlp_core.experiments.export.notebook import export_notebook
from mlp_core.experiments.export.script import export_script
from mlp_core.experiments.files.run_csv import runs_to_csv
from mlp_core.experiments.files.run_file import run_from_file, run_to_file
from mlp_core.experiments.files.run_json import run_from_json, run_to_json
from mlp_core.experiments.findings.differences import same_parameters
from mlp_core.experiments.jobs.sensitivity import sensitivity
from mlp_core.experiments.runs.fingerprint import data_fingerprint
from mlp_core.experiments.runs.store import RunStore
from tests.every_set import NAMES, small_config
from tests.mlp_core.runs import make_run, trained_run

EVERY = pytest.mark.parametrize("name", NAMES)
pytestmark = pytest.mark.usefixtures("fetched")


@pytest.fixture
def fetched(server):
    """Sets that are fetched are kept on this machine, from the stand-in of their servers."""
    server.fetch_all()


@EVERY
def test_it_trains_and_comes_back_from_files_and_links(name):
    config = small_config(name)
    data = config.source.load(config.scaling)
    run, checkpoint = trained_run(config)
    run = dataclasses.replace(run, fingerprint=data_fingerprint(data))
    assert np.isfinite([score.total_loss for score in run.scores]).all()
    read, found = run_from_file(run_to_file(run, checkpoint))
    assert read == run_from_json(run_to_json(run)) == run
    assert same_parameters(found.parameters, checkpoint.parameters)
    assert f",{name}," in runs_to_csv([run])
    assert from_link(to_link([config])) == ([config], [])


@EVERY
def test_it_is_kept_and_found(name, tmp_path):
    config = small_config(name)
    run = make_run(config, fingerprint=data_fingerprint(config.source.load(config.scaling)))
    store = RunStore(tmp_path / "runs.sqlite")
    store.record(run, run.scores)
    assert store.load(run.id) == run
    assert (store.damaged(), store.problem) == ([], "")
    store.close()


@EVERY
@pytest.mark.parametrize("program", ["script", "notebook"])
def test_a_program_that_it_is_taken_home_as_has_the_runs_figures(name, program, capsys):
    config = small_config(name)
    data = config.source.load(config.scaling)
    scores = [metrics.scores for metrics in train(config, data)]
    run = make_run(config, scores)
    drifts = list(sensitivity(config, data, [score.learning_rate for score in scores]))
    if program == "script":
        source = export_script(run, drifts)
    else:
        cells = json.loads(export_notebook(run, drifts))["cells"]
        code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        source = "\n".join(cell for cell in code if "matplotlib" not in cell)
    assert "mlp_core" not in source
    assert max(map(len, source.splitlines())) <= 100
    exec(source, made := {})
    assert re.fullmatch(
        r"The figures of epochs? 1( to 2)? are those of the run\.",
        capsys.readouterr().out.splitlines()[-1],
    )
    for part in ("X_train", "X_test", "y_train", "y_test"):
        np.testing.assert_allclose(made[part], getattr(data, part), rtol=1e-12, atol=1e-12)


@EVERY
def test_each_of_its_rows_is_one_to_step_with(name):
    config = small_config(name)
    data = config.source.load(config.scaling)
    weights, biases = trained_run(config)[1].parameters
    labels = data.labels(data.y_test, data.n_outputs)
    for x, y in zip(data.X_test, labels, strict=True):
        step = sgd_step(x, y, weights, biases, 0.01, config.loss, config.activation)
        assert np.isfinite(step.loss)


@pytest.mark.parametrize("figure", ["train_accuracy", "test_accuracy"])
def test_an_r2_that_is_off_makes_a_program_fail(figure):
    config = small_config("sine")
    data = config.source.load(config.scaling)
    scores = [metrics.scores for metrics in train(config, data)]
    drifts = list(sensitivity(config, data, [score.learning_rate for score in scores]))
    # The program is right about what the run has, and not about anything else.
    off = dataclasses.replace(scores[1], **{figure: getattr(scores[1], figure) + 1e-6})
    with pytest.raises(AssertionError, match="epoch 2: R²"):
        exec(export_script(make_run(config, [scores[0], off]), drifts), {})


@pytest.mark.parametrize("name", [name for name in NAMES if DATASETS[name].remote is None])
def test_what_it_suggests_lets_a_network_learn(name):
    suggested = {"epochs": QUESTION_2.epochs, "hidden": (50,), "learning_rate": 0.001}
    suggested |= DATASETS[name].suggests
    parameters = {key: suggested.pop(key) for key in [*suggested] if key in PARAMETERS}
    facts = facts_of(name, parameters)
    units = (facts.units_in, *suggested.pop("hidden"), facts.units_out)
    config = small_config(name, units=units, batch_size=1, scaling="none")
    config = dataclasses.replace(config, data_parameters=parameters, **suggested)
    *_, last = train(config, config.source.load(config.scaling))
    # A guess is right a half or a third of the time, and the mean has an R² of 0.
    assert last.scores.test_accuracy > (0.4 if facts.is_regression else 0.7)

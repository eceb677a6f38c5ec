"""Sweeps as programs of scikit-learn: the same rows, combinations and seeds, and a best one."""

import ast
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.pipeline import Pipeline

from mlp_core import SCALINGS, TrainConfig
from mlp_core.classifier_arguments import twin_class
from mlp_core.data.source import MissingFile
from mlp_core.data.table.reading import read_table
from mlp_core.experiments.export.search_code import search_script
from mlp_core.experiments.sweeps.plan.axis import Axis
from mlp_core.experiments.sweeps.plan.cell import cells
from mlp_core.experiments.sweeps.plan.objective import Objective
from mlp_core.experiments.sweeps.plan.spreads import Listed, Ranged
from mlp_core.experiments.sweeps.plan.sweep import Halving, Sweep
from tests.every_set import NAMES, small_config

THIRD = {"validation_size": 0.2}
IRIS = TrainConfig((4, 5, 3), 0.05, 3, 20, dataset="iris", split=THIRD)
SINE = TrainConfig(
    (1, 4, 1), 0.01, 2, 10, dataset="sine", split=THIRD, loss="squared_error",
    data_parameters={"target_scaling": "standard"},
)  # fmt: skip
RATES = Axis("learning_rate", Listed((0.5, 0.01, 0.1)))
WIDTHS = Axis("units", Listed(((4, 3, 3), (4, 3, 2, 3), (4, 3))))
SCALED = Axis("scaling", Listed(("standard", "none")))
SOLVERS = Axis("optimizer", Listed(("sgd", "adam")))
MOMENTA = Axis("momentum", Listed((0.0, 0.9)))
LATER = {"momentum": 0.8, "nesterovs_momentum": True, "alpha": 0.1, "schedule": "invscaling"}
SWEEPS = {
    "a grid": Sweep(IRIS, (RATES, WIDTHS)),
    "seeds": Sweep(replace(IRIS, seed=7), (RATES,), repeats=3),
    "an axis of seeds": Sweep(IRIS, (Axis("seed", Listed((3, 1))),)),
    "one value": Sweep(IRIS, (Axis("shuffle", Listed((True,))),)),
    "nothing varied": Sweep(IRIS, (), repeats=2),
    "epochs": Sweep(IRIS, (Axis("epochs", Ranged(1, 3, 3, whole=True)), RATES)),
    "scalings": Sweep(IRIS, (SCALED, RATES)),
    "scaled alike": Sweep(replace(IRIS, scaling="min_max"), (RATES,), repeats=2),
    "drawn": Sweep(IRIS, (SCALED, Axis("alpha", Ranged(0.001, 1, 2, "log"))), 2, draws=5),
    "what has no effect": Sweep(IRIS, (SOLVERS, MOMENTA)),
    "many values": Sweep(IRIS, (Axis("learning_rate", Ranged(0.001, 0.1, 40, "log")),)),
    "all settings": Sweep(replace(IRIS, **LATER, tol=0.01, n_iter_no_change=2), (RATES,)),
    "large batches": Sweep(replace(IRIS, batch_size=500), (RATES,)),
    "weighed": Sweep(replace(IRIS, class_weight="balanced"), (RATES, SCALED)),
    "weighed, alone": Sweep(replace(IRIS, class_weight="balanced"), (RATES,)),
    "halved": Sweep(replace(IRIS, epochs=9), (RATES, WIDTHS), halving=Halving(1, 3)),
    "halved and scaled": Sweep(replace(IRIS, scaling="standard"), (RATES,), halving=Halving(1, 3)),
    "early": Sweep(replace(IRIS, split={}, early_stopping=True), (RATES,)),
    "early and scaled": Sweep(
        replace(IRIS, split={}, early_stopping=True, scaling="standard"),
        (RATES,),
        objective=Objective("validation_accuracy", "best"),
    ),
    "numbers": Sweep(SINE, (RATES, Axis("loss", Listed(("squared_error",))))),
    "by its loss": Sweep(IRIS, (RATES,), objective=Objective("validation_loss")),
    "numbers by their loss": Sweep(SINE, (RATES,), objective=Objective("validation_loss", "best")),
    "by training rows": Sweep(IRIS, (RATES,), objective=Objective("train_accuracy")),
    "by test rows": Sweep(replace(IRIS, split={}), (RATES,), objective=Objective("test_loss")),
}
POISSON = replace(SINE, dataset="diabetes", units=(10, 4, 1), loss="poisson", data_parameters={})
SWEEPS["counts by their loss"] = Sweep(
    replace(POISSON, learning_rate=1e-5, epochs=1, scaling="standard"),
    (Axis("alpha", Listed((0.0, 0.1))),),
    objective=Objective("validation_loss"),
)


def run(source):
    """What a script leaves, its search within this process."""
    exec(source.replace("n_jobs=-1", "n_jobs=1"), made := {})
    return made


def settings_of(made, one):
    """All arguments of a candidate's network, and its scaler."""
    model = clone(made["model"]).set_params(**one)
    if isinstance(model, Pipeline):
        return type(model[0]), model[1].get_params()
    return SCALINGS["none"], model.get_params()


def is_of(config, n_rows, scaler, arguments):
    """Whether these are the arguments of ``config``, said here anew."""
    adam = config.optimizer == "adam"
    patient = config.n_iter_no_change < 10_000
    wanted = {
        "hidden_layer_sizes": config.units[1:-1],
        "learning_rate_init": config.learning_rate,
        "batch_size": min(config.batch_size, n_rows),
        "solver": config.optimizer,
        "alpha": config.alpha,
        "momentum": 0.0 if adam else config.momentum,
        "learning_rate": config.schedule,
        "shuffle": config.shuffle,
        "random_state": config.seed,
        "early_stopping": config.early_stopping,
        "tol": config.tol if patient else 0,
        "max_iter": config.epochs,
    }
    return scaler is SCALINGS[config.scaling] and all(
        arguments[name] == value for name, value in wanted.items()
    )


@pytest.mark.filterwarnings("ignore:One or more of the test scores:UserWarning")
@pytest.mark.parametrize("name", SWEEPS)
def test_a_search_tries_what_the_sweep_trains(name, capsys):
    sweep = SWEEPS[name]
    made = run(search_script(sweep))
    tried = [settings_of(made, one) for one in made["search"].cv_results_["params"]]
    n_rows = len(made["X_train"])
    configs = [cell.config for cell in cells(sweep)]
    first = [
        (scaler, {**own, "max_iter": sweep.base.epochs} if sweep.halving else own)
        for scaler, own in tried[: len(configs)]
    ]
    for config in configs:
        assert sum(is_of(config, n_rows, *one) for one in first) == 1, config
    for one in first:
        assert any(is_of(config, n_rows, *one) for config in configs), one
    assert capsys.readouterr().out.startswith("best: {")
    assert np.isfinite(made["model"].score(made["X_test"], made["y_test"]))


@pytest.mark.parametrize("name", SWEEPS)
def test_it_splits_as_the_sweep_does(name):
    sweep = SWEEPS[name]
    dataset = sweep.base.source.load()
    before, *_ = search_script(sweep).partition("# %% What is tried")
    exec(before, made := {})
    ((train, judged),) = made["split"].split()
    part = sweep.objective.score.partition("_")[0]
    held = dataset.X_validation is not None and part == "validation"
    whose = "validation" if held else part.replace("validation", "train")
    for rows, which in ((train, "train"), (judged, whose)):
        np.testing.assert_array_equal(made["X"][rows], getattr(dataset, f"X_{which}"))
        np.testing.assert_array_equal(made["y"][rows], getattr(dataset, f"y_{which}"))


@pytest.mark.parametrize("name", NAMES)
def test_rows_of_every_set(name):
    """Scaled by a pipeline: it sees the training rows as they are."""
    config = small_config(name, split=THIRD)
    if config.source.record.remote is not None:
        pytest.skip("its rows would have to be fetched")
    if len(config.source.facts.class_names) == 2:
        config = replace(config, units=(*config.units[:-1], 1), loss="logistic_cross_entropy")
    source = search_script(Sweep(config, (RATES,)))
    exec(source.partition("# %% What is tried")[0], made := {})
    dataset = config.source.load()
    ((train, judged),) = made["split"].split()
    np.testing.assert_allclose(made["X"][train], dataset.X_train, rtol=1e-12)
    np.testing.assert_allclose(made["X"][judged], dataset.X_validation, rtol=1e-12)
    y = np.concatenate([dataset.y_train, dataset.y_validation])
    np.testing.assert_allclose(made["y"], y, rtol=1e-12)
    assert f"import {twin_class(dataset).__name__}\n" in source


@pytest.mark.parametrize("name", ["seeds", "scalings", "weighed", "early", "numbers by their loss"])
def test_our_network_takes_the_place_of_theirs(name, capsys):
    """By the line that the script has ready, to the same scores, and the same best."""
    source = search_script(SWEEPS[name])
    (line,) = [line for line in source.splitlines() if line.startswith("# from mlp_core")]
    theirs, ours = run(source), run(source.replace(line, line.removeprefix("# ")))
    said = capsys.readouterr().out.splitlines()
    assert said[: len(said) // 2] == said[len(said) // 2 :]
    network = ours["model"][-1] if isinstance(ours["model"], Pipeline) else ours["model"]
    assert type(network).__name__.startswith("FastMLP")
    scores = [made["search"].cv_results_["mean_test_score"] for made in (theirs, ours)]
    np.testing.assert_allclose(*scores, rtol=1e-7)


def test_the_best_over_seeds_is_that_of_the_highest_mean(capsys):
    made = run(search_script(Sweep(IRIS, (RATES,), repeats=3)))
    tried = made["search"].cv_results_
    scores = {rate: [] for rate in RATES.values}
    for one, score in zip(tried["params"], tried["mean_test_score"], strict=True):
        scores[one["learning_rate_init"]].append(score)
    best = max(scores, key=lambda rate: np.mean(scores[rate]))
    mean, deviation = np.mean(scores[best]), np.std(scores[best], ddof=1)
    said = capsys.readouterr().out.splitlines()
    assert said[0] == f"best: {{'learning_rate_init': {best}}}"
    assert said[1] == f"score: {mean:.6g} ± {deviation:.2g} over 3 seeds"


def test_the_rounds_are_those_of_the_sweep():
    made = run(search_script(SWEEPS["halved"]))
    search, rungs = made["search"], SWEEPS["halved"].halving.rungs(9, 9)
    assert list(zip(search.n_candidates_, search.n_resources_, strict=True)) == rungs
    assert made["model"].max_iter == 9


@pytest.mark.parametrize(
    ("epochs", "said"),
    [(9, ""), (10, "The last round is that of 9 epochs; the sweep goes on to 10.")],
)
def test_rounds_that_scikit_learn_does_not_have_are_said(epochs, said):
    sweep = Sweep(replace(IRIS, epochs=epochs), (RATES, WIDTHS), halving=Halving(1, 3))
    source = search_script(sweep)
    text = " ".join(line.removeprefix("# ") for line in source.splitlines())
    assert ("The last round" in text) == bool(said)
    assert said in text
    search = run(source)["search"]
    assert search.n_resources_[-1] == 9
    few = Sweep(replace(IRIS, epochs=27), (RATES,), halving=Halving(1, 3))
    assert "of 3 epochs; the sweep" in " ".join(search_script(few).split("\n# "))
    assert run(search_script(few))["search"].n_resources_[-1] == 3


REFUSED = {
    "scikit-learn's searches try all on the same rows; Noise": [Axis("data.noise", Listed((0.1,)))],
    "same rows; Data would change": [Axis("dataset", Listed(("moons", "xor")))],
    "nothing like Starting weights": [Axis("init", Listed(("glorot", "he")))],
    "nothing like Scale s": [Axis("init_scale", Listed((0.1, 0.2)))],
    "nothing like Weight of a row": [Axis("class_weight", Listed(("none", "balanced")))],
    "no activation called gelu": [Axis("activation", Listed(("tanh", "gelu")))],
    "and this run another loss": [Axis("loss", Listed(("squared_error",)))],
    "search of scikit-learn has nothing to show": [
        Axis("learning_rate", Ranged(0.1, 1, 101)),
        Axis("alpha", Ranged(0.1, 1, 100)),
    ],
}
MOONS = TrainConfig(
    (2, 4, 1), 0.05, 3, 20, dataset="moons", split=THIRD, loss="logistic_cross_entropy"
)


@pytest.mark.parametrize("reason", REFUSED)
def test_a_search_that_there_is_not(reason):
    with pytest.raises(ValueError, match=reason) as error:
        search_script(Sweep(MOONS, tuple(REFUSED[reason])))
    assert str(error.value).endswith(".")


@pytest.mark.parametrize(
    ("sweep", "reason"),
    [
        (Sweep(replace(IRIS, split={}), (RATES,)), "no validation rows"),
        (Sweep(IRIS, (RATES,), objective=Objective("total_loss")), "no sum of losses"),
        (Sweep(replace(IRIS, early_stopping=True), (RATES,)), "holds out itself"),
        (Sweep(IRIS, (RATES,), repeats=2, halving=Halving(1, 3)), "drops seeds one by one"),
        (Sweep(replace(IRIS, init="constant"), (RATES,)), "at the start; MLPClassifier draws"),
        (
            Sweep(replace(IRIS, split={}, early_stopping=True, class_weight="balanced"), (RATES,)),
            "weighs the rows that it holds out",
        ),
        (
            Sweep(replace(IRIS, split={}), (Axis("early_stopping", Listed((True, False))),)),
            "judge all by the same rows",
        ),
        (
            Sweep(
                replace(IRIS, split={}, early_stopping=True),
                (RATES,),
                objective=Objective("validation_loss"),
            ),
            "keeps no loss",
        ),
        (
            Sweep(
                POISSON,
                (Axis("loss", Listed(("squared_error", "poisson"))),),
                objective=Objective("validation_loss"),
            ),
            "one and the same loss",
        ),
    ],
)
def test_a_sweep_that_is_judged_or_trained_as_no_search_does(sweep, reason):
    with pytest.raises(ValueError, match=reason):
        search_script(sweep)


def test_a_table_is_read_from_its_file(tmp_path, monkeypatch):
    rows = "\n".join(f"{i},{i * i % 7},{'ab'[i % 2]}" for i in range(40))
    table = read_table(f'x,y,\'"""\nimport os\n{rows}'.encode(), 'a"""\nb.csv')
    tables = {table.sha256: table}
    config = TrainConfig(
        (2, 3, 1), 0.1, 1, 8, dataset="table", split=THIRD, loss="logistic_cross_entropy",
        data_parameters={"file": table.name, "sha256": table.sha256},
    )  # fmt: skip
    with pytest.raises(MissingFile):
        search_script(Sweep(config, (RATES,)))
    ast.parse(search_script(Sweep(config, (RATES,)), tables=tables))


def test_it_runs_by_itself_without_a_warning(tmp_path):
    """On processes, as scikit-learn starts them, and without this project."""
    path = tmp_path / "search.py"
    path.write_text(search_script(SWEEPS["by its loss"]), encoding="utf-8")
    command = [sys.executable, "-I", "-W", "error", str(path)]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert ended.stderr == ""
    assert [line.partition(":")[0] for line in ended.stdout.splitlines()] == [
        "best",
        "score",
        "score on the test rows",
    ]
    assert "mlp_core" not in path.read_text(encoding="utf-8").replace("# from mlp_core", "")

"""A sweep as a program that needs scikit-learn alone: the same rows and combinations, searched by
its GridSearchCV or HalvingGridSearchCV.
"""

from mlp_core.data.dataset import Dataset
from mlp_core.data.source import NO_TABLES, Tables
from mlp_core.experiments.export.data_code import rows_code
from mlp_core.experiments.export.script import cell
from mlp_core.experiments.export.search_candidates import EPOCHS, SEED, Candidates, candidates
from mlp_core.experiments.export.search_judging import judging
from mlp_core.experiments.export.search_space import model_code, settings_code
from mlp_core.experiments.export.section import Section
from mlp_core.experiments.export.weights_code import is_weighted
from mlp_core.experiments.sweeps.plan.sweep import Halving, Sweep
from mlp_core.number_text import count

HEAD = '"""A sweep of MLP Explorer as a search of scikit-learn: the same rows and settings."""\n'
WEIGHTS = """
from sklearn.utils.class_weight import compute_sample_weight

row_weights = compute_sample_weight("{class_weight}", y_train)
# Of rows that are judged by, nobody asks for the weight.
all_weights = np.concatenate([row_weights, np.ones(len(X) - len(X_train))])
"""
SEARCH = """
import warnings

from sklearn.exceptions import ConvergenceWarning
{imports}

# The epochs are a setting: that there could be more of them is no news.
warnings.filterwarnings("ignore", category=ConvergenceWarning)

search = {search}(
    model, settings, {rounds}scoring={scoring}, cv=split, refit=False, n_jobs=-1
)
search.fit(X, y{weights})
"""
GRID = "from sklearn.model_selection import GridSearchCV"
HALVING = """from sklearn.experimental import enable_halving_search_cv  # noqa: F401
from sklearn.model_selection import HalvingGridSearchCV"""
BEST = """
best = search.best_params_
print(f"best: {best}")
print(f"score: {search.best_score_:.6g}")
"""
BEST_OF_SEEDS = """
tried, scores = search.cv_results_, {{}}
for one, score in zip(tried["params"], tried["mean_test_score"]):
    rest = {{name: value for name, value in one.items() if name != "{seed}"}}
    scores.setdefault(repr(rest), []).append((score, one))
means = {{rest: np.mean([score for score, _ in own]) for rest, own in scores.items()}}
# Where a seed could not be trained there is no mean.
rest = max(means, key=lambda rest: np.nan_to_num(means[rest], nan=-np.inf))
deviation = np.std([score for score, _ in scores[rest]], ddof=1)
print(f"best: {{rest}}")
print(f"score: {{means[rest]:.6g}} ± {{deviation:.2g}} over {{len(scores[rest])}} seeds")
best = scores[rest][0][1]
"""
TEST = """
model.set_params({settings}).fit(X_train, y_train{weights})
print(f"score on the test rows: {{model.score(X_test, y_test):.6g}}")
"""


def search_script(sweep: Sweep, dataset: Dataset | None = None, tables: Tables = NO_TABLES) -> str:
    """The source of a script that searches through what ``sweep`` trains.

    Its rows to train on and to judge by are the sweep's, and so are its combinations and seeds;
    its networks draw their own starting weights. ``dataset`` and ``tables`` are as of
    ``export_script``. Raises ``ValueError`` with a sentence where scikit-learn has no such search.
    """
    base, halving = sweep.base, sweep.halving
    if halving is not None and sweep.repeats > 1:
        raise ValueError(
            "HalvingGridSearchCV drops seeds one by one; this sweep drops combinations by the "
            "mean over their seeds."
        )
    dataset = dataset or base.source.load(base.scaling, tables)
    found, judged = candidates(sweep, dataset), judging(sweep, dataset)
    code = rows_code(base, base.source.code(tables), dataset.is_regression)
    weights = WEIGHTS.format(class_weight=base.class_weight) if is_weighted(base) else ""
    imports, rounds = (GRID, "") if halving is None else (HALVING, _rounds(halving, found, sweep))
    search = SEARCH.format(
        imports=imports,
        search=imports.split()[-1],
        rounds=rounds,
        scoring=judged.scoring,
        weights=_fit_weights(weights, found, "all_weights"),
    )
    sections = [
        Section("Load the rows", judged.about, code + judged.code + weights),
        Section("What is tried", _about(sweep, found), _tried(sweep, found)),
        Section("Search", f"{judged.note} {_about_rounds(sweep, found)}".strip(), search),
        Section("What was found", judged.tested, _end(sweep, found, weights)),
    ]
    return f"{HEAD}\n" + "\n\n".join(map(cell, sections))


def _about(sweep: Sweep, found: Candidates) -> str:
    n = len(found.each)
    text = f"{count(n)} {'combination' if n == 1 else 'combinations'} of settings"
    text += f", each with {sweep.repeats} seeds. " if sweep.repeats > 1 else ". "
    return f"{text}Each network draws its starting weights as {found.network} does."


def _tried(sweep: Sweep, found: Candidates) -> str:
    return f"{model_code(found, sweep.halving is not None)}\n{settings_code(found)}"


def _rounds(halving: Halving, found: Candidates, sweep: Sweep) -> str:
    return (
        f'resource="{found.named(EPOCHS)}", min_resources={halving.first_epochs},\n'
        f"    max_resources={sweep.base.epochs}, factor={halving.factor}, "
    )


def _about_rounds(sweep: Sweep, found: Candidates) -> str:
    """What is trained when; scikit-learn has no round of odd epochs, or of less than one."""
    if sweep.halving is None:
        return "Each is trained once."
    n, factor = len(found.each), sweep.halving.factor
    rungs = sweep.halving.rungs(n, sweep.base.epochs)
    whole = [
        rung
        for place, rung in enumerate(rungs)
        if rung.n_epochs == sweep.halving.first_epochs * factor**place and factor**place <= n
    ]
    text = (
        f"The better one in {factor} of each round is trained again with {factor} times the epochs."
    )
    if len(whole) == len(rungs):
        return text
    return (
        f"{text} The last round is that of {whole[-1].n_epochs} epochs; the sweep goes on to "
        f"{sweep.base.epochs}."
    )


def _end(sweep: Sweep, found: Candidates, weights: str) -> str:
    best = BEST_OF_SEEDS.format(seed=found.named(SEED)) if sweep.repeats > 1 else BEST
    settings = "**best"
    if sweep.halving is not None:
        settings = f'**(best | {{"{found.named(EPOCHS)}": {sweep.base.epochs}}})'
    return best + TEST.format(
        settings=settings, weights=_fit_weights(weights, found, "row_weights")
    )


def _fit_weights(weights: str, found: Candidates, name: str) -> str:
    return f", {found.named('sample_weight')}={name}" if weights else ""

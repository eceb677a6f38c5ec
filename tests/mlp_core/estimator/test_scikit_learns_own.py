"""scikit-learn's own tests of its estimators, as they were installed with it, of ours."""

from pathlib import Path

import pytest
import sklearn.neural_network

THEIRS = Path(sklearn.neural_network.__file__).with_name("tests") / "test_mlp.py"
IMPORT = "from sklearn.neural_network import MLPClassifier, MLPRegressor\n"
OURS = (
    "from mlp_core import FastMLPClassifier as MLPClassifier\n"
    "from mlp_core import FastMLPRegressor as MLPRegressor\n"
)
SOLVERS = '["sgd", "adam", "lbfgs"]'
LBFGS, ADAM = 'solver="lbfgs"', 'solver="adam", learning_rate_init=0.02'
# What is left out, and why.
OF_LBFGS = "it is about solver lbfgs, which ours refuse"
LEFT_OUT = {
    "test_gradient": "it looks into lbfgs's own functions",
    "test_lbfgs_classification": OF_LBFGS,
    "test_lbfgs_classification_maxfun": OF_LBFGS,
    "test_lbfgs_regression": OF_LBFGS,
    "test_lbfgs_regression_maxfun": OF_LBFGS,
    "test_mlp_vs_poisson_glm_equivalent": "it needs a minimum that only lbfgs comes so near",
    "test_multilabel_classification": "a score that only lbfgs reaches in 150 epochs",
}
# What fits by lbfgs for no reason of its own, and is as true of adam.
BY_ADAM = [
    "test_multioutput_regression",
    "test_predict_proba_multilabel",
    "test_sparse_matrices",
    "test_warm_start",
]
# As scikit-learn runs them: with warnings, which some provoke and look at themselves.
pytestmark = [
    pytest.mark.filterwarnings("default"),
    pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning"),
]


def their_tests(*changes: tuple[str, str]) -> dict:
    """Its tests by name, read anew with these changes of its text, all of which it must have."""
    source = THEIRS.read_text(encoding="utf-8")
    for old, new in ((IMPORT, OURS), (SOLVERS, '["sgd", "adam"]'), *changes):
        assert old in source
        source = source.replace(old, new)
    scope: dict = {"__name__": "test_mlp"}
    exec(compile(source, str(THEIRS), "exec"), scope)
    return {name: value for name, value in scope.items() if name.startswith("test_")}


TESTS = their_tests()
CHANGED = their_tests(("learning_rate_init=0.2,", ""), (LBFGS, ADAM))
TAKEN = TESTS | {name: CHANGED[name] for name in BY_ADAM}
globals().update({name: TAKEN[name] for name in TESTS if name not in LEFT_OUT})


def test_what_is_left_out_is_there():
    assert set(LEFT_OUT) <= TESTS.keys()
    assert len(TESTS) - len(LEFT_OUT) > 30

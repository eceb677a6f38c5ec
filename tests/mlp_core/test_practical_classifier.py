"""The practical's own MLPClassifier: its arguments, and its published scores."""

import threading
import warnings

import pytest
from sklearn.exceptions import ConvergenceWarning

from mlp_core import unconverged
from mlp_core.practical_classifier import PRACTICAL_ARGUMENTS, fit_practical
from tests.mlp_core.reference import load_reference
from tests.mlp_core.small_data import few_digits


def test_the_practicals_classifier(digits):
    figures = load_reference("question2")["sklearn_in_the_practical"]
    arguments = {**PRACTICAL_ARGUMENTS, "hidden_layer_sizes": [50]}
    assert arguments == figures["arguments"]
    scores = fit_practical(digits)
    assert scores.train_accuracy == figures["train_accuracy"] == 0.9993041057759221
    assert scores.test_accuracy == figures["test_accuracy"] == 0.9722222222222222
    assert 1 < scores.epochs <= PRACTICAL_ARGUMENTS["max_iter"]


def test_it_may_run_out_of_epochs(digits, monkeypatch):
    # Then scikit-learn warns; here that is no news, and a warning would fail this test.
    monkeypatch.setitem(PRACTICAL_ARGUMENTS, "max_iter", 2)
    assert fit_practical(few_digits(digits, n_train=100)).epochs == 2


def test_warnings_are_as_they_were_afterwards(digits, monkeypatch):
    monkeypatch.setitem(PRACTICAL_ARGUMENTS, "max_iter", 2)
    fit_practical(few_digits(digits, n_train=100))
    with pytest.raises(ConvergenceWarning):
        warnings.warn("as ever", ConvergenceWarning, stacklevel=1)


def test_two_fits_at_once_do_not_undo_each_others_filters(digits, monkeypatch):
    monkeypatch.setitem(PRACTICAL_ARGUMENTS, "max_iter", 2)
    small, epochs = few_digits(digits, n_train=100), []
    threads = [
        threading.Thread(target=lambda: epochs.append(fit_practical(small).epochs))
        for _ in range(4)
    ]
    with unconverged._WARNING_FILTERS:
        for thread in threads:
            thread.start()
        assert epochs == []
    for thread in threads:
        thread.join()
    assert epochs == [2] * 4

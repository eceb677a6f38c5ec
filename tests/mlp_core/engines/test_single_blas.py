"""One thread for BLAS while networks are trained: the same bits, however many there are else."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from mlp_core import TrainConfig, train
from mlp_core.engines.single_blas import single_blas
from mlp_core.experiments.sweeps import run_sweep
from tests.benchmarks.problem import make_problem


def n_threads():
    """How many each BLAS has."""
    return {one["num_threads"] for one in threadpool_info() if one["user_api"] == "blas"}


def within():
    with single_blas():
        return n_threads()


@pytest.fixture
def several():
    """More than one, whatever this machine has; set by threads that are gone, or else whoever
    set it would stay in control of it.
    """
    with ThreadPoolExecutor(1) as pool:
        limits = pool.submit(threadpool_limits, 3, "blas").result()
    assert n_threads() == {3}
    yield
    with ThreadPoolExecutor(1) as pool:
        pool.submit(limits.restore_original_limits).result()


def test_it_puts_back_what_was_before(several):
    with single_blas(), single_blas():
        assert n_threads() == {1}
    assert n_threads() == {3}


def test_one_thread_after_another_may_want_it(several):
    for _ in range(2):
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(within).result() == {1}
        assert within() == {1}
    assert n_threads() == {3}


def test_a_training_that_is_let_go_of(several, digits):
    epochs = train(TrainConfig((64, 3, 10), 0.01, 5, 32), digits)
    assert n_threads() == {3}
    next(epochs)
    assert n_threads() == {1}
    del epochs
    assert n_threads() == {3}


def test_trainings_that_overlap_leave_each_other_one_thread(several, digits):
    """The first to begin is the first to end: the other still trains."""
    config = TrainConfig((64, 3, 10), 0.01, 5, 32)
    first, second = train(config, digits), train(config, digits)
    next(first), next(second)
    first.close()
    assert n_threads() == {1}
    second.close()
    assert n_threads() == {3}


def test_a_wide_network_is_the_same_run_wherever_it_is_trained(several):
    """Its products are so large that BLAS would divide them among its threads."""
    problem = make_problem((784, 64, 10), 200, 400)
    config = replace(problem.config, epochs=2)
    (alone,) = [[one.scores for one in train(config, problem.dataset)]]
    with threadpool_limits(1, user_api="blas"):
        single = [one.scores for one in train(config, problem.dataset)]
    (swept,) = run_sweep(config, {"seed": [0]}, dataset=problem.dataset)
    for other in (single, swept.scores):
        assert [(e.total_loss, e.train_loss, e.test_loss) for e in other] == [
            (e.total_loss, e.train_loss, e.test_loss) for e in alone
        ]
    assert n_threads() == {3}

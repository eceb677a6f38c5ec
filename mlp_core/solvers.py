"""scikit-learn's solvers, and which optimizer a solver is with its momentum."""

from mlp_core.optimizers import Options

# What a step may ask for: scikit-learn's solvers, of which sgd has a momentum or none.
SOLVERS = {"sgd": "gradient descent", "adam": "Adam"}


def with_momentum(solver: str, momentum: float, nesterovs_momentum: bool) -> str:
    """The name in OPTIMIZERS of a solver with this momentum; without any it is the solver's."""
    if solver != "sgd" or momentum == 0.0:
        return solver
    return "nesterov" if nesterovs_momentum else "momentum"


class HasOptimizer:
    """What says by scikit-learn's names which optimizer there is, and what that is told."""

    optimizer: str
    momentum: float
    nesterovs_momentum: bool
    beta_1: float
    beta_2: float
    epsilon: float

    @property
    def method(self) -> str:
        """The optimizer by its name in OPTIMIZERS, where momentum is one of its own."""
        return with_momentum(self.optimizer, self.momentum, self.nesterovs_momentum)

    @property
    def options(self) -> Options:
        """The constants of the optimizer."""
        return Options(self.momentum, self.beta_1, self.beta_2, self.epsilon)

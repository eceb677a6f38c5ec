"""Many trainings that differ in a setting or two: what there is to train, who trains it, and
what it shows. ``run_sweep`` is its door for Python.
"""

from mlp_core.experiments.sweeps.result import Result as Result
from mlp_core.experiments.sweeps.run import run_sweep as run_sweep

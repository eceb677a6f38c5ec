"""What one looks at in data and in a trained network, beside its scores.

Most are pure functions of rows, classes and probabilities, or of parameters and places to look at;
what has to be trained again for a look is trained by ``mlp_core.training``. What is kept is
elsewhere.
"""

from mlp_core.inspection.diagnosis.finding import Figure, Finding, Where
from mlp_core.inspection.diagnosis.judge import diagnose

__all__ = ["Figure", "Finding", "Where", "diagnose"]

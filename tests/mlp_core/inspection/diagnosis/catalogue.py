"""All trainings that the diagnosis is held against, written down before it was asked.

``CASES`` are those that its thresholds may have been chosen by, ``HELD_BACK`` those that they were
not. What is said of each is checked by ``test_catalogue_holds``, of which no diagnosis is part.
"""

from tests.mlp_core.inspection.diagnosis import held_back
from tests.mlp_core.inspection.diagnosis.curves import CURVES
from tests.mlp_core.inspection.diagnosis.gradients import GRADIENTS
from tests.mlp_core.inspection.diagnosis.rows import ROWS
from tests.mlp_core.inspection.diagnosis.steps import STEPS
from tests.mlp_core.inspection.diagnosis.units import UNITS
from tests.mlp_core.inspection.diagnosis.well import WELL

CASES = (*WELL, *UNITS, *GRADIENTS, *STEPS, *CURVES, *ROWS)
HELD_BACK = (*held_back.WELL, *held_back.ILL)

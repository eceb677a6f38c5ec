"""What the controls of a network of one's own say at first: the practical's first question."""

from pages.one_step.entries import hidden, options, outputs

QUESTION_1 = {
    # No famous exercise is open.
    "exercise": None,
    outputs.KEY: outputs.DEFAULT,
    "step_rate": 0.1,
    "step_x": "1, 0, 1, 0",
    "step_y": "0, 1, 0",
    "step_n_rows": 1,
    "step_layers": 4,
    "step_units_in": 4,
    "step_units1": 4,
    "step_units2": 3,
    "step_units3": 3,
    "step_units4": 3,
    "step_units_out": 3,
    "step_start": "constant",
    "step_value": 0.1,
    "step_seed": 0,
    "step_given": None,
    **hidden.DEFAULTS,
    **options.DEFAULTS,
}

"""Everything that the address of One step may say."""

from mlp_core.teaching import links as exercise_links
from mlp_core.teaching.mistakes import MISTAKES
from pages.one_step import break_it, diagram, digit, inputs, modes, origin, preset
from pages.one_step.network_svg import EDGES
from pages.shared import step_links
from pages.shared.link_rules import Choice, Several, Text
from pages.shared.links import Address

ADDRESS = Address(
    "one_step",
    rules={
        modes.KEY: Choice({mode: mode for mode in modes.MODES}),
        **inputs.LINK_RULES,
        **digit.LINK_RULES,
        diagram.EDGES_KEY: Choice({kind: label for kind, (label, *_) in EDGES.items()}),
        break_it.KEY: Several({key: mistake.title for key, mistake in MISTAKES.items()}),
        origin.KEY: Text(),
    },
    defaults={
        modes.KEY: modes.OWN,
        **preset.QUESTION_1,
        **digit.DEFAULTS,
        diagram.EDGES_KEY: diagram.DEFAULT_EDGES,
        break_it.KEY: [],
        origin.KEY: "",
    },
    others=(step_links.RUN, *exercise_links.PARAMETERS),
    labels={**inputs.LABELS, **digit.LABELS},
)

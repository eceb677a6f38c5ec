"""Everything that the address of One step may say."""

from mlp_core.teaching.exercise import links as exercise_links
from mlp_core.teaching.lessons.mistakes import MISTAKES
from mlp_core.teaching.shelf.record import PublishedExercise
from pages.one_step import modes, predicting
from pages.one_step.checks import break_it
from pages.one_step.entries import inputs, preset, real_row, shelf
from pages.one_step.entries.real_data import Asked
from pages.one_step.step import diagram, loss_choice, origin
from pages.one_step.step.network_svg import EDGES
from pages.shared.links import to_one_step
from pages.shared.links.address import Address
from pages.shared.links.rules import Choice, Several, Switch, Text


def address(real: Asked, exercise: PublishedExercise | None = None) -> Address:
    """What it may say where these rows of real data are asked for.

    Where ``exercise`` is open, it need not say the numbers of that.
    """
    return Address(
        "one_step",
        rules={
            modes.KEY: Choice({mode: mode for mode in modes.MODES}),
            shelf.KEY: shelf.RULE,
            **inputs.LINK_RULES,
            **real_row.link_rules(real),
            diagram.EDGES_KEY: Choice({kind: label for kind, (label, *_) in EDGES.items()}),
            break_it.KEY: Several({key: mistake.title for key, mistake in MISTAKES.items()}),
            origin.KEY: Text(),
            predicting.KEY: Switch(),
            **loss_choice.LINK_RULES,
        },
        defaults={
            modes.KEY: modes.OWN,
            **preset.QUESTION_1,
            **(inputs.said_of(exercise.task) if exercise else {}),
            **real_row.DEFAULTS,
            diagram.EDGES_KEY: diagram.DEFAULT_EDGES,
            break_it.KEY: [],
            origin.KEY: "",
            predicting.KEY: False,
            **loss_choice.DEFAULTS,
        },
        others=(to_one_step.RUN, *exercise_links.PARAMETERS),
        labels={
            shelf.KEY: shelf.LABEL,
            **inputs.LABELS,
            **real_row.labels(real),
            predicting.KEY: predicting.LABEL,
            **loss_choice.LABELS,
        },
    )

"""The one table of guided experiments, in the order in which they are meant to be taken."""

from mlp_core.experiments.guided.lessons.batches import BATCHES
from mlp_core.experiments.guided.lessons.dead import DEAD
from mlp_core.experiments.guided.lessons.depth import DEPTH
from mlp_core.experiments.guided.lessons.leak import LEAK
from mlp_core.experiments.guided.lessons.losses import LOSSES
from mlp_core.experiments.guided.lessons.penalty import PENALTY
from mlp_core.experiments.guided.lessons.rate import RATE
from mlp_core.experiments.guided.lessons.scaling import SCALING
from mlp_core.experiments.guided.lessons.seeds import SEEDS
from mlp_core.experiments.guided.lessons.starts import STARTS

LESSONS = {
    lesson.key: lesson
    for lesson in (
        *(RATE, STARTS, DEAD, DEPTH, PENALTY),
        *(BATCHES, SCALING, SEEDS, LOSSES, LEAK),
    )
}

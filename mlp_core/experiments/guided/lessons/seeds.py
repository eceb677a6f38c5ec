"""Is it more than noise: a difference beside what the seed alone does."""

from collections.abc import Sequence

from mlp_core.config import TrainConfig
from mlp_core.experiments.findings.spread import compare_groups, comparison_sentence
from mlp_core.experiments.guided.lesson import Lesson, Planned, Seen
from mlp_core.experiments.guided.outcome import Outcome
from mlp_core.number_text import percent, points

N_SEEDS = 4
NARROW, WIDE = 30, 32


def _of(n_hidden: int, seed: int) -> Planned:
    config = TrainConfig((64, n_hidden, 10), 0.05, 10, seed=seed, scaling="min_max", shuffle=True)
    return Planned(f"{n_hidden} units, seed {seed}", config)


def _seen(runs: Sequence[Outcome]) -> Seen:
    groups = (runs[:N_SEEDS], runs[N_SEEDS:])
    scores = [[run.test_accuracy for run in group] for group in groups]
    narrow, wide = scores
    found = compare_groups(narrow, wide, len(runs[0].dataset.y_test))
    first = points(wide[0] - narrow[0])
    said = [f"With seed 0 alone, {WIDE} units are {first} from {NARROW}."]
    for n_hidden, group in zip((NARROW, WIDE), scores, strict=True):
        each = ", ".join(percent(score) for score in group)
        said.append(f"**{n_hidden} units**: {each} of the test rows right, seed by seed.")
    said.append(f"Over all seeds they are {comparison_sentence(found)}")
    if found.verdict != "beyond both":
        return Seen(tuple(said), "noise")
    return Seen(tuple(said), "wide" if found.difference > 0 else "narrow")


SEEDS = Lesson(
    key="seeds",
    title="Is it more than noise?",
    question=f"Two networks that read digits differ in their hidden units: {NARROW} and {WIDE}. "
    f"Each is trained with {N_SEEDS} seeds, from as many random starts. What will you be "
    "able to say of the two?",
    choices={
        "wide": f"{WIDE} units are better, by more than seeds and test rows explain.",
        "narrow": f"{NARROW} units are better, by more than seeds and test rows explain.",
        "noise": "Nothing for sure: seeds or test rows may explain the difference.",
    },
    expected="noise",
    runs=tuple(_of(n, seed) for n in (NARROW, WIDE) for seed in range(N_SEEDS)),
    seen=_seen,
    why=r"""The result of a run is a draw: another seed makes another start, another order of
rows. The mean of $k$ seeds has a deviation of $s / \sqrt{k}$, so that a difference of two means
counts only where it is well beyond $\sqrt{s_a^2 / k + s_b^2 / k}$ (Welch's test). The test rows
are a draw, too: with 360 rows and 97 % right, chance alone is worth
$\sqrt{0.97 \cdot 0.03 / 360} \approx 0.9$ points. Who compares one run with one run, and picks
the better, mostly picks luck.""",
    score=True,
)

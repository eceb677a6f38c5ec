"""Runs and lists in words, as a person would say them."""

from collections.abc import Sequence

from mlp_core import DATASETS, QUESTION_2, EpochScores, TrainConfig
from mlp_core.config import said_beside, without_idle
from mlp_core.data.scaling import scaling_names
from mlp_core.experiments.runs.course import rates_of
from mlp_core.number_text import exact
from mlp_core.settings import SETTINGS


def describe(config: TrainConfig) -> str:
    """A configuration in a line, as a person would say it."""
    return describe_run(config, ())


def describe_run(
    config: TrainConfig,
    scores: Sequence[EpochScores],
    epochs: int | None = None,
    next_rate: float | None = None,
) -> str:
    """``describe``, with what the learning rate was changed to while the run went on.

    ``epochs`` are those planned by now, where the run was extended, and ``next_rate`` is the
    learning rate of the epoch to come.
    """
    return " · ".join(filter(None, parts(config, scores, epochs, next_rate)))


def parts(
    config: TrainConfig,
    scores: Sequence[EpochScores] = (),
    epochs: int | None = None,
    next_rate: float | None = None,
) -> list[str]:
    """What ``describe_run`` joins: the layer sizes first, the seed last, and as many for every run.

    Empty where there is nothing to say: of what is as in the practical, data and start scale, and
    of settings that came later and are at their neutral value.
    """
    epochs = config.epochs if epochs is None else epochs
    rate = f"η = {exact(config.learning_rate)}"
    changes = rate_changes(scores)
    last = scores[-1].base_rate if scores else config.learning_rate
    if next_rate is not None and next_rate != last:
        changes[scores[-1].epoch + 1 if scores else 1] = next_rate
    for epoch, changed in changes.items():
        rate += f", {exact(changed)} from epoch {epoch}"
    plain = without_idle(config)
    batch = "one row at a time" if config.batch_size == 1 else f"batches of {config.batch_size}"
    words = DATASETS[config.dataset].words
    return [
        SETTINGS["units"].in_name(config.units),
        words.subject if config.dataset != QUESTION_2.dataset else "",
        SETTINGS["activation"].in_name(config.activation),
        SETTINGS["loss"].in_name(config.loss),
        rate,
        SETTINGS["epochs"].in_name(epochs),
        batch + (", shuffled" if config.shuffle else ""),
        scaling_names(words)[config.scaling],
        SETTINGS["init_scale"].in_name(plain.init_scale)
        if plain.init_scale != QUESTION_2.init_scale
        else "",
        *said_beside(config),
        f"seed {config.seed}",
    ]


def rate_changes(scores: Sequence[EpochScores]) -> dict[int, float]:
    """The learning rates by the epoch from which they held, but for that of the first epoch."""
    return dict(rates_of(scores)[1:])


def listed(names: Sequence[str]) -> str:
    """1, 3 and 4; empty where there are none."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))

"""A Result as a record that JSON holds, and back. What comes in is distrusted.

What more epochs would go on from is not kept: they are trained again, to the same bits.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from mlp_core._checks import Array, check_fields, written
from mlp_core.config import TrainConfig, varied
from mlp_core.experiments.runs.limits import check_field
from mlp_core.experiments.runs.run import RunState
from mlp_core.experiments.runs.text_limits import TEXT_LIMITS, check_text, mended_text
from mlp_core.experiments.sweeps.kept.figures import columns_of, figures_of
from mlp_core.experiments.sweeps.kept.record import changes
from mlp_core.experiments.sweeps.result import NAMES, SETTLED, Maker, Result

FIELDS = ("config", "state", "reason", "maker", "scores")
# In which a run of a sweep may rest.
STATES: tuple[RunState, ...] = (*SETTLED, "failed", "stopped")
# Characters of the name of a processor, and of the versions of three packages.
MOST_OF_MAKER = {"engine": 40, "cpu": 200, "versions": 500}


def result_to_dict(result: Result, base: TrainConfig) -> dict[str, Any]:
    """All of ``result`` but its end; its configuration as what differs from ``base``."""
    return {
        "config": changes(result.config, base),
        "state": result.state,
        "reason": mended_reason(result.reason),
        "maker": mended_maker(result.maker)._asdict(),
        "scores": columns_of(result.figures),
    }


def result_from_dict(record: object, base: TrainConfig) -> Result:
    """The result that ``result_to_dict`` made ``record`` of.

    Raises ``ValueError`` naming what is wrong, what it must be and what it is.
    """
    fields = check_fields(record, FIELDS, "a result")
    scores = check_fields(fields["scores"], NAMES, "the scores of a result")
    config, maker = fields["config"], fields["maker"]
    if not isinstance(config, Mapping):
        raise ValueError(f"config must be settings by their names; got {written(config)}")
    return checked_result(
        varied(base, config),
        figures_of(dict(scores)),
        fields["state"],
        fields["reason"],
        check_maker(Maker(**check_fields(maker, Maker._fields, "the maker of a result"))),
    )


def checked_result(
    config: TrainConfig, figures: Array, state: object, reason: object, maker: Maker
) -> Result:
    """A result of what somebody has read; ``ValueError`` where state or reason are none."""
    if state not in STATES:
        raise ValueError(
            f"the state of a result must be one of {', '.join(STATES)}; got {written(state)}"
        )
    return Result(config, figures, state, check_field("reason", reason), maker)


def check_maker(maker: Maker) -> Maker:
    """``maker`` as it is; ``ValueError`` where one of its texts is none."""
    for name, text in zip(Maker._fields, maker, strict=True):
        check_text(name, text, MOST_OF_MAKER[name], paragraphs=False)
    return maker


def known(results: Iterable[Result]) -> dict[TrainConfig, Result]:
    """By their configurations those that need no training again; the last of each counts."""
    return {result.config: result for result in results if result.is_settled}


def mended_reason(reason: str) -> str:
    """``reason`` within its limits."""
    return mended_text(reason, TEXT_LIMITS["reason"])


def mended_maker(maker: Maker) -> Maker:
    """``maker`` within the limits of its texts."""
    named = zip(maker, MOST_OF_MAKER.values(), strict=True)
    return Maker(*(mended_text(text, most, paragraphs=False) for text, most in named))

"""The stages of a step by key: z1, h1, …, loss, grad_z3, grad_W3, …, updated_W1, …, loss_after.

A stage is what one formula computes, and has the name that ``SGDStep.values`` gives its array.
Group keys stand for several: forward, loss, gradients, update.
"""

from collections.abc import Iterable

from mlp_core.teaching.quantities.network import Network
from mlp_core.teaching.quantities.table import rules

GROUPS = ("forward", "loss", "gradients", "update")
# The part of a step that each of them is.
PARTS = dict(zip(GROUPS, ("forward", "loss", "backward", "update"), strict=True))


def stage_groups(network: Network) -> dict[str, tuple[str, ...]]:
    """The stages of a step by group, groups and stages in the order of computation."""
    asked = [rule for rule in rules(network).values() if rule.asked]
    return {
        group: tuple(rule.name for rule in asked if rule.stage == part)
        for group, part in PARTS.items()
    }


def expand(keys: Iterable[str], network: Network) -> tuple[str, ...]:
    """The stages that ``keys`` (stages and groups) name, once each, in the order of computation.

    Raises ``ValueError`` for a key that is neither.
    """
    groups = stage_groups(network)
    every = [stage for stages in groups.values() for stage in stages]
    named = set()
    for key in keys:
        if key not in groups and key not in every:
            raise ValueError(
                f"a stage of {network.n_layers} layers and {network.loss} must be one of "
                f"{', '.join((*GROUPS, *every))}; got {key!r}"
            )
        named |= set(groups.get(key, (key,)))
    return tuple(stage for stage in every if stage in named)


def shorten(stages: Iterable[str], network: Network) -> tuple[str, ...]:
    """The fewest keys that ``expand`` to ``stages``: a group's name for all of its stages."""
    wanted = set(stages)
    keys: list[str] = []
    for group, members in stage_groups(network).items():
        whole = wanted.issuperset(members)
        keys += [group] if whole else [stage for stage in members if stage in wanted]
    return tuple(keys)

"""The stages of a step by key: z1, h1, …, loss, grad_z3, grad_W3, …, updated_W1, …, loss_after.

A stage is what one formula computes, and has the name that ``SGDStep.values`` gives its array.
Group keys stand for several: forward, loss, gradients, update.
"""

from collections.abc import Iterable

from mlp_core.losses import get_loss

GROUPS = ("forward", "loss", "gradients", "update")


def stage_groups(n_layers: int, loss: str) -> dict[str, tuple[str, ...]]:
    """The stages of a network with ``n_layers`` layers of weights by group.

    Groups and stages stand in the order of computation. Raises ``ValueError`` for an unknown loss.
    """
    forward = [f"{name}{k}" for k in range(1, n_layers + 1) for name in "zh"][:-1]
    if get_loss(loss).to_probabilities is not None:
        forward.append("probabilities")
    gradients = [
        f"{name}{k}"
        for k in range(n_layers, 0, -1)
        for name in ("grad_h", "grad_z", "grad_W", "grad_b")
    ][1:]
    update = [f"updated_{name}{k}" for k in range(1, n_layers + 1) for name in "Wb"]
    stages = forward, ["loss"], gradients, [*update, "loss_after"]
    return {group: tuple(keys) for group, keys in zip(GROUPS, stages, strict=True)}


def expand(keys: Iterable[str], n_layers: int, loss: str) -> tuple[str, ...]:
    """The stages that ``keys`` (stages and groups) name, once each, in the order of computation.

    Raises ``ValueError`` for a key that is neither.
    """
    groups = stage_groups(n_layers, loss)
    every = [stage for stages in groups.values() for stage in stages]
    named = set()
    for key in keys:
        if key not in groups and key not in every:
            raise ValueError(
                f"a stage of {n_layers} layers and {loss} must be one of "
                f"{', '.join((*GROUPS, *every))}; got {key!r}"
            )
        named |= set(groups.get(key, (key,)))
    return tuple(stage for stage in every if stage in named)


def shorten(stages: Iterable[str], n_layers: int, loss: str) -> tuple[str, ...]:
    """The fewest keys that ``expand`` to ``stages``: a group's name for all of its stages."""
    wanted = set(stages)
    keys: list[str] = []
    for group, members in stage_groups(n_layers, loss).items():
        whole = wanted.issuperset(members)
        keys += [group] if whole else [stage for stage in members if stage in wanted]
    return tuple(keys)


def split_key(key: str) -> tuple[str, int]:
    """("grad_W", 2) for grad_W2; layer 0 for a stage that belongs to no layer, such as loss."""
    kind = key.rstrip("0123456789")
    return kind, int(key[len(kind) :] or 0)

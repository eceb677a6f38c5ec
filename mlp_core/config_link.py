"""Configurations as one parameter of a link, and back. People type and cut links: none is refused.

A configuration is its fields in the order of CONFIG_FIELDS, such as
64-50-10~0.001~100~1~0~tanh~softmax_cross_entropy~0~0.1~digits~none: characters that an address
carries as they are. All are written, since a default left out would be that of another day.
"""

import math
import re
from collections.abc import Callable, Collection, Iterable
from typing import Any

from mlp_core.activations import ACTIVATIONS
from mlp_core.config import CONFIG_FIELDS, TrainConfig
from mlp_core.data.catalogue import DATASETS
from mlp_core.data.scaling import SCALINGS
from mlp_core.layer_sizes import write_sizes
from mlp_core.losses import LOSSES
from mlp_core.quoting import quoted
from mlp_core.settings import LIMITS

PARAMETER = "runs"
# Between two configurations: nothing that a field may be, nor an empty field.
BETWEEN_FIELDS, BETWEEN_CONFIGS = "~", "~-~"
# An address holds about 2,000 characters everywhere, a configuration takes 60 to 100 of them.
MOST_CONFIGS = 8
NAMES: dict[str, Collection[str]] = {
    "activation": ACTIVATIONS,
    "loss": LOSSES,
    "dataset": DATASETS,
    "scaling": SCALINGS,
}
FLAGS = {"0": False, "1": True}

Parsed = tuple[Any, str]


def to_link(configs: Iterable[TrainConfig]) -> str:
    """The text that ``from_link`` reads the first MOST_CONFIGS of ``configs`` back from."""
    packed = [
        BETWEEN_FIELDS.join(_written(getattr(config, name)) for name in CONFIG_FIELDS)
        for config in configs
    ]
    return BETWEEN_CONFIGS.join(packed[:MOST_CONFIGS])


def from_link(text: str) -> tuple[list[TrainConfig], list[str]]:
    """The configurations in a link, each once, and a sentence for each thing it cannot have.

    Never raises. A number off LIMITS is clamped; a configuration with a field that means
    nothing is left out.
    """
    configs: dict[TrainConfig, None] = {}
    complaints: list[str] = []
    packed = [part for part in text.split(BETWEEN_CONFIGS) if part.strip(" ~-")]
    for number, part in enumerate(packed[:MOST_CONFIGS], start=1):
        config, found = _config(part)
        left_out = " It is left out." if config is None else ""
        complaints += [f"Configuration {number}: {sentence}{left_out}" for sentence in found]
        if config is not None:
            configs[config] = None
    if len(packed) > MOST_CONFIGS:
        complaints.append(
            f"The link holds {len(packed)} configurations; only the first {MOST_CONFIGS} are used."
        )
    return list(configs), complaints


def _written(value: object) -> str:
    if isinstance(value, tuple):
        return write_sizes(value)
    return str(int(value)) if isinstance(value, bool) else str(value)


def _config(packed: str) -> tuple[TrainConfig | None, list[str]]:
    """A configuration, or None where a field means nothing; and what is to say about it."""
    texts = packed.strip().split(BETWEEN_FIELDS)
    if len(texts) != len(CONFIG_FIELDS):
        return None, [f"it has {len(texts)} fields, not {len(CONFIG_FIELDS)}: {quoted(packed)}."]
    fields: dict[str, Any] = {}
    complaints = []
    for name, text in zip(CONFIG_FIELDS, texts, strict=True):
        fields[name], complaint = READERS[name](name, text)
        if complaint:
            complaints.append(complaint)
    meaningless = [name for name, value in fields.items() if value is None]
    if meaningless:
        return None, complaints
    try:
        config = TrainConfig(**fields)
        _check_layers(config)
    except ValueError as error:
        return None, [*complaints, f"{error}."]
    return config, complaints


def _units(name: str, text: str) -> Parsed:
    sizes = text.split("-")
    if not all(re.fullmatch(r"[0-9]{1,6}", size) for size in sizes):
        return None, f"{name} is {quoted(text)}, not layer sizes such as 64-50-10."
    low, high = (int(limit) for limit in LIMITS["hidden_units"])
    given = [int(size) for size in sizes]
    units = [given[0], *(min(max(n, low), high) for n in given[1:-1]), *given[1:][-1:]]
    if units == given:
        return tuple(units), ""
    used = write_sizes(units)
    return tuple(units), (
        f"{name} is {quoted(text)}, but hidden layers have {low} to {high} units; {used} is used."
    )


def _whole(name: str, text: str) -> Parsed:
    if not re.fullmatch(r"-?[0-9]{1,20}", text):
        return None, f"{name} is {quoted(text)}, not a whole number."
    return _clamped(name, text, int(text), int)


def _real(name: str, text: str) -> Parsed:
    # Not everything that float() takes: 1_0 and Arabic-Indic digits are nobody's figures here.
    found = re.fullmatch(r"-?[0-9]{1,30}(\.[0-9]{0,30})?(e[+-]?[0-9]{1,3})?", text)
    value = float(text) if found else math.nan
    if not math.isfinite(value):
        return None, f"{name} is {quoted(text)}, not a number such as 0.001."
    return _clamped(name, text, value, float)


def _clamped(name: str, text: str, value: float, kind: Callable[[float], float]) -> Parsed:
    low, high = LIMITS[name]
    used = kind(min(max(value, low), high))
    if used == value:
        return used, ""
    return used, (
        f"{name} is {quoted(text)}, but lies between {low:.10g} and {high:.10g}; "
        f"{used:.10g} is used."
    )


def _name(name: str, text: str) -> Parsed:
    known = NAMES[name]
    if text in known:
        return text, ""
    return None, f"{name} is {quoted(text)}, not one of {', '.join(known)}."


def _flag(name: str, text: str) -> Parsed:
    return FLAGS.get(text), "" if text in FLAGS else f"{name} is {quoted(text)}, neither 0 nor 1."


def _check_layers(config: TrainConfig) -> None:
    """Raise ``ValueError`` unless the outer layers are those that the data set needs."""
    data = DATASETS[config.dataset]
    needed = (data.units_in, data.units_out)
    outer = (config.units[0], config.units[-1])
    if outer != needed:
        raise ValueError(
            f"units must begin with {needed[0]} and end with {needed[1]} for {config.dataset}; "
            f"got {outer[0]} and {outer[1]}"
        )


READERS: dict[str, Callable[[str, str], Parsed]] = {
    "units": _units,
    "learning_rate": _real,
    "epochs": _whole,
    "batch_size": _whole,
    "seed": _whole,
    "activation": _name,
    "loss": _name,
    "shuffle": _flag,
    "init_scale": _real,
    "dataset": _name,
    "scaling": _name,
}

"""Configurations as one parameter of a link, and back. People type and cut links: none is refused.

A configuration is its settings by their keys, behind the version of this format, such as
v_2~d_digits~u_64-50-10~lr_0.001~e_100~b_1~a_tanh~l_softmax_cross_entropy~sc_none~sh_0~s_0~i_0.1:
characters that an address carries as they are. A setting that came later is left out at its
neutral value, so that older apps read what they know. Version 1 had no names but an order.
"""

from collections.abc import Iterable
from typing import Any

from mlp_core.config import TrainConfig, neutral_values
from mlp_core.quoting import quoted
from mlp_core.settings import SETTINGS

PARAMETER = "runs"
VERSION, VERSION_KEY = 2, "v"
# Between a key and what it says, two settings, two configurations: keys have none of them, what
# is said not the others, and there is no empty setting.
AFTER_KEY, BETWEEN_SETTINGS, BETWEEN_CONFIGS = "_", "~", "~-~"
# An address holds about 2,000 characters everywhere, a configuration takes 90 to 130 of them.
MOST_CONFIGS = 8
# Of links that people have: the order of version 1, which will never have another field.
POSITIONS = (
    *("units", "learning_rate", "epochs", "batch_size", "seed", "activation", "loss"),
    *("shuffle", "init_scale", "dataset", "scaling"),
)
NAMES = {setting.key: name for name, setting in SETTINGS.items()}


def to_link(configs: Iterable[TrainConfig]) -> str:
    """The text that ``from_link`` reads the first MOST_CONFIGS of ``configs`` back from."""
    return BETWEEN_CONFIGS.join([_packed(config) for config in configs][:MOST_CONFIGS])


def from_link(text: str) -> tuple[list[TrainConfig], list[str]]:
    """The configurations in a link, each once, and a sentence for each thing it cannot have.

    Never raises. A number off LIMITS is clamped; a configuration with a setting that means
    nothing, or is not known here, is left out.
    """
    configs: dict[TrainConfig, None] = {}
    complaints: list[str] = []
    packed = [part for part in text.split(BETWEEN_CONFIGS) if part.strip(" ~-")]
    for number, part in enumerate(packed[:MOST_CONFIGS], start=1):
        config, found = _config(part.strip())
        left_out = " It is left out." if config is None else ""
        complaints += [f"Configuration {number}: {sentence}{left_out}" for sentence in found]
        if config is not None:
            configs[config] = None
    if len(packed) > MOST_CONFIGS:
        complaints.append(
            f"The link holds {len(packed)} configurations; only the first {MOST_CONFIGS} are used."
        )
    return list(configs), complaints


def _packed(config: TrainConfig) -> str:
    neutral = neutral_values()
    said = {VERSION_KEY: str(VERSION)}
    for name, setting in SETTINGS.items():
        value = getattr(config, name)
        if setting.is_required or value != neutral[name]:
            said[setting.key] = setting.kind.write(value)
    return BETWEEN_SETTINGS.join(f"{key}{AFTER_KEY}{text}" for key, text in said.items())


def _config(packed: str) -> tuple[TrainConfig | None, list[str]]:
    """A configuration, or None where it is not said what it is; and what is to say about it."""
    complaints: list[str] = []
    try:
        fields: dict[str, Any] = neutral_values()
        for name, text in _texts(packed).items():
            fields[name], complaint = SETTINGS[name].kind.read(name, text)
            complaints += [complaint] if complaint else []
        if None in fields.values():
            return None, complaints
        config = TrainConfig(**fields)
        _check_layers(config)
    except ValueError as error:
        return None, [*complaints, f"{error}."]
    return config, complaints


def _texts(packed: str) -> dict[str, str]:
    """What is said of each setting, by its name; ``ValueError`` where nobody knows of which."""
    parts = packed.split(BETWEEN_SETTINGS)
    said = [part.partition(AFTER_KEY)[::2] for part in parts]
    if said[0][0] != VERSION_KEY:
        if len(parts) != len(POSITIONS):
            raise ValueError(f"it has {len(parts)} fields, not {len(POSITIONS)}: {quoted(packed)}")
        return dict(zip(POSITIONS, parts, strict=True))
    if said[0][1] != str(VERSION):
        raise ValueError(
            f"it is of version {quoted(said[0][1])} of links, and this app reads those up to "
            f"{VERSION}: a newer one may have written it"
        )
    keys = [key for key, _ in said[1:]]
    unknown = [key for key in keys if key not in NAMES]
    if unknown:
        raise ValueError(f"it has a setting {quoted(unknown[0])}, which is not known here")
    lacking = [
        name
        for name, setting in SETTINGS.items()
        if setting.is_required and setting.key not in keys
    ]
    if lacking:
        raise ValueError(f"it does not say {', '.join(lacking)}: {quoted(packed)}")
    if len(set(keys)) < len(keys):
        raise ValueError(f"it says a setting twice: {quoted(packed)}")
    return {NAMES[key]: text for key, text in said[1:]}


def _check_layers(config: TrainConfig) -> None:
    """Raise ``ValueError`` unless the outer layers are those that the data set needs."""
    facts = config.source.facts
    outer = (config.units[0], config.units[-1])
    # Of a file nobody knows what it needs before it is here.
    needed = outer if facts is None else (facts.units_in, facts.units_out)
    if outer != needed:
        raise ValueError(
            f"units must begin with {needed[0]} and end with {needed[1]} for {config.dataset}; "
            f"got {outer[0]} and {outer[1]}"
        )

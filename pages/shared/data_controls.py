"""The controls about data, wherever they are drawn: which set, what it is made with, its split."""

from collections.abc import Collection, Mapping

import streamlit as st

from mlp_core import DATASETS
from mlp_core.data import parameters
from mlp_core.data.fetching import NotFetched
from mlp_core.data.parameters import MOST_NAME
from mlp_core.data.record import Facts
from mlp_core.data.source import MissingFile, Source
from mlp_core.data.table.choices import CLASSES
from mlp_core.data.table.table import Table
from mlp_core.data.uploaded import UPLOADED
from mlp_core.quoting import LONGEST_NAME, quoted
from pages.shared import (
    controls,
    datasets,
    fetching,
    sentences,
    session,
    split_controls,
    varied,
)
from pages.shared.links.address import bound
from pages.shared.train_controls import (
    ADDRESS,
    OF_FIELDS,
    PRESET,
    keys_of,
    settings_of_fields,
)

# What no control is drawn for: it is made elsewhere, and held and said by the address all the same.
HELD = ("points", "file", "sha256", "choices")
TARGET_SCALING, STANDARD = "target_scaling", "standard"
SUGGESTED = "suggested_settings"
# The control of points drawn by hand has no place but the pad.
POINTS = keys_of("data_parameters", ["points"])["points"]
# What a link may say of all of them.
KEYS = (
    "dataset",
    "scaling",
    *(prefix + name for prefix, kind in OF_FIELDS.values() for name in kind.table),
)
RULES = {key: ADDRESS.rules[key] for key in KEYS}
DEFAULTS = {key: PRESET[key] for key in KEYS}


def choose(axes: Collection[str] = ()) -> tuple[Source, Facts | None]:
    """The rows that the controls ask for, and what they are; None where they cannot be had.

    A sentence then says why. Of the ``axes`` of a sweep, by its names, it says that they are such.
    """
    name = controls.of_setting("dataset", PRESET["dataset"], on_change=_suggest)
    if "dataset" in axes:
        st.caption("Others, too: varied by the sweep")
    record = DATASETS[name]
    held = {"dataset": name}
    for parameter, key in keys_of("data_parameters", record.parameters).items():
        if f"data.{parameter}" in axes:
            field = parameters.PARAMETERS[parameter]
            held[key] = varied.in_place_of(field.label, key, PRESET[key])
        else:
            held[key] = _parameter(name, parameter, key, held)
    table = _table(held) if record is UPLOADED else None
    held |= split_controls.choose(record, table, axes)
    source = Source(name, **_named(settings_of_fields(PRESET | held)))
    try:
        # Loaded, and not only known: they may be too few to be split so.
        return source, datasets.raw(source).facts
    except NotFetched as told:
        fetching.offer(record.remote, told)
    except MissingFile as error:
        st.warning(f"{error}.", icon=":material/file_open:")
    except ValueError as error:
        sentences.tell(f"These rows cannot be had: {error}", "warning")
    return source, None


def scaling(source: Source, facts: Facts) -> str:
    """The control of the scaling of rows that are such."""
    return controls.scaling_choice("scaling", PRESET["scaling"], source.words, facts.row)


def choose_file(name: str, sha256: str) -> None:
    """Let the controls ask for the table of a file, before they are drawn.

    A file that they asked for already is read as they say.
    """
    keys = keys_of("data_parameters", UPLOADED.parameters)
    asked = session.control_values({key: PRESET[key] for key in keys.values()})
    values = {"dataset": UPLOADED.name, keys["file"]: name[:MOST_NAME], keys["sha256"]: sha256}
    if asked[keys["sha256"]] != sha256:
        values = {key: PRESET[key] for key in keys.values()} | values
    session.set_controls(values)
    _suggest()
    _suggest_scale()


def choose_reading(choices: str) -> None:
    """Let the controls ask for the table as this text of choices has it; in a callback."""
    key = keys_of("data_parameters", ["choices"])["choices"]
    session.set_controls({key: choices})
    _suggest_scale()


def _suggest_scale() -> None:
    """Bring targets of a table that are numbers to a scale on which a step is neither huge nor
    tiny; classes have none."""
    keys = keys_of("data_parameters", UPLOADED.parameters)
    held = session.control_values({key: PRESET[key] for key in keys.values()})
    scaling = PRESET[keys[TARGET_SCALING]] if _learns_classes(held) else STANDARD
    session.set_controls({keys[TARGET_SCALING]: scaling})


def _named(settings: dict) -> dict:
    return {"parameters": settings["data_parameters"], "split": settings["split"]}


def _parameter(dataset: str, name: str, key: str, held: Mapping[str, object]) -> object:
    """The control of a parameter, or what is held of it where it has none.

    ``held`` are those before it.
    """
    if name == TARGET_SCALING and _learns_classes(held):
        return PRESET[key]
    if name in HELD:
        bound(key)
        value = session.control_values({key: PRESET[key]})[key]
        if name == "file" and dataset == UPLOADED.name:
            st.caption(f"File: {quoted(value or 'none yet', LONGEST_NAME)}")
        return value
    return controls.of_field(parameters.PARAMETERS[name], key)


def _learns_classes(held: Mapping[str, object]) -> bool:
    """Whether what is to be learned of a table are classes, which there is no scale for."""
    table = _table(held)
    return table is not None and table.target is not None and table.target.goal == CLASSES


def _table(held: Mapping[str, object]) -> Table | None:
    """The table that the controls ask for; None where it is not here, or cannot be read so."""
    keys = keys_of("data_parameters", ["sha256", "choices"])
    if not {*keys.values()} <= held.keys():
        return None
    source = Source(UPLOADED.name, {name: held[key] for name, key in keys.items()})
    try:
        return datasets.table_of(source)
    except ValueError:
        return None


def _suggest() -> None:
    """Begin with what suits the set just chosen, where nobody has set that otherwise."""
    (name,) = session.control_values({"dataset": PRESET["dataset"]}).values()
    before = session.remembered(SUGGESTED, dict)
    now = session.control_values(PRESET)
    untouched = {key: PRESET[key] for key, value in before.items() if now[key] == value}
    suggested = _by_key(DATASETS[name].suggests)
    free = {k: v for k, v in suggested.items() if (now | untouched)[k] == PRESET[k]}
    session.set_controls(untouched | free)
    session.remember(SUGGESTED, free)


def _by_key(suggests: dict) -> dict[str, object]:
    """Suggestions by the keys of their controls."""
    found: dict[str, object] = {}
    for name, value in suggests.items():
        if name == "hidden":
            found["hidden_layers"] = len(value)
            found |= {f"units{k}": n for k, n in enumerate(value, start=1)}
        else:
            known = name in parameters.PARAMETERS
            found[f"data_{name}" if known else name] = value
    return found

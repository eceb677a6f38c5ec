"""Several values that make one setting: of a table of fields, those that are not at their default.

What a data set is made with, and how it is split, are such settings: a set has the fields that its
kind needs, and a run names no more of them than somebody has changed.
"""

import base64
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from mlp_core._checks import look_up, written
from mlp_core.quoting import quoted
from mlp_core.setting_kinds import Kind, Limits, Parsed

# Between names and values in a link: no number and no name has it.
BETWEEN = ".."
PLAIN = re.compile(r"[A-Za-z0-9_-]*")


class Chosen(Mapping[str, Any]):
    """Values by their names, in the order of these, that nobody can change: it can be a key."""

    def __init__(self, values: Mapping[str, Any] | None = None) -> None:
        self._values = dict(sorted((values or {}).items()))

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __hash__(self) -> int:
        return hash(tuple(self._values.items()))

    def __lt__(self, other: "Chosen") -> bool:
        """An order, so that a table can be sorted by them."""
        return repr(self) < repr(other)

    def __repr__(self) -> str:
        return repr(self._values)


NOTHING = Chosen()


@dataclass(frozen=True)
class Field:
    """What there is to know of one of the values.

    name, kind  of the value, and what it may be
    default     what it is where nobody says
    label       of its control, and ``help`` beside it
    column      what it is called among others: noise 0.1
    control     as of a ``Setting``, and so is ``tried``
    told        a value among others that make up a name, where ``column`` and value would not do
    """

    name: str
    kind: Kind
    default: Any
    label: str
    column: str
    help: str | None = None
    control: Literal["plain", "slider", "menu"] = "plain"
    told: Callable[[Any], str] | None = None
    tried: Limits | None = None

    def said(self, value: Any) -> str:
        """The value among others that make up a name."""
        if self.told is not None:
            return self.told(value)
        return f"{self.column} {self.kind.shown(value)}"


def by_name(*fields: Field) -> dict[str, Field]:
    """The fields by their names; each default is checked by its kind."""
    for field in fields:
        field.kind.check(field.name, field.default)
    return {field.name: field for field in fields}


@dataclass(frozen=True)
class Fields:
    """The kind of a setting that is made of the fields of a ``table``."""

    table: Mapping[str, Field]

    def check(self, name: str, value: object) -> Chosen:
        """Those that are not at their default; ``ValueError`` for an unknown or illegal one."""
        if not isinstance(value, Mapping):
            raise ValueError(f"{name} must be values by their names; got {written(value)}")
        checked = {}
        for key, given in value.items():
            field = look_up(self.table, key, f"{name}: field")
            found = field.kind.check(field.name, given)
            if found != field.default:
                checked[field.name] = found
        return Chosen(checked)

    def whole(self, chosen: Mapping[str, Any]) -> dict[str, Any]:
        """All of them, the default where nothing is chosen."""
        return {name: chosen.get(name, field.default) for name, field in self.table.items()}

    def read(self, name: str, text: str) -> Parsed:
        said = text.split(BETWEEN) if text else []
        pairs = dict(zip(said[::2], said[1::2], strict=False))
        if len(said) % 2 or len(pairs) < len(said) // 2 or not pairs.keys() <= self.table.keys():
            return Parsed(None, f"{name} is {quoted(text)}, which names nothing known here.")
        parsed = {key: self.table[key].kind.read(key, one) for key, one in pairs.items()}
        complaint = " ".join(filter(None, (one.complaint for one in parsed.values())))
        if any(one.value is None for one in parsed.values()):
            return Parsed(None, complaint)
        return Parsed(self.check(name, {key: one.value for key, one in parsed.items()}), complaint)

    def write(self, value: Mapping[str, Any]) -> str:
        texts = ((name, self.table[name].kind.write(one)) for name, one in value.items())
        return BETWEEN.join(part for pair in texts for part in pair)

    def shown(self, value: Mapping[str, Any]) -> str:
        return ", ".join(self.table[name].said(one) for name, one in value.items()) or "as usual"


@dataclass(frozen=True)
class Text:
    """A text of up to ``most`` characters; with ``plain`` of letters, digits, - and _ alone.

    A link has others encoded, for an address does not carry all of them as they are.
    """

    most: int
    plain: bool = False

    def check(self, name: str, value: object) -> str:
        if not isinstance(value, str):
            raise ValueError(f"{name} must be a text; got {written(value)}")
        if len(value) > self.most:
            raise ValueError(f"{name} must have at most {self.most:,} characters; it has more")
        if self.plain and not PLAIN.fullmatch(value):
            raise ValueError(f"{name} must be of A-Z, a-z, 0-9, - and _; got {quoted(value)}")
        return value

    def read(self, name: str, text: str) -> Parsed:
        try:
            return Parsed(self.check(name, text if self.plain else _decoded(text)))
        except ValueError:
            return Parsed(None, f"{name} is {quoted(text)}, which is cut or damaged.")

    def write(self, value: str) -> str:
        if self.plain:
            return value
        return base64.urlsafe_b64encode(value.encode()).decode().rstrip("=")

    def shown(self, value: str) -> str:
        return quoted(value)


@dataclass(frozen=True)
class Several:
    """Some names of a ``table``, one at least, in the table's order."""

    table: Mapping[str, Any]
    words: Mapping[str, str]

    def check(self, name: str, value: object) -> tuple[str, ...]:
        if isinstance(value, str) or not isinstance(value, (list, tuple)) or not value:
            raise ValueError(f"{name} must be some of {[*self.table]}; got {written(value)}")
        for one in value:
            look_up(self.table, one, name)
        return tuple(one for one in self.table if one in value)

    def read(self, name: str, text: str) -> Parsed:
        said = text.split(".")
        if not self.table.keys() >= {*said}:
            return Parsed(None, f"{name} is {quoted(text)}, not some of {', '.join(self.table)}.")
        return Parsed(self.check(name, said))

    def write(self, value: tuple[str, ...]) -> str:
        return ".".join(value)

    def shown(self, value: tuple[str, ...]) -> str:
        return " ".join(self.words[one] for one in value)


def _decoded(text: str) -> str:
    """``ValueError`` where it is no text that ``write`` has encoded."""
    if not PLAIN.fullmatch(text):
        raise ValueError("no base64 for addresses")
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()

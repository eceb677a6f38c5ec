"""Setting: what there is to know of a field of ``TrainConfig``, in one record."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from mlp_core.setting_kinds import Kind, Limits

# In the place of a neutral value: every run has had the setting, and a record without it is none.
REQUIRED: Any = object()


def always(now: Mapping[str, Any]) -> str:
    """Of a setting that has an effect whatever the others are."""
    return ""


def alone(value: Any) -> Mapping[str, Any]:
    """Of a setting that needs nothing of the others."""
    return {}


@dataclass(frozen=True)
class Setting:
    """What there is to know of a field of ``TrainConfig``.

    name        of the field and of its control
    key         what links call it: letters, never given to another one
    kind        what it may be
    label       of its control, and ``help`` beside it
    column      what heads it in tables
    group       of controls that stand together; empty for those that everybody needs
    said        a value in the name of a run; as ``kind.shown`` where it is None
    control     a slider, or a menu, where a plain field or a row of buttons would not do
    neutral     what runs had before there was the setting, whatever a new run begins with
    idle        of all settings by name: a sentence why it has no effect beside them, or ""
    brings      of a value that somebody chooses: what others are set to, where they are neutral,
                so that it comes to something
    classifier  the argument of MLPClassifier that it is; empty where none is. Not asked of
                those that are REQUIRED, which are written into the call
    handed_over  whether MLPClassifier needs no such argument, since it is given what comes of it
    tried       between which values it is worth trying, of layer sizes for hidden layers; None
                where that goes by the value which it has
    """

    name: str
    key: str
    kind: Kind
    label: str
    column: str
    help: str | None = None
    group: str = ""
    said: Callable[[Any], str] | None = None
    control: Literal["plain", "slider", "menu"] = "plain"
    neutral: Any = REQUIRED
    idle: Callable[[Mapping[str, Any]], str] = always
    brings: Callable[[Any], Mapping[str, Any]] = alone
    classifier: str = ""
    handed_over: bool = False
    tried: Limits | None = None

    @property
    def is_required(self) -> bool:
        return self.neutral is REQUIRED

    def in_name(self, value: Any) -> str:
        """The value among others that make up a name: rate 0.001."""
        return self.kind.shown(value) if self.said is None else self.said(value)


def table(*rows: Setting) -> dict[str, Setting]:
    """The rows by name; ``ValueError`` where two share a name or a key, or a neutral is illegal."""
    for unique in ("name", "key"):
        values = [getattr(row, unique) for row in rows]
        if len(set(values)) < len(values):
            raise ValueError(f"settings must have a {unique} of their own; got {values}")
    for row in rows:
        if not row.is_required:
            row.kind.check(row.name, row.neutral)
    return {row.name: row for row in rows}

"""What was said, sorted by what its names mean; and a sentence for what is left out."""

import re
from collections.abc import Iterable, Iterator

from mlp_core.quoting import quoted
from mlp_core.setting_kinds import Real, YesNo
from mlp_core.task_options import OPTIONS
from mlp_core.teaching.given.arrays import depth_of
from mlp_core.teaching.given.lists import Listed, Said, Value
from mlp_core.teaching.given.names import Role, role_of
from mlp_core.teaching.given.source import Source
from mlp_core.teaching.given.spellings import HIDDEN, OUTPUT

MOST_NAMED = 5


class Sorted:
    """What was ``said``, with its role, the last of each name; ``understood`` tells the rest."""

    def __init__(self, source: Source, said: Iterable[Said]) -> None:
        self.source = source
        self.understood: list[str] = []
        self.items: list[tuple[Said, Role]] = []
        self._by_name: dict[str, Said] = {}
        self._unknown: dict[str, None] = {}
        self._unnamed: list[Said] = []
        for each in said:
            self._take(each)
        last = {id(each) for each in self._by_name.values()}
        self.items = [item for item in self.items if id(item[0]) in last]
        if not self.of("weights"):
            self.items += self._by_order()
        self._tell_unknown()

    def of(self, kind: str) -> list[tuple[Said, Role]]:
        return [item for item in self.items if item[1].kind == kind]

    def _take(self, said: Said) -> None:
        role = meaning(said.name, said.value)
        if role is None:
            if said.name:
                self._unknown[said.name] = None
            else:
                self._unnamed += _each(said)
            return
        key = re.sub(r"\s+", "", said.name).lower()
        before = self._by_name.get(key)
        if before:
            lines = f"line {self.source.line(before.at)} and in line {self.source.line(said.at)}"
            self.understood.append(f"{quoted(said.name)} is said in {lines}; the last counts.")
        self._by_name[key] = said
        self.items.append((said, role))

    def _by_order(self) -> Iterator[tuple[Said, Role]]:
        """Arrays without names: matrices are weights, vectors behind them their biases."""
        depths = [depth_of(said.value) for said in self._unnamed]
        n_layers = n_biases = 0
        for said, depth in zip(self._unnamed, depths, strict=True):
            if depth > 1:
                n_layers += 1
                yield said, Role("weights")
            elif depth == 1 and n_biases < n_layers:
                n_biases += 1
                yield said, Role("biases")
        if n_layers:
            self.understood.append("Arrays without names were taken for W1, b1, W2, b2, in order.")

    def _tell_unknown(self) -> None:
        names = [*self._unknown]
        if names:
            more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
            named = ", ".join(map(quoted, names[:MOST_NAMED]))
            self.understood.append(f"Not known here, and left out: {named}{more}.")


def _each(said: Said) -> list[Said]:
    """The arrays of a list of weights and biases, as Keras has them; or what was ``said``."""
    value = said.value
    if not isinstance(value, Listed) or len({depth_of(inner) for inner in value}) < 2:
        return [said]
    return [Said("", inner, inner.at) for inner in value if isinstance(inner, Listed)]


def meaning(name: str, value: Value) -> Role | None:
    """What ``name`` means where it is ``value``; None where it cannot mean anything then."""
    role = role_of(name)
    if role is None:
        return None
    if isinstance(value, str):
        # bias = frozen; but of arrays, words say nothing.
        is_bias = role.kind == "biases" and not role.numbers
        keeps = role.kind in ("option", "units")
        return role if keeps else Role("option", option="bias") if is_bias else None
    if role.kind != "option":
        return role
    if role.option in (OUTPUT, "bias"):
        return Role("y") if role.option == OUTPUT else Role("biases")
    holds_words = isinstance(value, Listed) and all(isinstance(word, str) for word in value)
    takes_numbers = role.option != HIDDEN and isinstance(OPTIONS[role.option].kind, Real | YesNo)
    return role if takes_numbers or holds_words else None

"""Options as people write them, made arguments: activation = sigmoid, loss: MSE, lr = 1e-3."""

import re
from typing import Any

from mlp_core.losses import LOSSES
from mlp_core.quoting import quoted
from mlp_core.setting_kinds import Choice, YesNo
from mlp_core.task_options import OPTIONS
from mlp_core.teaching.given.lists import Listed, Said, Value, Word
from mlp_core.teaching.given.source import Source, TextError
from mlp_core.teaching.given.spellings import (
    ACTIVATION_NAMES,
    HIDDEN,
    LOSS_NAMES,
    MEAN_OF,
    MEANS,
    NO,
    OUTPUT,
    VALUES,
    YES,
    plain,
)

LINEAR = "linear"
CROSS_ENTROPY, SQUARED_ERROR = "cross-entropy", "squared error"
# Words in the name of a loss, and what it measures: the longest first, for many a short one is in
# the middle of others.
MEASURES = dict(
    sorted(
        ((word, loss.measure) for loss in LOSSES.values() for word in loss.spellings),
        key=lambda pair: -len(pair[0]),
    )
)
# Output units that are no activation, by how they are written.
OUTPUT_ALONE = {plain(loss.unit): loss.unit for loss in LOSSES.values()}
OUTPUT_ALONE = {word: unit for word, unit in OUTPUT_ALONE.items() if word not in ACTIVATION_NAMES}
# In the name of what a record says of one layer of several: layers.2.activation.
IN_LAYER = re.compile(r"\.[0-9]+\.")
BINARY = ("binary", "bce", "logistic", "sigmoid")


class Options:
    """Collects the options that a ``source`` says, by the names of ``take_steps``."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.found: dict[str, Any] = {}
        self.places: dict[str, int] = {}
        self.understood: list[str] = []
        self.output = ""
        self.measure = ""
        self.is_hidden = False
        self.means: list[str] = []

    def take(self, option: str, said: Said) -> None:
        """Note that ``option`` is what ``said`` says; ``TextError`` where it cannot be."""
        if option == HIDDEN:
            option, self.is_hidden = "activation", True
        if option in self.places and not IN_LAYER.search(said.name):
            lines = [self.source.line(at) for at in (self.places[option], said.at)]
            self.understood.append(
                f"{option} is said in line {lines[0]} and in line {lines[1]}, which counts."
            )
        self.places[option] = said.at
        if option == OUTPUT:
            self.output = self._output(said)
        elif option == "loss":
            self._loss(said)
        elif option == "activation":
            a_layer_each = self.found.get(option, ()) if IN_LAYER.search(said.name) else ()
            self.found[option] = (*a_layer_each, *self._activation(said))
        elif isinstance(OPTIONS[option].kind, Choice):
            self.found[option] = self._choice(option, said)
        elif isinstance(OPTIONS[option].kind, YesNo):
            self.found[option] = self._yes_no(option, said)
        else:
            self.found[option] = self._number(option, said)

    def take_no_biases(self) -> None:
        """Note that the text has no biases: unless it says otherwise, the network has none."""
        if "bias" in self.found:
            self.understood.append("There are no biases in the text: they are 0.")
        else:
            self.found["bias"] = "none"
            self.understood.append(
                "There are no biases in the text, so the network has none. Write b1 = [0, 0] "
                "and so on for biases that are learned from 0."
            )

    def finish(self, n_layers: int | None, n_outputs: int | None) -> dict[str, Any]:
        """All that was said, for a network of so many layers of weights, if that is known."""
        self._split_activations(n_layers)
        if self.output or self.measure:
            self.found["loss"] = self._pair(n_outputs)
        found = {name: self.found[name] for name in OPTIONS if name in self.found}
        if "alpha" in found and "learning_rate" not in found:
            self.understood.append(
                "`alpha` is taken for the strength of an L2 penalty. If it is the learning rate, "
                f"write learning rate = {found['alpha']:g}."
            )
        if self.means and "half" not in found:
            self.understood.append(MEAN_OF[self.measure].format(quoted(self.means[-1])))
        said = [f"{n} {_shown(v)}" for n, v in found.items() if n in self.places or n == "loss"]
        self.understood += [f"Options: {', '.join(said)}."] if said else []
        return found

    def _error(self, said: Said, problem: str, known: list[str]) -> TextError:
        return self.source.error(f"{problem}. Write one of {', '.join(known)}.", _at(said))

    def _number(self, option: str, said: Said) -> float:
        try:
            if not isinstance(said.value, float):
                raise ValueError(f"{option} must be one number; got {_text(said.value)}")
            return float(OPTIONS[option].kind.check(option, said.value))
        except ValueError as error:
            raise self.source.error(f"{error}.", _at(said)) from None

    def _yes_no(self, option: str, said: Said) -> bool:
        word = plain(str(int(said.value) if said.value in (0.0, 1.0) else said.value))
        if word in YES | NO:
            return word in YES
        raise self._error(said, f"{option} is {_text(said.value)}", ["yes", "no"])

    def _choice(self, option: str, said: Said) -> str:
        kind = OPTIONS[option].kind
        names = [*kind.names] if isinstance(kind, Choice) else []
        known = {plain(name): name for name in names} | VALUES.get(option, {})
        found = known.get(plain(str(said.value)))
        if found is None:
            raise self._error(said, f"{option} is {_text(said.value)}", names)
        return found

    def _activation(self, said: Said) -> tuple[str, ...]:
        """A name a layer; a single one may be for all of them."""
        value = said.value
        words = value if isinstance(value, Listed) else [value]
        return tuple(self._unit(said, word) for word in words)

    def _unit(self, said: Said, word: Value) -> str:
        name = ACTIVATION_NAMES.get(plain(str(word)))
        name = name or OUTPUT_ALONE.get(plain(str(word)))
        if name is None:
            known = [*dict.fromkeys(ACTIVATION_NAMES.values())]
            raise self._error(said, f"The activation is {_text(word)}", known)
        return name

    def _output(self, said: Said) -> str:
        return _of_output(self._unit(said, said.value))

    def _loss(self, said: Said) -> None:
        word = plain(str(said.value))
        is_name = str(said.value) in LOSSES or word not in map(plain, MEASURES.values())
        if is_name and word in LOSS_NAMES:
            self.found["loss"] = LOSS_NAMES[word]
            return
        found = next((measure for part, measure in MEASURES.items() if part in word), None)
        if found is None:
            raise self._error(said, f"The loss is {_text(said.value)}", [*LOSSES])
        self.measure = found
        if found in MEAN_OF and any(w in word for w in MEANS):
            self.means.append(str(said.value))
        if self.measure == CROSS_ENTROPY and any(w in word for w in BINARY):
            self.output = self.output or ACTIVATION_NAMES["sigmoid"]

    def _split_activations(self, n_layers: int | None) -> None:
        """Of as many activations as layers of weights, the last is the output's."""
        names = self.found.pop("activation", ())
        said_of_output = self.is_hidden or self.output or "loss" in self.found
        if len(names) == n_layers and (len(names) > 1 or not said_of_output):
            *names, last = names
            self.output = _of_output(last)
            self.understood.append(f"The last activation is that of the output: {self.output}.")
        problem = ""
        alone = next((name for name in names if name in OUTPUT_ALONE.values()), None)
        if alone:
            problem = f"{alone} is no activation of hidden layers. Write output = {alone}."
        elif n_layers is not None and len(names) not in (0, 1, n_layers - 1):
            problem = f"{len(names)} activations are given for {n_layers - 1} hidden layers."
        if problem:
            raise self.source.error(problem, self.places["activation"])
        if names:
            self.found["activation"] = names[0] if len(names) == 1 else tuple(names)

    def _pair(self, n_outputs: int | None) -> str:
        """The loss with this output unit that measures this; what is not said is assumed."""
        named, measure = self.found.get("loss", ""), self.measure
        if named and plain(named) == plain(LOSSES[named].measure):
            named, measure = "", LOSSES[named].measure  # it has no output unit in its name
        sigmoid = ACTIVATION_NAMES["sigmoid"]
        unit = self.output or (sigmoid if n_outputs == 1 and measure == CROSS_ENTROPY else "")
        pairs = [
            name
            for name in ([named] if named else LOSSES)
            if unit in ("", LOSSES[name].unit) and measure in ("", LOSSES[name].measure)
        ]
        if not pairs:
            place = next(p for p in (OUTPUT, "loss", "activation") if p in self.places)
            wanted = " with ".join(filter(None, [f"{unit} output units", named or measure]))
            message = f"There is no loss for {wanted}. Write loss = one of {', '.join(LOSSES)}."
            raise self.source.error(message, self.places[place])
        # Where only half is said: squared error, and the first output unit that it goes with.
        chosen = next((n for n in pairs if LOSSES[n].measure == SQUARED_ERROR), pairs[0])
        if len(pairs) > 1:
            self.understood.append(
                f"The text does not say all of the loss: {chosen} is assumed, "
                f"not {' or '.join(name for name in pairs if name != chosen)}."
            )
        return chosen


def _of_output(unit: str) -> str:
    return LINEAR if unit == ACTIVATION_NAMES[LINEAR] else unit


def _at(said: Said) -> int:
    """The place of the value, where that is known."""
    return said.value.at if isinstance(said.value, Listed | Word) else said.at


def _text(value: Value) -> str:
    if isinstance(value, str):
        return quoted(value)
    return f"{value:g}" if isinstance(value, float) else "a list"


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, tuple) else str(value)

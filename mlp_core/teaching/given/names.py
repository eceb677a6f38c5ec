"""What a name means: the weights of a layer, its biases, x, y, the layer sizes or an option."""

import re
from typing import Literal, NamedTuple

from mlp_core.teaching.given.spellings import OPTION_NAMES, plain

GREEK = {
    **{"η": "eta", "θ": "theta", "α": "alpha", "β": "beta", "λ": "lambda", "ε": "epsilon"},
    **{"μ": "momentum", "ϵ": "epsilon"},
}
WEIGHTS = {"w", "weight", "weights", "kernel", "kernels", "coef", "coefs", "wh", "wo", "wout"}
# What some subtract, and others call a bias.
THRESHOLDS = {"theta"}
BIASES = {"b", "bias", "biases", "intercept", "intercepts", "bh", "bo", "bout", *THRESHOLDS}
# Whose columns are units: scikit-learn's and Keras'.
COLUMNS_ARE_UNITS = {"coef", "coefs", "kernel", "kernels"}
INPUTS = {"x", "i", "input", "inputs", "features"}
TARGETS = {"y", "t", "d", "yd", "target", "targets", "label", "labels", "desired", "expected"}
# Targets where they stand alone: out_h1 is what somebody computed.
OUTPUTS = {"o", "output", "outputs"}
SIZES = {"units", "sizes", "layersizes", "architecture", "topology", "layers"}
# Words beside those that do not change what a name means.
BESIDE = {
    *("layer", "layers", "fc", "linear", "dense", "net", "network", "model", "self", "params"),
    *("parameters", "hidden", "input", "output", "in", "out", "to", "h", "o", "i", "ih", "ho"),
    *("initial", "first", "second", "third", "the", "matrix", "vector", "values", "value", "data"),
}
ENTRY = re.compile(r"(?P<array>[a-z]+?)_?(?P<layer>\d*)[\[(](?P<index>\d+(?:\s*,\s*\d+)*)[\])]")
# W_{12}^{(1)} and W^{(1)}_{12}, without the braces.
LATEX = re.compile(r"(?P<array>[a-z]+)_(?P<index>\d),?(?P<second>\d?)\^[\[(](?P<layer>\d+)[\])]")
LATEX_TOO = re.compile(
    r"(?P<array>[a-z]+)\^[\[(](?P<layer>\d+)[\])]_(?P<index>\d),?(?P<second>\d?)"
)
MOST_DIGITS = 4
# Of a phrase, so many words at its end may be a name.
MOST_WORDS = 20

Kind = Literal["weights", "biases", "x", "y", "units", "option"]


class Role(NamedTuple):
    """What a name means: of which layer or unit the ``numbers`` in it are, or which ``option``.

    ``entry`` is the place in an array, in W1[1,2]. ``turned`` says that columns are units.
    """

    kind: Kind
    numbers: tuple[int, ...] = ()
    entry: tuple[int, ...] = ()
    option: str = ""
    turned: bool = False


# Before a name they make it another thing: the new W1, the gradient of W1.
OTHER_THINGS = {
    *("new", "updated", "final", "gradient", "gradients", "grad", "delta", "change", "derivative"),
    *("predicted", "prediction", "actual", "computed", "velocity"),
}
# W1.T is not W1, nor is W1'.
ANOTHER = re.compile(r"[.^]T$|^[^']*'$|[^*]\*$")


def role_of(name: str) -> Role | None:
    """What ``name`` means, or its end where it is a phrase or a path; None where nothing."""
    spaced = re.sub(r"[\s./:]+", " ", "".join(GREEK.get(c, c) for c in name)).strip("\"' ")
    words = spaced.split(" ")[-MOST_WORDS:]
    if ANOTHER.search(name.strip()) or {*map(str.lower, words[:-1])} & OTHER_THINGS:
        return None
    return next(filter(None, (_role(" ".join(words[k:])) for k in range(len(words)))), None)


def is_given(name: str) -> bool:
    """Whether ``name`` means something that is given; of outputs, prose tells what came out."""
    words = _words(name)
    return role_of(name) is not None and (not words & OUTPUTS or bool(words & TARGETS))


def is_threshold(name: str) -> bool:
    """Whether ``name`` is that of a bias that some would subtract: θ3."""
    return bool(_words(name) & (THRESHOLDS | {"θ"}))


def _words(name: str) -> set[str]:
    return {*re.findall(r"[^\W\d_]+", name.lower())}


def _role(name: str) -> Role | None:
    if option := OPTION_NAMES.get(plain(name)):
        return Role("option", option=option)
    bare = re.sub(r"[{}\\$*`\s\"']", "", name).lower().replace("][", ",")
    for pattern in (ENTRY, LATEX, LATEX_TOO):
        if found := pattern.fullmatch(bare):
            return _entry(found.groupdict())
    camel = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    words = re.findall(r"[^\W\d_]+|\d+", camel.lower())
    numbers = tuple(int(word) for word in words if word.isdecimal() and len(word) <= MOST_DIGITS)
    return _by_words([word for word in words if not word.isdecimal()], numbers)


def _by_words(words: list[str], numbers: tuple[int, ...]) -> Role | None:
    known = {*words}
    if "".join(words) in SIZES:
        return Role("units")
    for kind, names in (("weights", WEIGHTS), ("biases", BIASES), ("y", TARGETS), ("x", INPUTS)):
        if known & names and known <= names | BESIDE:
            return Role(kind, numbers, turned=bool(known & COLUMNS_ARE_UNITS))  # type: ignore[arg-type]
    return Role("y", numbers) if len(words) == 1 and known <= OUTPUTS else None


def _entry(found: dict[str, str]) -> Role | None:
    """W1[1,2], W1(1,2), b1[2], x[1], W_{12}^{(1)}; a single index of W is its layer's number."""
    role = _by_words([found["array"]], ())
    if role is None or any(len(digits) > MOST_DIGITS for digits in re.findall(r"\d+", str(found))):
        return None
    index = tuple(map(int, re.findall(r"\d+", found["index"] + "," + found.get("second", ""))))
    if role.kind in ("weights", "biases") and not found["layer"]:
        if len(index) < 3:
            return role._replace(numbers=index)
        return role._replace(numbers=index[:1], entry=index[1:])
    return role._replace(numbers=tuple(map(int, found["layer"].split())), entry=index)

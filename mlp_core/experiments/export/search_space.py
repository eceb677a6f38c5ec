"""The network that a search tries, and all that it tries of it, as source."""

import textwrap
from collections.abc import Iterable, Mapping

from mlp_core.experiments.export.search_candidates import (
    EPOCHS,
    MODEL,
    SCALER,
    SEED,
    Candidates,
)

FAST = """
# MLP Explorer's network has the same arguments and comes to the same figures in a fraction of the
# time. Where it is installed, add:
# from mlp_core import Fast{network} as {network}
"""
WIDTH = 84
INDENT = "    "

Space = Mapping[str, Iterable[str]]


def model_code(found: Candidates, halving: bool) -> str:
    """``model``, with all that is not tried; with ``halving`` without its epochs."""
    imports = [f"from sklearn.neural_network import {found.network}"]
    own = {name: code for name, code in found.fixed.items() if name != SCALER}
    if halving:
        del own[found.named(EPOCHS)]
    prefix = len(found.named(""))
    lines = [f"    {name[prefix:]}={code},\n" for name, code in own.items()]
    model = f"{found.network}(\n{''.join(lines)})"
    if found.scaled:
        scalers = found.varied.get(SCALER) or (found.fixed[SCALER],)
        names = ", ".join(sorted(code.removesuffix("()") for code in scalers))
        imports += ["from sklearn.pipeline import Pipeline"]
        imports += [f"from sklearn.preprocessing import {names}"]
        model = f'Pipeline([("{SCALER}", {scalers[0]}), ("{MODEL}", {model})])'
    return "\n".join([*imports, FAST.format(network=found.network), f"model = {model}"])


def settings_code(found: Candidates) -> str:
    """``settings``: lists of values, all of whose combinations are tried, or a list of such."""
    spaces: list[dict[str, Iterable[str]]] = (
        [dict(found.varied)]
        if found.is_grid
        else [{name: (code,) for name, code in one.items()} for one in found.each]
    )
    if len(found.seeds) > 1:
        for space in spaces:
            space[found.named(SEED)] = map(repr, found.seeds)
    if found.is_grid:
        return f"settings = {_dictionary(spaces[0])}"
    return "settings = [\n" + textwrap.indent(",\n".join(map(_dictionary, spaces)), INDENT) + ",\n]"


def _dictionary(space: Space) -> str:
    lines = [f'"{name}": {_list(codes)},' for name, codes in space.items()]
    return "{\n" + textwrap.indent("\n".join(lines), INDENT) + "\n}"


def _list(codes: Iterable[str]) -> str:
    text = ", ".join(codes)
    if len(text) < WIDTH - 30:
        return f"[{text}]"
    filled = textwrap.fill(f"{text},", WIDTH, initial_indent=INDENT, subsequent_indent=INDENT)
    return f"[\n{filled}\n]"

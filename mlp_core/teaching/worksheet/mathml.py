r"""The LaTeX of stage formulas as MathML, which browsers show and print without any library.

Only what ``stage_text`` writes is known: letters, numbers, sub- and superscripts, primes,
\frac, \tfrac, \sqrt, \hat, \text, \operatorname, \left and \right, and the commands in COMMANDS.
"""

import re
from html import escape

# Names of functions are upright, and all others as italic as a letter.
FUNCTIONS = ("log", "exp", "tanh", "max", "min")
COMMANDS = {
    "eta": "<mi>η</mi>",
    "mu": "<mi>μ</mi>",
    "alpha": "<mi>α</mi>",
    "beta": "<mi>β</mi>",
    "varepsilon": "<mi>ε</mi>",
    "lVert": "<mo>‖</mo>",
    "rVert": "<mo>‖</mo>",
    "textstyle": "",
    "pi": "<mi>π</mi>",
    "partial": "<mi>∂</mi>",
    "top": "<mi>⊤</mi>",
    "sum": "<mo>∑</mo>",
    "odot": "<mo>⊙</mo>",
    "cdot": "<mo>·</mo>",
    ",": '<mspace width="0.17em"/>',
    **{name: f"<mi>{name}</mi>" for name in FUNCTIONS},
}
# Blanks at the ends of a text would be dropped.
NO_BREAK = "\u00a0"
SCRIPTS = {"_": "msub", "^": "msup"}
TOKEN = re.compile(r"\\(?:text|operatorname)\{[^}]*\}|\\[A-Za-z]+|\\.|\d+\.\d+|[^\s]")


def to_mathml(latex: str) -> str:
    """A ``<math>`` element in a line of text; ``ValueError`` for unknown commands."""
    tokens = TOKEN.findall(latex)
    row = _row(tokens)
    if tokens:
        raise ValueError(f"brackets must match in a formula; got {latex!r}")
    return f'<math displaystyle="true">{row}</math>'


def _row(tokens: list[str]) -> str:
    """Everything up to a closing brace, which stays."""
    parts: list[str] = []
    while tokens and tokens[0] != "}":
        token = tokens.pop(0)
        if token in SCRIPTS:
            parts.append(_element(SCRIPTS[token], parts.pop(), _one(tokens)))
        elif token == "'":
            parts.append(_element("msup", parts.pop(), "<mi>′</mi>"))
        else:
            parts.append(_atom(token, tokens))
    return _element("mrow", *parts)


def _one(tokens: list[str]) -> str:
    """The argument of a command or of a script: the next token, or a group in braces."""
    return _atom(tokens.pop(0), tokens)


def _atom(token: str, tokens: list[str]) -> str:
    if token == "{":
        row = _row(tokens)
        tokens.pop(0)
        return row
    if token in (r"\left", r"\right"):
        return _atom(tokens.pop(0), tokens)
    if token in (r"\frac", r"\tfrac"):
        return _element("mfrac", _one(tokens), _one(tokens))
    if token == r"\hat":
        return _element("mover", _one(tokens), "<mo>^</mo>")
    if token == r"\sqrt":
        return _element("msqrt", _one(tokens))
    command, _, text = token.removesuffix("}").partition("{")
    if command == r"\text":
        return _element("mtext", escape(text.replace(" ", NO_BREAK)))
    if command == r"\operatorname":
        return _element("mi", escape(text))
    if token.startswith("\\"):
        if token[1:] not in COMMANDS:
            raise ValueError(f"a command of a formula must be known; got {token!r}")
        return COMMANDS[token[1:]]
    if token[0].isdigit():
        return _element("mn", token)
    if token.isalpha():
        return _element("mi", token)
    return _element("mo", escape("−" if token == "-" else token))


def _element(tag: str, *inside: str) -> str:
    return f"<{tag}>{''.join(inside)}</{tag}>"

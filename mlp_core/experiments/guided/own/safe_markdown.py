"""Markdown that somebody else wrote, with all taken out of it that leads out of this app.

What is left: emphasis, lists, inline code, blocks of code, formulas of known commands, and links
to the app's own pages. Images, HTML, other links and addresses are shown as the text they are.
An address is found in a text after escapes are gone, so that none is left as text: it becomes code,
in which nothing is found.
"""

import re
from collections.abc import Collection

LONGEST_FORMULA = 300
FENCE = "```"
# What may stand behind the name of a page: nothing that ends a link in Markdown or an address.
_REST = r"(?:\?[A-Za-z0-9_.~%=&+,:*-]*)?(?:#[A-Za-z0-9_-]*)?"
# All bounded: whatever a text has, its parts are found in no time.
_LINK = r"\[(?P<label>[^\[\]\n`$]{1,200})\]\((?P<target>[^()\s]{1,4000})\)"
_PARTS = re.compile(
    rf"(?:!\[[^\]\n]{{0,200}}\]\([^)\n]{{0,400}}\))|{_LINK}|(?P<code>`[^`\n]{{1,500}}`)"
    r"|(?P<formula>\$\$[^$\n]{1,500}\$\$|\$[^$\n]{1,500}\$)"
)
# With any of these Streamlit makes a link of a word, or a mail program is opened.
_ADDRESS = re.compile(r":/|www\.|mailto:|xmpp:|@", re.IGNORECASE)
_SPECIAL = re.compile(r"[\\\[\]!<>$~|]")
_LIST = re.compile(r"(?P<indent> {0,4})(?P<mark>[-*+]|\d{1,3}\.) +(?P<rest>.*)")
# What begins a block, or makes a heading of the line above: a number, before the sign to escape.
_BLOCK = re.compile(r"^(\d{0,9})(?=(?:#{1,6}|[-+*.)])(?:\s|$)|=+$|-+$|[*_]{3,}$)")
_COMMAND = re.compile(r"\\([A-Za-z]+|.)")
KNOWN = (
    "alpha beta gamma delta epsilon varepsilon eta theta kappa lambda mu nu pi rho sigma tau phi "
    "varphi chi psi omega Delta Lambda Sigma Phi Psi Omega frac tfrac dfrac sqrt sum prod int "
    "partial nabla infty cdot times div pm mp le leq ge geq ne neq approx sim equiv to in notin "
    "forall exists exp log ln max min tanh sin cos arg lim hat bar tilde vec dot mathbf mathrm "
    "mathbb text left right big Big lVert rVert lvert rvert langle rangle odot oplus top dots "
    "ldots cdots quad qquad ell mid circ , ; : ! % & { } \\ |"
)
COMMANDS = frozenset(KNOWN.split())


def safe_markdown(text: str, pages: Collection[str]) -> str:
    """``text`` for Streamlit's Markdown; ``pages`` are the addresses of the app's own."""
    made, code = [], False
    for line in text.split("\n"):
        if line.strip().startswith(FENCE):
            made.append(FENCE)
            code = not code
        else:
            made.append(line.replace(FENCE, "") if code else _line(line, pages))
    # A block that nobody ended would swallow what the page shows after it.
    return "\n".join([*made, FENCE] if code else made)


def safe_line(text: str, pages: Collection[str] = ()) -> str:
    """The same of a text of one line, such as a title, which begins no list or heading."""
    return _text(" ".join(text.split()), pages)


def is_own_link(target: str, pages: Collection[str]) -> bool:
    """Whether ``target`` is an address within this app, such as /train?epochs=5."""
    named = "|".join(re.escape(page) for page in pages)
    return re.fullmatch(rf"/(?:{named}){_REST}", target) is not None


def _line(line: str, pages: Collection[str]) -> str:
    found = _LIST.fullmatch(line.rstrip())
    if found:
        return f"{found['indent']}{found['mark']} {_text(found['rest'], pages)}"
    bare = line.strip()
    if bare.startswith("#"):
        # The page has its own headings above these.
        return f"#### {_inline(bare.lstrip('#').strip(), pages)}"
    return _text(bare, pages)


def _text(text: str, pages: Collection[str]) -> str:
    """Text that begins neither a heading nor a list, nor makes a heading of the line above it."""
    return _BLOCK.sub(r"\1\\", _inline(text, pages))


def _inline(text: str, pages: Collection[str]) -> str:
    made, at = [], 0
    for found in _PARTS.finditer(text):
        made += [_plain(text[at : found.start()]), _part(found, pages)]
        at = found.end()
    return "".join([*made, _plain(text[at:])])


def _part(found: re.Match[str], pages: Collection[str]) -> str:
    whole = found[0]
    if found["code"]:
        return whole
    if found["formula"]:
        return whole if _is_harmless(whole) else _code(whole)
    if found["target"] and is_own_link(found["target"], pages):
        # Relative to the page, so that it leads to where this app is served from.
        rest = found["target"].removeprefix("/")
        return f"[{_plain(found['label'])}]({rest if rest[:1].isalpha() else f'./{rest}'})"
    return _code(whole)


def _is_harmless(formula: str) -> bool:
    """Whether it is short and has known commands alone: KaTeX could draw, or link, anything."""
    known = all(command in COMMANDS for command in _COMMAND.findall(formula))
    return known and len(formula) <= LONGEST_FORMULA


def _plain(text: str) -> str:
    """Text with nothing in it that Markdown or Streamlit reads, but for emphasis."""
    words = re.split(r"(\s+)", text)
    return "".join(_code(word) if _ADDRESS.search(word) else _escaped(word) for word in words)


def _escaped(text: str) -> str:
    # A sign of code that has no other would take up one that is put in here.
    text = text.replace("`", "'")
    return _SPECIAL.sub(r"\\\g<0>", text.replace("&", "&amp;").replace("<", "&lt;"))


def _code(text: str) -> str:
    return f"`{text.replace('`', chr(39))}`"

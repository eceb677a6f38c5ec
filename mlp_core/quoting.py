"""Showing what somebody else typed, sent or named: as text, whatever it contains.

A page's messages are Markdown, in which a text may be a link, an image from somewhere, a formula
or an icon. Nothing is read into inline code, so that is what others' texts become. Escaping
single characters would not do: addresses and icons are found after escapes are gone.
"""

import unicodedata

LONGEST_QUOTE = 30
# Names are meant to be long enough to tell things apart.
LONGEST_NAME = 80
# Control and format characters (among them those without a width and those that turn the
# direction of writing), halves of characters, and line ends of all kinds.
UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def one_line(text: str, longest: int = LONGEST_NAME) -> str:
    """``text`` without what cannot be seen, on one line, cut where it is longer than ``longest``.

    For places that show plain text: cells of a grid, legends, options of a list.
    """
    seen = "".join(" " if unicodedata.category(c) in UNSEEN else c for c in text)
    line = " ".join(seen.split())
    return f"{line[:longest].rstrip()}…" if len(line) > longest else line


def quoted(text: str, longest: int = LONGEST_QUOTE) -> str:
    """``text`` for a message in Markdown: short, on one line, and as code."""
    line = one_line(text.replace("`", "'"), longest)
    return f"`{line}`"

"""How long the texts of a run may be, whoever wrote them, and what they may not contain."""

import unicodedata

# Characters. A page's input fields can have these limits, so that what it makes can be read back.
TEXT_LIMITS = {
    "id": 100,
    "name": 200,
    "fingerprint": 200,
    "reason": 2_000,
    "note": 10_000,
    "group": 200,
}
MAX_TAGS, MAX_TAG = 50, 100
MAX_VERSIONS, MAX_VERSION = 50, 100
# Texts of several lines; all others have one.
PARAGRAPHS = {"reason", "note"}
LINE_CHARACTERS = "\n\r\t"
# Control characters, halves of characters (lone surrogates), line ends of other kinds, and those
# without a width or that turn the direction of writing: what is read is not what is there.
REFUSED_CATEGORIES = {"Cc", "Cf", "Cs", "Zl", "Zp"}
# But those that join letters and emoji to one sign belong to what they join.
JOINERS = "\u200c\u200d"
# Letters and signs that are drawn as nothing.
BLANKS = "\u115f\u1160\u2800\u3164\uffa0"
UNNAMED = "unnamed run"


def check_text(name: str, text: object, limit: int, *, paragraphs: bool = True) -> str:
    """``text`` as it is; ``ValueError`` unless it is a text of at most ``limit`` characters.

    With ``paragraphs`` it may have several lines.
    """
    if not isinstance(text, str):
        raise ValueError(f"{name} must be a text; got {type(text).__name__}")
    if len(text) > limit:
        raise ValueError(f"{name} must have at most {limit:,} characters; got {len(text):,}")
    for character in _refused(text, paragraphs):
        raise ValueError(f"{name} must not contain the character {character!r}")
    return text


def check_name(name: str, text: object, limit: int) -> str:
    """``check_text`` of one line in which there is something to be seen."""
    checked = check_text(name, text, limit, paragraphs=False)
    if not any(map(_is_visible, checked)):
        raise ValueError(f"{name} must have a character that can be seen; got {checked!r:.50}")
    return checked


def mended_text(text: str, limit: int, *, paragraphs: bool = True) -> str:
    """``text`` within the limits: without what is refused, and cut. One of long ago may need it."""
    refused = set(_refused(text, paragraphs))
    return "".join(" " if c in refused else c for c in text)[:limit] if refused else text[:limit]


def mended_name(text: str, limit: int) -> str:
    """``mended_text`` of one line; UNNAMED where nothing of it could be seen."""
    mended = mended_text(text, limit, paragraphs=False)
    return mended if any(map(_is_visible, mended)) else UNNAMED


def _refused(text: str, paragraphs: bool) -> list[str]:
    """The characters of ``text`` that it must not contain."""
    if text.isprintable():  # most are, and Python knows at once
        return []
    allowed = JOINERS + (LINE_CHARACTERS if paragraphs else "")
    return [
        character
        for character in text
        if unicodedata.category(character) in REFUSED_CATEGORIES and character not in allowed
    ]


def _is_visible(character: str) -> bool:
    """Whether something is drawn for it: a letter, number, sign or symbol, but BLANKS."""
    return unicodedata.category(character)[0] in "LNPS" and character not in BLANKS

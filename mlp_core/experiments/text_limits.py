"""How long the texts of a run may be, whoever wrote them, and what they may not contain."""

import unicodedata

# Characters. A page's input fields can have these limits, so that what it makes can be read back.
TEXT_LIMITS = {
    "id": 100,
    "name": 200,
    "fingerprint": 200,
    "engine": 100,
    "reason": 2_000,
    "note": 10_000,
    "group": 200,
}
MAX_TAGS, MAX_TAG = 50, 100
MAX_VERSIONS, MAX_VERSION = 50, 100
# Control characters and halves of characters (lone surrogates), which nothing can display.
REFUSED_CATEGORIES = {"Cc", "Cs"}


def check_text(name: str, text: object, limit: int) -> str:
    """``text`` as it is; ``ValueError`` unless it is a text of at most ``limit`` characters."""
    if not isinstance(text, str):
        raise ValueError(f"{name} must be a text; got {type(text).__name__}")
    if len(text) > limit:
        raise ValueError(f"{name} must have at most {limit:,} characters; got {len(text):,}")
    for character in text:
        if character not in "\n\r\t" and unicodedata.category(character) in REFUSED_CATEGORIES:
            raise ValueError(f"{name} must not contain the character {character!r}")
    return text

"""Showing what somebody else typed or sent."""

LONGEST_QUOTE = 30


def quoted(text: str) -> str:
    """``text`` as a page may show it: short, on one line, and as code, for it may be Markdown."""
    line = " ".join(text.replace("`", "'").split())
    return f"`{line[:LONGEST_QUOTE]}…`" if len(line) > LONGEST_QUOTE else f"`{line}`"

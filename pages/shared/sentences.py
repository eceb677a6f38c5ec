"""Sentences in which names may stand that somebody else wrote: shown as text, whatever they are.

A message of Streamlit's is Markdown, in which a name may be a link or an image from somewhere.
"""

from collections.abc import Sequence
from html import escape
from typing import Literal

import streamlit as st

from mlp_core.quoting import one_line

# A sentence of the core's names a few columns, each of bounded length.
LONGEST = 2000
Kind = Literal["plain", "small", "warning", "error"]
SIGNS: dict[Kind, str] = {"plain": "", "small": "", "warning": "⚠ ", "error": "✗ "}


def tell(sentence: str, kind: Kind = "plain") -> None:
    """A sentence, which stands out where it is a ``warning`` or an ``error``."""
    role = ' role="alert"' if kind == "error" else ""
    text = escape(SIGNS[kind] + one_line(sentence, LONGEST))
    st.html(f'<p class="told {kind}"{role}>{text}</p>')


def tell_all(sentences: Sequence[str]) -> None:
    """A list of sentences."""
    items = "".join(f"<li>{escape(one_line(sentence, LONGEST))}</li>" for sentence in sentences)
    st.html(f'<ul class="told">{items}</ul>')

"""Which ink can be read on a colour: text over squares that the page shines through."""

import streamlit as st

# Linear light of red, green and blue as the eye weighs them, and how a display's values are made:
# WCAG 2.2, "relative luminance" and "contrast ratio".
WEIGHTS = (0.2126, 0.7152, 0.0722)
DARK_INK, LIGHT_INK = "#000000", "#FFFFFF"

Rgb = tuple[float, ...]


def page_colour() -> str:
    """The page's background, light or dark as it is now."""
    theme = "dark" if st.context.theme.type == "dark" else "light"
    return st.get_option(f"theme.{theme}.backgroundColor")


def ink_on(colour: str, opacity: float, page: str) -> str:
    """The ink, dark or light, that has more contrast on ``colour`` laid over the ``page``.

    Colours are as #0072B2, ``opacity`` is 0 to 1. The better of the two has 4.5:1 and more.
    """
    seen = tuple(
        opacity * c + (1 - opacity) * p for c, p in zip(_rgb(colour), _rgb(page), strict=True)
    )
    return max((DARK_INK, LIGHT_INK), key=lambda ink: contrast(_rgb(ink), seen))


def contrast(a: Rgb, b: Rgb) -> float:
    """The contrast ratio of two colours, from 1 to 21."""
    low, high = sorted((_luminance(a), _luminance(b)))
    return (high + 0.05) / (low + 0.05)


def _rgb(colour: str) -> Rgb:
    return tuple(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))


def _luminance(colour: Rgb) -> float:
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    return sum(weight * light for weight, light in zip(WEIGHTS, linear, strict=True))

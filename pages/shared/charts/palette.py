"""The colours that charts and pictures share, and the theme's for things to be told apart."""

import streamlit as st

# Okabe & Ito's blue and vermilion; the grey is legible on white and on black.
BLUE, ORANGE, GREY = "#0072B2", "#D55E00", "#7B8794"


def run_colours() -> list[str]:
    """The theme's colours for things to be told apart, light or dark as the page is now."""
    theme = "dark" if st.context.theme.type == "dark" else "light"
    return st.get_option(f"theme.{theme}.chartCategoricalColors")


def ink_colour() -> str:
    """That of the page's text, light or dark as the page is now."""
    theme = "dark" if st.context.theme.type == "dark" else "light"
    return st.get_option(f"theme.{theme}.textColor")

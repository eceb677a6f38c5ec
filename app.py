"""MLP Explorer: page configuration, the engine's warm-up and navigation, nothing else."""

import streamlit as st

from pages.shared import jobs

st.set_page_config(page_title="MLP Explorer", page_icon="🧠", layout="wide")
jobs.begin()

st.navigation(
    [
        st.Page(
            "pages/one_step/page.py",
            title="One step",
            icon=":material/footprint:",
            default=True,
        ),
        st.Page(
            "pages/train/page.py",
            title="Train",
            icon=":material/model_training:",
            url_path="train",
        ),
        st.Page(
            "pages/compare/page.py",
            title="Compare",
            icon=":material/compare_arrows:",
            url_path="compare",
        ),
    ],
    position="top",
).run()

"""MLP Explorer: page configuration, the engine's warm-up and navigation, nothing else."""

import streamlit as st

from pages.shared import jobs, navigation

st.set_page_config(page_title="MLP Explorer", page_icon="🧠", layout="wide")
jobs.begin()
navigation.run()

"""Guided experiments: a question, a prediction, runs that answer it, and why."""

"""Lessons on one step: where its numbers come from, and what goes wrong; still no screen."""

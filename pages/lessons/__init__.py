"""Lessons: guided experiments, and a teacher's own."""

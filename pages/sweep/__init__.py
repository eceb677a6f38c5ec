"""Sweep: many trainings that differ in a setting or two, begun by a click, seen at a glance."""

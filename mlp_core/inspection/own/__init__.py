"""Rows that somebody makes by hand, drawn or set value by value, and what a network says of them.

A row has the values that a person sets: those of the columns before any scaling, or of points
their coordinates. So it is one of every run on the same data, however these are scaled.
"""

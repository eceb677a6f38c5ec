"""One row in the network of a moment: its answer and why, what is like it, what would change it.

A view is a file with ``show(asked)``, and a line in the table of ``shown.py``; rows of the set, and
those that are drawn or typed, are shown by the same ones.
"""

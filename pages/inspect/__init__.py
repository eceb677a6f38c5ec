"""The inside of a trained network, at any moment of its training.

A section of the page is a file with ``show(moment)``, and a line in the table of ``page.py``.
"""

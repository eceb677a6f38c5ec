"""Exercises that textbooks, lectures and web pages have made known, with the figures they print.

``table`` has them all, a record each; ``agreement`` says how a printed figure stands to ours. Facts
alone enter, no wording of a source. Nothing here knows a screen or a walk.
"""

"""A table of somebody's own: read from the bytes of a file, understood, and made a data set.

What a file holds is first only cells (``raw.py``), whatever its format; then each column is
understood (``understood.py``), a target is guessed, and every doubt is a sentence with a choice.
Nothing is unpickled or executed, and no file can take more than the bounds it is read with.
pandas and pyarrow are known in this room alone.
"""

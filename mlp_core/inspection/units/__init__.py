"""What single hidden units do: portraits of them, what is lost without them, and pruning by size.

Pure functions of a look at a network: its rows go through it once, and whatever is asked of a unit
begins at its own layer.
"""

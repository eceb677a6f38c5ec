"""What one looks at in data and in a trained network, beside its scores: pure functions.

They are handed rows, classes and probabilities, or parameters and places to look at; what trains
or is kept is elsewhere.
"""

"""What one looks at in data and in a trained network, beside its scores: pure functions.

They are handed rows, classes and probabilities; what trains or is kept is elsewhere.
"""

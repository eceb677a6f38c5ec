"""The loss over places in the space of all parameters, and the walk of a training through it.

A ``Flat`` is a line or a plane there, ``Heights`` says how high the loss is at its places, and
``profile``, ``relief`` and ``walk`` ask for many of them. All is computed anew by the forward pass:
nothing is interpolated.
"""

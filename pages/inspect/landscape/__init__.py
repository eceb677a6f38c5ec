"""The loss's landscape around a run: along a line of parameters, and over a plane of them."""

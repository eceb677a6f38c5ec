"""One row through a trained network: what comes of it and why, and what is like it.

Functions of a configuration, a data set, parameters and a row as the network is handed it
(n_features,), be it one of the set, or drawn or typed by somebody.
"""

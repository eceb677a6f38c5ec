"""A run as a textbook solution: a script or notebook that trains it again without mlp_core."""

"""What trains: one epoch by NumPy or by compiled loops, behind one door."""

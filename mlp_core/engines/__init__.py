"""What trains: epochs by NumPy or by compiled loops, behind one door; and many steps at once."""

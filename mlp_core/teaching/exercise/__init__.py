"""Problems to solve by hand: drawn, written down, marked, hinted at and linked to."""

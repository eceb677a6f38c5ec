"""What the results of a sweep show: the map, one cell of it, and what is to be learned from all."""

"""One step: a single update of a small network, number by number; page.py leads to the rooms."""

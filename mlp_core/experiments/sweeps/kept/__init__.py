"""Sweeps that last: as plain records, in the file of the runs, in files of their own, in links."""

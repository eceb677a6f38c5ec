"""The compiled epoch: what ``network`` does, as loops that numba turns into machine code."""

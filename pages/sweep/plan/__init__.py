"""The plan of a sweep and the sweep at work: what is varied, how, by whom; begun, held, kept."""

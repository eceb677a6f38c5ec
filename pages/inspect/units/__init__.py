"""The section Units of the page Inspect: one hidden unit, units switched off, and pruning."""

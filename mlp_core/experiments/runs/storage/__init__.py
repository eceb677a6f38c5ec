"""How runs lie in a SQLite file; whoever keeps runs uses ``experiments.runs.store``."""

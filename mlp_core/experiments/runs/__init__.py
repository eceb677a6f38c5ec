"""What a run is, what its fields may hold, and where runs are kept; nothing here trains."""

"""What the results of a sweep say: pure functions of them; nothing here trains."""

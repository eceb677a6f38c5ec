"""A row that a visitor makes by hand: drawn, or set value by value, and read at once."""

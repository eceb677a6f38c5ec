"""The rules, by what they look at: each takes a ``Case`` and finds its kind there, or None."""

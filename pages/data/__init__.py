"""Data: what there is to learn from, built in, drawn or a visitor's own, looked at beforehand."""

"""What there is to train: axes, their values, the cells they make, and how much that is."""

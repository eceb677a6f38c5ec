"""Where a number of a step comes from: its cells, its terms and its way to the loss."""

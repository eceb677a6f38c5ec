"""What a step is taken of: the learner's entries or a digit, and the steps taken so far."""

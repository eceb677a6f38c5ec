"""What a step is taken of, the learner's entries or a row of real data, and the steps so far."""

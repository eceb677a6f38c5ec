"""The step with stages left blank, for the learner to fill in."""

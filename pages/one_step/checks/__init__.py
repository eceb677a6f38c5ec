"""Whether the step's gradients are right, and what a mistake in them would do."""

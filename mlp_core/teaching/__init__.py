"""What the One step page teaches with; still no screen."""

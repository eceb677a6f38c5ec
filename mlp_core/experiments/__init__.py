"""What people do with runs; still no screen."""

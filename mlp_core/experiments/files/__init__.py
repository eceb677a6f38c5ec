"""Runs as files that come and go: written for others, and read with distrust."""

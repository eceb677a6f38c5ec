"""Compare: runs that were kept are found, laid side by side, repeated and trained by link."""

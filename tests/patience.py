"""How long a test waits for what must come: no measure of speed, only an end for a broken one.

A whole sweep is trained in some tests, and a machine that runs the other tests meanwhile may
take minutes over what a quiet one does in seconds.
"""

PATIENCE_SECONDS = 300.0
PATIENCE_MS = 1000 * PATIENCE_SECONDS

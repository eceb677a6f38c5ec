"""A lesson that somebody else composed: read from a text with distrust, and packed into links."""

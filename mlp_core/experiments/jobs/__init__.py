"""Work that goes on beside a page: begun, queued, paused, watched, kept. Whatever
trains or lasts is here; it knows runs and findings, and neither knows it.
"""

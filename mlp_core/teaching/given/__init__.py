"""Exercises as people have them: text and links of anybody, read with distrust, written back.

``reading`` is the door for text, ``writing`` the way back, ``links`` the same in an address.
Nothing that is read is ever run.
"""

"""A step as a table of quantities: each one expression over entries of the others.

``table`` has the rules; everything else here reads them: ``compute`` their values, ``entries``
and ``arrays`` write them. Nothing in here may know a lesson, an exercise or a page.
"""

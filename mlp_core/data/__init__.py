"""What there is to learn from: data sets as records, loaded, split, scaled, and put into words.

A data set is one record (``record.py``), in a file of its kind, and a line in ``catalogue.py``.
Nothing outside ``digits.py`` knows the digits.
"""

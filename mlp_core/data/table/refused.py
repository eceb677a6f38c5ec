"""Files that are no tables, or tables of a kind that is not read here, with what to do instead."""

import re

# By how they begin.
BEGINNINGS = (
    (b"\xd0\xcf\x11\xe0", "This is an old workbook of Excel's: save its sheet as CSV."),
    (b"%PDF", "This is a PDF: a table in it has to be copied into a spreadsheet and saved as CSV."),
    (b"\x89HDF", "This is an HDF5 file: save the table as CSV, Parquet or .npz."),
    (b"SQLite format 3", "This is a database: export the table as CSV."),
    (b"\x89PNG", "This is a picture, and no table."),
    (b"GIF8", "This is a picture, and no table."),
    (b"\xff\xd8\xff", "This is a picture, and no table."),
    (b"ARROW1", "This is a Feather file: save the table as Parquet or CSV."),
    (b"RDX", "This is a file of R's: save the table with write.csv."),
    (b"MATLAB 5.0", "This is a file of MATLAB's: save the table with writetable."),
)
PICKLE = re.compile(rb"\x80[\x02-\x05]")
PICKLED = (
    "This is a file of Python's pickle, which could run code when it is read: save the table as "
    "CSV, Parquet or .npz."
)
# By what is first in a text.
TEXTS = (
    (
        re.compile(rb"<(!doctype|html|head|body|\?xml|table|svg|[a-z]+ )", re.IGNORECASE),
        "This is a web page, or XML, and no table: a page that needs a login is often saved in the "
        "place of the file behind it.",
    ),
    (
        re.compile(rb"\{\s*(\"|\}|$)|\[\s*(\{|\[|\"|$)"),
        "This is JSON: save the table as CSV.",
    ),
    (
        re.compile(rb"(%[^\n]*\n|\s)*@relation\b", re.IGNORECASE),
        "This is an ARFF file of Weka's: save the table as CSV.",
    ),
)
FIRST = 4_000
BOM = b"\xef\xbb\xbf"


def why_refused(data: bytes) -> str:
    """The sentence for a file of such a kind; empty where it is none of these."""
    for beginning, sentence in BEGINNINGS:
        if data.startswith(beginning):
            return sentence
    if PICKLE.match(data) and data.endswith(b"."):
        return PICKLED
    first = data[:FIRST].removeprefix(BOM).lstrip()
    return next((sentence for pattern, sentence in TEXTS if pattern.match(first)), "")

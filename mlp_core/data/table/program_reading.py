"""The cells of a file as source: how a program of its own comes by them, column by column."""

from mlp_core.data.table.program_columns import listed
from mlp_core.data.table.raw import GZIPPED, Raw

TEXT_CODE = """
stream = io.TextIOWrapper(
    io.BytesIO(data), encoding="{encoding}", errors="replace", newline=""
)
{named}reader = csv.reader(stream, delimiter={separator!r}, {quote}, skipinitialspace=True)
records = [record for record in reader if any(record)][{first}:]
{fitted}cells = [[cell.strip() for cell in column] for column in zip(*records)]
"""
NAMED = "next(stream)  # it names the separator\n"
COMMENTS = 'records = [r for r in records if len(r) == {width} or not r[0].startswith("#")]\n'
LONG = "records = [r for r in records if not any(cell.strip() for cell in r[{width}:])]\n"
OTHER_LENGTHS = 'records = [(r + [""] * {width})[:{width}] for r in records]\n'
PARQUET_CODE = """
table = pq.read_table(pa.BufferReader(data))
cells = [of_parquet(table.column(k)) for k in {places}]
"""
ARRAYS_CODE = """
arrays = np.load(io.BytesIO(data), allow_pickle=False)
blocks = {blocks}
matrices = [np.concatenate([arrays[name] for name in names]) for names in blocks]
cells = [of_array(column) for m in matrices for column in m.reshape(len(m), -1).T]
"""
ARRAY_CODE = """
array = np.load(io.BytesIO(data), allow_pickle=False)
cells = [of_array(column) for column in array.reshape(len(array), -1).T]
"""


def cells_code(raw: Raw) -> str:
    """Lines that make ``cells`` of ``data``, column by column.

    Raises ``ValueError`` with a sentence for a file that no program can read.
    """
    way = raw.way
    lines = []
    for step in way.unpacked:
        if step == GZIPPED:
            lines.append("data = gzip.decompress(data)\n")
        else:
            lines.append(f"data = zipfile.ZipFile(io.BytesIO(data)).read({step!r})\n")
    if way.format == "text":
        lines.append(_text_code(raw))
    elif way.format == "parquet":
        lines.append(PARQUET_CODE.format(places=listed(list(way.places))))
    elif way.format == "arrays" and way.blocks == (("array",),):
        lines.append(ARRAY_CODE)
    elif way.format == "arrays":
        lines.append(ARRAYS_CODE.format(blocks=listed([list(names) for names in way.blocks])))
    else:
        raise ValueError(
            "No program can read this file: only texts, Parquet files, and arrays that have the "
            "classes themselves are put into programs, no images and labels of MNIST's own"
        )
    return "".join(line.lstrip("\n") for line in lines)


def _text_code(raw: Raw) -> str:
    way, tally, width = raw.way, raw.tally, len(raw.names)
    fitted = COMMENTS * bool(tally["comments"]) + LONG * bool(tally["long"])
    if tally["short"] or tally["trailing"]:
        fitted += OTHER_LENGTHS
    return TEXT_CODE.format(
        encoding=way.encoding,
        named=NAMED if way.named else "",
        separator=raw.separator,
        quote=f"quotechar={way.quote!r}" if way.quote else "quoting=csv.QUOTE_NONE",
        first=way.first or "",
        fitted=fitted.format(width=width),
    )

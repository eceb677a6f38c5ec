"""A problem on paper: one HTML file that needs nothing else and prints on A4 and on Letter."""

from html import escape

from mlp_core._checks import Array
from mlp_core.teaching.exercise.problems import Problem, exact_values
from mlp_core.teaching.quantities.compute import Values
from mlp_core.teaching.worksheet.markdown import (
    BLANK,
    Part,
    cells,
    description,
    origin,
    parts,
    title,
    writer,
)
from mlp_core.teaching.worksheet.mathml import to_mathml

# No paper is named: the printer's own is used, and eight columns to write in fit on both.
STYLE = """
@page { margin: 16mm 14mm; @bottom-right { content: counter(page) " / " counter(pages); } }
:root { color-scheme: light; }
body { font: 11pt/1.4 "Helvetica Neue", Arial, sans-serif; color: #000; margin: 0; }
h1 { font-size: 17pt; margin: 0 0 4mm; }
h2 { font-size: 13pt; margin: 7mm 0 2mm; border-bottom: 0.3mm solid #000; }
h3 { font-size: 11pt; margin: 0 0 1.5mm; }
h3 math { font-size: 12pt; font-weight: normal; margin-left: 6mm; }
section { margin: 0 0 5mm; }
section, tr { break-inside: avoid; }
h1, h2, h3 { break-after: avoid; }
.given { display: flex; flex-wrap: wrap; gap: 3mm 8mm; align-items: flex-start; }
.given section { margin: 0; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { border: 0.2mm solid #555; padding: 0.8mm 1.6mm; text-align: right; font-size: 9.5pt; }
th { font-weight: normal; background: #eee; text-align: center; white-space: nowrap; }
td.blank { min-width: 15mm; height: 8mm; }
.name { margin: 0 0 5mm; }
.name span { display: inline-block; width: 80mm; border-bottom: 0.3mm solid #000; }
footer { margin-top: 6mm; font-size: 8.5pt; overflow-wrap: anywhere; }
@media screen { body { max-width: 182mm; margin: 10mm auto; padding: 0 5mm; } }
@media print {
  button { display: none; }
  th { print-color-adjust: exact; }
}
"""


def worksheet_html(problem: Problem) -> str:
    """The sheet to hand out: blanked stages are boxes to write in, all others are given."""
    name = '<p class="name">Name: <span></span></p>'
    return _document(problem, "worksheet", name, filled=False)


def key_html(problem: Problem) -> str:
    """The same sheet filled in, to six decimals: a file of its own, not to be printed along."""
    return _document(problem, "key", "", filled=True)


def _document(problem: Problem, kind: str, name: str, filled: bool) -> str:
    values = exact_values(problem)
    sheet = parts(problem)
    source, link = origin(problem)
    footer = f"{escape(source)} · link parameters: <code>{escape(link)}</code>" if link else source
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width">',
            f"<title>{escape(title(kind))}</title><style>{STYLE}</style></head><body>",
            '<button type="button" onclick="print()">Print</button>',
            f"<h1>{escape(title(kind))}</h1>",
            name,
            f"<p>{escape(description(problem))}</p>",
            '<h2>Given</h2><div class="given">',
            *(_section(part, values, filled) for part in sheet if not part.title),
            "</div><h2>Tasks</h2>",
            *(_section(part, values, filled) for part in sheet if part.title),
            f"<footer>{footer}</footer></body></html>",
            "",
        ]
    )


def _section(part: Part, values: Values, filled: bool) -> str:
    """A table with its title and formula; what belongs together stays on one page."""
    heading = ""
    if part.task:
        heading = f"<h3>{part.task}. {escape(part.title)} {to_mathml(part.latex)}</h3>"
    elif part.title:
        heading = f"<h3>Given: {escape(part.title)}</h3>"
    return f"<section>{heading}{_table(part, values[part.name], filled)}</section>"


def _table(part: Part, array: Array, filled: bool) -> str:
    header, rows = cells(part.name, array, writer(part, filled))
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in header)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(text: str) -> str:
    if text == BLANK:
        return '<td class="blank"></td>'
    if text.startswith("["):
        return f'<th scope="row">{escape(text)}</th>'
    return f"<td>{escape(text.replace('-', '−'))}</td>"

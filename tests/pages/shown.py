"""Reading what a page shows: its tables by caption, its charts by their data."""

import re
from html.parser import HTMLParser

import pyarrow
from streamlit.testing.v1 import AppTest

from mlp_core.experiments.jobs.recorded_job import RecordedJob
from tests.patience import PATIENCE_SECONDS

Cells = dict[tuple[str, str], str]


class _Figures(HTMLParser):
    """Collects each figure's caption and rows of cell texts, header row and column included."""

    def __init__(self) -> None:
        super().__init__()
        self.figures: list[tuple[str, list[list[str]]]] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag in ("figcaption", "th", "td"):
            self._inside = tag
        if tag == "figure":
            self.figures.append(("", []))
        elif tag == "tr":
            self.figures[-1][1].append([])
        elif tag in ("th", "td"):
            self.figures[-1][1][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "figcaption":
            caption, rows = self.figures[-1]
            self.figures[-1] = (caption + data, rows)
        elif self._inside in ("th", "td"):
            self.figures[-1][1][-1][-1] += data


def parse_tables(html: str) -> list[tuple[str, Cells]]:
    """Every labelled table in ``html``: its caption, and its cells by (row, column) label."""
    parser = _Figures()
    parser.feed("".join(re.findall("<figure.*?</figure>", html, re.DOTALL)))
    return [
        (
            caption,
            {
                (row[0], column): cell
                for row in rows
                for column, cell in zip(header[1:], row[1:], strict=True)
            },
        )
        for caption, (header, *rows) in parser.figures
    ]


def html_of(app: AppTest) -> str:
    """The HTML that the page writes itself, in page order."""
    return "".join(element.proto.body for element in app.get("html"))


def tables(app: AppTest) -> list[tuple[str, Cells]]:
    """The page's labelled tables in page order."""
    return parse_tables(html_of(app))


def find_table(tables: list[tuple[str, Cells]], caption: str) -> Cells:
    """The cells of the first table whose caption begins with ``caption``."""
    for name, cells in tables:
        if name.startswith(caption):
            return cells
    raise AssertionError(f"no table {caption!r} among {[name for name, _ in tables]}")


def table(app: AppTest, caption: str) -> Cells:
    """The cells of the page's first table whose caption begins with ``caption``."""
    return find_table(tables(app), caption)


def chart_data(app: AppTest, index: int) -> list[dict]:
    """The rows behind the page's chart number ``index``."""
    chart = app.get("vega_lite_chart")[index].proto
    data = chart.data.data or chart.datasets[0].data.data
    return pyarrow.ipc.open_stream(data).read_all().to_pylist()


def chart_rows(app: AppTest, column: str) -> list[dict]:
    """The rows of the first of all charts' data sets that has this column."""
    charts = [element.proto for element in app.get("vega_lite_chart")]
    for chart in charts:
        for data in (chart.data, *(dataset.data for dataset in chart.datasets)):
            rows = pyarrow.ipc.open_stream(data.data).read_all().to_pylist() if data.data else []
            if rows and column in rows[0]:
                return rows
    raise AssertionError(f"no chart has data with a column {column!r}")


def marks(app: AppTest, index: int) -> list[tuple[int, str]]:
    """Where the vertical lines of the page's chart number ``index`` stand, and what they say."""
    sets = app.get("vega_lite_chart")[index].proto.datasets
    found = next(one.data.data for one in sets if one.name == "marks")
    rows = pyarrow.ipc.open_stream(found).read_all().to_pylist()
    return [(row["epoch"], row["says"]) for row in rows]


def written(app: AppTest, column: str) -> list[str]:
    """What the page's first grid has in a column, as it is written there."""
    grid = app.dataframe[0].proto.arrow_data
    texts = pyarrow.ipc.open_stream(grid.styler.display_values).read_all()
    return texts.column(column).to_pylist()


def messages(app: AppTest) -> str:
    """All errors, warnings, notes and successes of the page in one text."""
    boxes = [*app.error, *app.warning, *app.info, *app.success]
    return "\n".join(box.value for box in boxes)


def choice(app: AppTest, key: str):
    """The segmented control with this key."""
    return next(group for group in app.get("button_group") if group.key == key)


def press(app: AppTest, label: str) -> None:
    """Press the button with this label; the page must come through it."""
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception


def buttons(app: AppTest) -> set[str]:
    """The labels of the buttons that can be pressed."""
    return {button.label for button in app.button if not button.disabled}


def train_to_the_end(app: AppTest) -> RecordedJob:
    """Press Train and let the run end; the page as it is then."""
    press(app, "Train")
    return rest(app)


def rest(app: AppTest) -> RecordedJob:
    """Wait until the run rests; the page as it is then."""
    job = app.session_state["training_job"]
    assert job.wait(PATIENCE_SECONDS)
    app.run()
    assert not app.exception
    return job

"""A data set is known to its record alone: the source is searched for what assumes the digits."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from mlp_core import DATASETS
from tests.test_tables import WORDS

ROOT = Path(__file__).resolve().parents[1]
RECORDS = ROOT / "mlp_core" / "data"
OF_PICTURES = re.compile(
    r"(?<!\w)(digits?|images?|pixels?|handwritten|wines?)(?!\w)", re.IGNORECASE
)
# The digits' size, their classes' number with it, and how many rows they have in each part.
SIZES = {64, 360, 1437, 1797}
# Where a digit is a figure of a number: 6 digits of a loss, the last digit of a sum.
FIGURES = {
    "mlp_core._checks.scalars",
    "mlp_core.experiments.findings.trust",
    "mlp_core.experiments.runs.plain_json",
    "pages.one_step.checks.check_curve",
    "pages.one_step.page",
    "pages.one_step.step.origin",
    "pages.one_step.words",
}
OTHERWISE = {
    # A kind of file, and names of signs.
    ("pages.one_step.step.diagram", "image/svg+xml"),
    ("pages.shared.charts.images", "data:image/png;base64,"),
    ("pages.one_step.step.diagram", ":material/image:"),
    # What links have called a row of real data since the digits were the only ones.
    ("pages.shared.links.to_one_step", "real digit"),
    # What is wrong with a shape, which is that of any picture.
    ("mlp_core.data.dataset", " pixels; got "),
    # What a published comparison calls the data that it was made with.
    ("mlp_core.experiments.sweeps.gallery.problems", "Digits"),
    # Which files there are, before one is brought.
    (
        "pages.data.own",
        "CSV, TSV, Parquet, .npz, or MNIST's own files, images and labels together",
    ),
    (
        "pages.data.own",
        "One table at a time, or MNIST's images with their labels: two files are the most.",
    ),
    # Digits of a number.
    ("mlp_core.teaching.given.limits", "digits in a number"),
    (
        "mlp_core.teaching.shelf.web_pages",
        "It does not fit the source's own outputs either: from them follows L = 0.0000350848. "
        "A digit seems to have slipped in.",
    ),
    ("pages.one_step.entries.copying", "* takes the text and the file back, every digit of them."),
    (
        "mlp_core.teaching.shelf.textbooks",
        "The source went on with its output rounded to three digits, 0.474.",
    ),
}
# Arguments that are sizes of something else.
OTHER_SIZES = {"maxsize", "max_entries", "width", "height"}


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Every module but the records, and the readers of MNIST's own files, by its dotted name."""
    of_mnist = ("openml", "table/idx", "table/arrays", "table/reading", "table/program_reading")
    names = ("digits", "real", "pictures", *of_mnist)
    records = {RECORDS / f"{name}.py" for name in names}
    # A guided experiment is about rows of its own choice, and says of which.
    guided = ROOT / "mlp_core" / "experiments" / "guided"
    records |= {guided / "own" / "example.py", *(guided / "lessons").glob("*.py")}
    for folder in ("mlp_core", "pages"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if path not in records:
                name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
                yield name, ast.parse(path.read_text(encoding="utf-8"), str(path))


def constants(tree: ast.Module) -> Iterator[object]:
    """What stands in a module but for docstrings, which nobody who runs it reads."""
    explained = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in explained:
            yield node.value


def test_no_text_speaks_of_one_data_set():
    found = {
        (name, text)
        for name, tree in modules()
        for text in constants(tree)
        if isinstance(text, str) and OF_PICTURES.search(text)
    }
    figures = {(name, text) for name, text in found if name in FIGURES and is_of_figures(text)}
    assert found - figures == OTHERWISE
    # None is allowed what it no longer needs.
    assert {name for name, _ in figures} == FIGURES


def is_of_figures(text: str) -> bool:
    return not re.search(r"image|pixel|handwritten|wine", text, re.IGNORECASE)


def test_no_number_is_the_size_of_one_data_set():
    found = []
    for name, tree in modules():
        known = sizes_of_something_else(tree)
        found += [
            (name, node.lineno, node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and node.value in SIZES and id(node) not in known
        ]
    assert found == []


def sizes_of_something_else(tree: ast.Module) -> set[int]:
    """The nodes of numbers that say what they are: by an argument, or by a name in capitals."""
    said = [
        node.value
        for node in ast.walk(tree)
        if (isinstance(node, ast.keyword) and node.arg in OTHER_SIZES)
        or (isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).isupper())
    ]
    return {id(node) for value in said for node in ast.walk(value)}


def test_no_module_is_called_after_one_data_set():
    names = [name for name, _ in modules()]
    assert [name for name in names if re.search(r"digit|wine|pixel", name)] == []


def test_nobody_asks_which_data_set_it_is():
    # A name that is compared with, or looked up: what follows from it belongs in the record.
    asked = [
        (name, node.lineno)
        for name, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare | ast.Subscript | ast.Dict)
        for part in ast.walk(node)
        if isinstance(part, ast.Constant) and part.value in DATASETS.keys() - WORDS
    ]
    assert asked == []

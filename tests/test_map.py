"""The map in the README: whatever it names is there, and every room is on it."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAP = README.partition("\n## Architecture\n")[2].partition("\n## ")[0]
TREE, _, FIGURES_AND_WAYS = MAP.partition("\n```\n")[2].partition("\n```\n")
# A file, and what it is asked for there: `mlp_core/metrics.py` `accuracy`.
MENTION = re.compile(r"`([\w./]+/[\w.]+\.\w+)`((?:\s+`\w+`)*)")
FIGURES = [line for line in FIGURES_AND_WAYS.splitlines() if line.startswith("| ")][2:]


def on_the_map() -> dict[str, str]:
    """What the tree says, by path; a folder's ends with a slash."""
    found: dict[str, str] = {}
    folders = [""]
    for line in TREE.splitlines():
        indent, name, sentence = re.fullmatch(r"( *)(\S+) {2,}(.+)", line).groups()
        depth = len(indent) // 4
        path = folders[depth] + name
        folders[depth + 1 :] = [path] if name.endswith("/") else []
        found[path] = sentence
    return found


def mentions() -> list[tuple[str, str]]:
    """The files that figures and ways name, with each name that is looked for there."""
    found = []
    for path, names in MENTION.findall(MAP):
        found += [(path, ""), *((path, name) for name in re.findall(r"\w+", names))]
    return found


def names_in(path: Path) -> set[str]:
    """What a file defines: functions, classes, members and constants."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    defined = {n.name for n in nodes if isinstance(n, ast.FunctionDef | ast.ClassDef)}
    stored = {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    return defined | stored


@pytest.mark.parametrize("path", on_the_map())
def test_what_the_tree_names_is_there(path):
    assert (ROOT / path).is_dir() if path.endswith("/") else (ROOT / path).is_file()
    # What the sentence names lies in the folder, or beside the file.
    room = (ROOT / path) if path.endswith("/") else (ROOT / path).parent
    for name in re.findall(r"\b\w+\.py\b", on_the_map()[path]):
        assert list(room.rglob(name))


def test_every_room_is_on_the_map():
    rooms = {path.parent for top in ("mlp_core", "pages") for path in (ROOT / top).rglob("*.py")}
    assert {f"{room.relative_to(ROOT).as_posix()}/" for room in rooms} <= on_the_map().keys()


@pytest.mark.parametrize(("path", "name"), mentions())
def test_what_figures_and_ways_name_is_there(path, name):
    assert (ROOT / path).is_file()
    assert not name or name in names_in(ROOT / path)


def test_the_map_has_the_figures_that_people_ask_about():
    assert len(FIGURES) >= 20
    for row in FIGURES:
        assert [len(MENTION.findall(cell)) for cell in row.split(" | ")] == [0, 1, 1], row

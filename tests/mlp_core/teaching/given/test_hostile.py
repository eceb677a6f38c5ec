"""Whatever somebody pastes: an exercise or a sentence, never a traceback, and never much work."""

import math
import random

import pytest

from mlp_core.teaching.given import tables
from mlp_core.teaching.given.limits import LIMITS
from mlp_core.teaching.given.links import from_link, to_link
from mlp_core.teaching.given.reading import Given, TextError, read_text
from mlp_core.teaching.given.statements import Statements
from mlp_core.teaching.given.writing import write_text
from tests.mlp_core.teaching.given.exercises import EXERCISES
from tests.mlp_core.teaching.given.formats import FORMATS

GOOD = [write(exercise) for write in FORMATS.values() for exercise in EXERCISES.values()]
PIECES = [
    *("nan", "inf", "-", "−", "1e999", "0x1F", "1_0", "[", "]", "((", "}", "{", "'", '"', "\x00"),
    *("\\", "=", ":", "==", ",", ";", "\n", "\t", "...", "…", "/", "//", "#", "%", "**", "W1 = "),
    *("w12 = 3", "x[0] = 1", "b[", "__import__('os')", "lambda: 0", "<b>x</b>", "[a](http://b)"),
    *("$$", "\ud800", "\u202e", "٣", "½", "𝟙", "🦊", "é", "\u200b", "1,5", "weights", "layers = "),
    *("activation = ", "loss = ", "np.zeros((9999, 9999))", "np.full(3, 4)", "OrderedDict([(1)])"),
    *("9" * 500, "W99999999999 = 1", "w1 = w2 = ", "True", "None", "bias = ", "no biases", ".T"),
]
WHOLE = [
    "",
    " ",
    "[" * 100_000,
    "{" * 50_000,
    "(" * 9_999 + ")" * 9_999,
    '{"a":' * 30_000,
    "W1 = [[1" + ", 1" * 60_000,
    "a = [" * 30_000,
    "a:b:" * 40_000,
    "a b " * 50_000,
    "w1 = " * 30_000,
    "w1, " * 40_000 + "= 1",
    "_" * 200_000,
    "a.b" * 60_000,
    "'" * 200_000,
    '"' * 199_999,
    "-" * 200_000,
    "/" * 200_000,
    "1/" * 90_000,
    "1e" * 90_000,
    "9" * 200_000,
    "0." + "1" * 199_000,
    "\n" * 200_000,
    "\t" * 200_000,
    "W1\t1\n" * 30_000,
    "\t1" * 90_000,
    'name,value\n"' * 10_000,
    '"' * 1_000 + ",name,value\n" + '"' * 100_000,
    "W[" + "1," * 90_000 + "1] = 2",
    "W1[1,1] = 1\nW1[9999,9999] = 1",
    "".join(f"w{k} = 1\n" for k in range(1, 1_500)) + "x = 1 2\ny = 1",
    "".join(f"w{a}{b} = 1 " for a in range(1, 9) for b in range(1, 9)),
    "x = [" + "[1], " * 9_000 + "]\nW1 = [[1]]",
    "np.zeros((100, 100)) " * 5_000,
    "np.array(" * 10_000,
    "np.array(" * 10_000 + ",1",
    "x 1, " * 20_000,
    "x " + "1, " * 30_000,
    "W1 = np.zeros((1e9, 1e9))",
    "layers = [1e9, 1e9]\nw1 = 1, w2 = 2",
    "Parameter containing: " * 10_000,
    "W1 = " + "Parameter containing " * 4_500 + "1",
    "<script>alert(1)</script>" * 1_000,
    "| W1 | b1 |\n|---|---|\n| 0.1 | 0.2 |",
    "0,1;" * 40_000,
    "no biases\n" * 9_999,
    "1 " * 200_001,
]


def pastes(seed: int, n: int) -> list[str]:
    """``n`` texts: good ones cut, doubled and mixed with what does not belong, and noise."""
    rng = random.Random(seed)
    made = []
    while len(made) < n:
        text = rng.choice(GOOD) if rng.random() < 0.8 else ""
        for _ in range(rng.randint(1, 6)):
            a, b = sorted(rng.randint(0, len(text)) for _ in range(2))
            match rng.randint(0, 4):
                case 0:
                    text = text[:a] + text[b:]
                case 1:
                    text = text[:b] + text[a:]
                case 2:
                    highest = rng.choice((0xFF, 0x10FFFF))
                    noise = "".join(chr(rng.randint(0, highest)) for _ in range(9))
                    text = text[:a] + noise + text[a:]
                case _:
                    text = text[:a] + rng.choice(PIECES) + text[a:]
        made.append(text)
    return made


def check(read, text: str) -> Given | None:
    """Read ``text``: what comes is an exercise that is written and read again, or a sentence."""
    try:
        given = read(text)
    except TextError as refused:
        error = refused
    else:
        return check_read(given)
    assert str(error).endswith((".", "?")), str(error)
    assert len(str(error)) < 500
    assert min(error.line, error.column) >= 1
    assert len(error.excerpt) < 200
    return None


def check_read(given):
    """What was read is plain, and is written and read again; returned as it is."""
    arguments = given.arguments if isinstance(given, Given) else given
    check_plain(arguments)
    again = read_text(write_text(arguments)).arguments
    assert {name: arguments[name] for name in again} == again
    return given


def check_plain(value) -> None:
    """Nested tuples of finite floats, and names."""
    if isinstance(value, dict | tuple):
        for inner in value.values() if isinstance(value, dict) else value:
            check_plain(inner)
    else:
        assert isinstance(value, str | bool) or (type(value) is float and math.isfinite(value))


def test_a_thousand_hostile_pastes():
    read = [check(read_text, text) for text in pastes(seed=11, n=1_000)]
    # Some are still whole, or whole enough; of those, too, the sentences are short.
    good = [given for given in read if given]
    assert 100 < len(good) < 900
    assert all(len(sentence) < 600 for given in good for sentence in given.understood)


@pytest.mark.parametrize("text", WHOLE, ids=lambda text: repr(text[:20]))
def test_what_is_made_to_take_long_takes_few_steps(text, monkeypatch):
    taken = 0
    take = Statements.take

    def counted(self):
        nonlocal taken
        taken += 1
        return take(self)

    monkeypatch.setattr(Statements, "take", counted)
    given = check(read_text, text)
    assert taken <= 22 * LIMITS["characters"].most
    assert given is None or all(len(sentence) < 600 for sentence in given.understood)


def test_hostile_links():
    rng = random.Random(7)
    links = [to_link(exercise) for exercise in EXERCISES.values()]
    letters = "ABCabc019-_~.=/+é\n "
    for _ in range(300):
        link = rng.choice(links)
        for _ in range(rng.randint(1, 4)):
            at = rng.randint(0, len(link))
            link = link[:at] + rng.choice(letters) + link[at + rng.randint(0, 3) :]
        check(from_link, link)


def test_a_wide_table_takes_as_many_looks_as_it_has_cells(monkeypatch):
    looks = 0

    class Cell(tables.Cell):
        @property
        def text(self):
            nonlocal looks
            looks += 1
            return self[0]

    monkeypatch.setattr(tables, "Cell", Cell)
    for text in ("1\tx\t" * 2_000, "x\t" * 2_000 + "\n" + "1\t" * 2_000):
        looks = 0
        check(read_text, text)
        assert looks < 20 * text.count("\t")


def test_a_cell_of_digits_that_is_no_number_is_refused_at_once():
    # Tried every way of parting the digits, this would take minutes.
    check(read_text, "W1\t" + "1" * 90_000 + "x")

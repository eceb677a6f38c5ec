"""What cannot be read is told in a sentence that points at the place."""

import pytest

from mlp_core.teaching.given.limits import LIMITS
from mlp_core.teaching.given.reading import TextError, read_text

GOOD = "W1 = [[0.15, 0.2], [0.25, 0.3]]\n"
REFUSED = {
    # text, line, column, message
    "a letter in a number": (GOOD + "b1 = [0.3o, 1]", 2, 7, "`0.3o` is not a number"),
    "an underscore": ("W1 = [[1_000, 2]]", 1, 8, "`1_000` is not a number"),
    "two points": ("W1 = [[1.2.3]]", 1, 8, "`1.2.3` is not a number"),
    "a hexadecimal": ("W1 = [[0x10]]", 1, 8, "`0x10` is not a number"),
    "a word": ("W1 = [[0.1, oops]]", 1, 13, "`oops` is not a number"),
    "a word in quotes": ('{"W1": [[0.1, "2"]]}', 1, 15, "`2` is not a number"),
    "an open bracket": (GOOD + "b1 = [0.1, 0.2\nx = [1, 2]", 2, 6, "never closed"),
    "an open bracket at the end": ("W1 = [[0.1, 0.2]", 1, 6, "never closed"),
    "another bracket": ("W1 = [[0.1, 0.2)]", 1, 16, "needs a `]` here"),
    "two commas": ("W1 = [[1,, 2]]", 1, 10, "missing before this comma"),
    "an uneven row": (GOOD.replace(", 0.3", ""), 1, 20, "Row 2 of `W1` has 1 number,"),
    "numbers beside lists": ("W1 = [[1, 2], 3]", 1, 6, "mixed"),
    "an empty list": ("W1 = [[], []]", 1, 7, "no numbers"),
    "nan": ("W1 = [[0.1, nan]]", 1, 13, "`nan` is no finite number"),
    "infinity": ("x = -inf\nW1 = [[1]]", 1, 6, "`inf` is no finite number"),
    "a huge number": ("W1 = [[1e999]]", 1, 8, "larger than any"),
    "a huge fraction": ("W1 = [[1e300/1e-300]]", 1, 8, "larger than any"),
    "a division by zero": ("W1 = [[1/0]]", 1, 9, "divides by zero"),
    "a calculation": ("W1 = [[1 + 2]]", 1, 10, "calculation"),
    "a power of ten": (GOOD + "lr = 1.5·10^-3", 2, 9, "not `·`"),
    "an arrow": (GOOD + "lr = 1 → 2", 2, 8, "not `→`"),
    "a power": ("W1 = [[2**3]]", 1, 9, "calculation"),
    "a multiple of a list": ("W1 = [0.1] * 3", 1, 12, "calculation"),
    "a multiple of an array": ("W1 = np.ones((2, 2))*0.1", 1, 21, "calculation"),
    "a share of an array": ("W1 = np.array([[1, 2]]) / 10", 1, 25, "calculation"),
    "a percentage": ("lr = 50%", 1, 6, "`50%` is not a number"),
    "a percentage among others": ("W1 = [[50%, 20 %]]", 1, 8, "`50%` is not a number"),
    "a percentage with a blank": ("momentum = 90 %\nlr = 1", 1, 12, "`90 %` is not a number"),
    "another shape": ("W1 = np.array([1, 2]).reshape(2, 1)", 1, 23, "`.reshape` would have"),
    "zeros of no shape": ("W1 = np.zeros(())", 1, 6, "one or two whole numbers"),
    "zeros in half a row": ("W1 = np.zeros((2.5, 2))", 1, 6, "one or two whole numbers"),
    "zeros in no column": ("W1 = np.zeros((2, 0))", 1, 6, "one or two whole numbers"),
    "a class that there is not": (GOOD + "x = [1, 2]\ny = 2", 3, 1, "`y` has 1 number, and"),
    "a difference": ("W1 = [[1.5-2]]", 1, 11, "calculation"),
    "lists of lists of lists": ("W1 = [[[1]]]\nW2 = [[1]]", 1, 6, "lists within lists within"),
    "a function": ("W1 = np.random.randn(2, 2)", 1, 6, "would have to be run"),
    "something to run": ("W1 = __import__('os').system('ls')", 1, 6, "would have to be run"),
    "numbers left out": ("W1 = [[0.1 0.2 ... 0.9]]", 1, 16, "left out here"),
    "nothing": (GOOD + "b1 =", 2, 5, "ends where a number is expected"),
    "weights that do not chain": (
        GOOD + "W2 = [[1, 2, 3]]",
        2,
        1,
        "W2 has 3 numbers in a row, and layer 1 has 2 units",
    ),
    "x of another length": (GOOD + "x = [1, 2, 3]", 1, 1, "x has 3 numbers"),
    "y of another length": (GOOD + "y = [1, 2, 3]", 2, 1, "the network has 2 outputs"),
    "rows of x and y": (
        GOOD + "x = [[1, 2], [3, 4]]\ny = [[1, 2], [3, 4], [5, 6]]",
        3,
        1,
        "x has 2 rows, and y has 3",
    ),
    "too many biases": (GOOD + "b1 = [1, 2, 3]", 2, 1, "3 biases, and layer 1 has 2 units"),
    "biases of another layer": (GOOD + "b1 = 1\nb2 = 1", 3, 1, "biases of 2"),
    "biases alone": ("b1 = [1, 2]", 1, 1, "and no weights"),
    "a missing weight": ("w1 = 1, w2 = 2, w4 = 4, x = 1, y = 1", 1, 17, "a weight is missing"),
    "a missing entry": ("W1[1,1] = 1\nW1[2,2] = 2", 1, 1, "has no [1,2]"),
    "entries of a row that does not begin": ("W1[2,2] = 1\nW1[2,3] = 2", 1, 1, "has no [1,1]"),
    "a huge cell": ("W1\t1\t-1e999", 1, 6, "larger than any"),
    "entries far apart": ("W1[1,1] = 1\nW1[999,999] = 2", 1, 1, "do not make up an array"),
    "a link that is missing": ("w13=1 w14=1 w23=1 w35=1 w45=1", 1, 1, "not clear which layers"),
    "weights of who knows what": ("w1 = 1, w2 = 2, w3 = 3", 1, 1, "not clear which layers"),
    "weights of two networks": (
        "x = 1 1, y = 1 1, w1 = 1, w2 = 2, w3 = 3, w4 = 4",
        1,
        19,
        "may be a network of 2-2 or 2-1-2",
    ),
    "sizes of other weights": (
        "layers = [2, 2], w1 = 1, w2 = 2",
        1,
        18,
        "Layers of 2-2 have 4 weights, not 2",
    ),
    "a rate that is none": (GOOD + "lr = fast", 2, 6, "learning_rate must be one number"),
    "a rate of zero": (GOOD + "lr = 0", 2, 1, "learning_rate must"),
    "an unknown activation": (GOOD + "activation = foo", 2, 14, "Write one of tanh"),
    "an unknown loss": (GOOD + "loss = regret", 2, 8, "The loss is `regret`"),
    "an unknown optimizer": (GOOD + "optimizer = lbfgs", 2, 13, "Write one of sgd, adam"),
    "neither yes nor no": (GOOD + "half = perhaps", 2, 8, "Write one of yes, no"),
    "too many activations": (GOOD + "activation = tanh, relu, tanh", 2, 1, "3 activations"),
    "a cell of a spreadsheet": ("W1\t0.1\t0.2\n\t0.3\t0.4.5", 2, 6, "`0.4.5` is not a number"),
    "no network": ("Dear students,\nthe exam is on Monday.", 1, 1, "no network in this text"),
    "nothing at all": ("", 1, 1, "no network in this text"),
    "too deep": ("W1 = " + "[" * 500, 1, 13, "At most 6 brackets"),
    "too many digits": (f"W1 = [[0.{'1' * 500}]]", 1, 8, "At most 400 digits"),
    "too many numbers": ("1 " * (LIMITS["numbers"].most + 1), 1, 20_001, "At most 10,000 numbers"),
    "too many signs": (
        "\n" * (LIMITS["tokens"].most + 1),
        40_001,
        1,
        "At most 40,000 num",
    ),
    "too many names": ("k = 1\n" * (LIMITS["names"].most + 1), 2001, 6, "At most 2,000 named"),
    "too many layers": ("W = [" + "[[1]], " * 21 + "]", 1, 146, "At most 20 layers"),
    "too long": ("\n" * LIMITS["characters"].most + "W", 100_001, 1, "At most 100,000 char"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_the_place_is_pointed_at(name):
    text, line, column, message = REFUSED[name]
    with pytest.raises(TextError) as caught:
        read_text(text)
    error = caught.value
    assert message in str(error)
    assert (error.line, error.column) == (line, column)
    assert str(error).startswith(f"Line {line}, column {column}: ")
    assert str(error).endswith(".")


def test_the_excerpt_marks_the_place_beneath():
    with pytest.raises(TextError) as caught:
        read_text("x = [1]\nW1 = [[0.15, 0,2o]]\n")
    assert caught.value.excerpt == "W1 = [[0.15, 0,2o]]\n               ^"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("W1 = [[−0.15, −0.2o]]", "W1 = [[−0.15, −0.2o]]\n               ^"),
        ("W1 = −0,15; 0,2o", "W1 = −0,15; 0,2o\n            ^"),
        (r"W = \begin{bmatrix} 1 & 2 \\ 3 \end{bmatrix}", None),
    ],
)
def test_the_excerpt_shows_what_was_pasted(text, shown):
    with pytest.raises(TextError) as caught:
        read_text(text)
    assert caught.value.excerpt.split("\n")[0][:30] == text[:30]
    assert shown in (None, caught.value.excerpt)


def test_the_excerpt_of_a_long_line_is_short():
    with pytest.raises(TextError) as caught:
        read_text(f"W1 = [[{'0.1, ' * 500}\x00oops]]")
    shown, mark = caught.value.excerpt.split("\n")
    assert len(shown) < 100
    assert shown[mark.index("^") :].startswith((" oops", "oops"))
    assert shown.isprintable()

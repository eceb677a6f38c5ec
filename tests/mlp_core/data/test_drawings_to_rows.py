"""Drawings as rows: against the sets' own descriptions, and against what their rows show."""

import numpy as np
import pytest
from scipy.ndimage import zoom
from sklearn.datasets import load_digits
from sklearn.neural_network import MLPClassifier

from mlp_core import DATASETS
from mlp_core.data.bitmaps import cropped, fitted
from mlp_core.data.catalogue import facts_of
from mlp_core.data.centred import centred
from mlp_core.data.handprint import block_counts, counted, normalised

DRAWABLE = {name: record for name, record in DATASETS.items() if record.drawing}
X, classes = load_digits(return_X_y=True)
IMAGES = X.reshape(-1, 8, 8)


def on_canvas(shape: np.ndarray, size: int = 128, at: tuple[int, int] = (30, 20)) -> np.ndarray:
    canvas = np.zeros((size, size))
    canvas[at[0] : at[0] + shape.shape[0], at[1] : at[1] + shape.shape[1]] = shape
    return canvas


def frame(height: int, width: int, thick: int) -> np.ndarray:
    made = np.ones((height, width))
    made[thick:-thick, thick:-thick] = 0.0
    return made


def test_blocks_are_counted_as_by_hand():
    bitmap = np.zeros((32, 32), dtype=bool)
    bitmap[0, :4] = True  # a line of block (0, 0)
    bitmap[4:8, 8:12] = True  # all of block (1, 2)
    bitmap[31, 31] = True  # the last place of the last
    expected = np.zeros((8, 8))
    expected[0, 0], expected[1, 2], expected[7, 7] = 4, 16, 1
    np.testing.assert_array_equal(block_counts(bitmap), expected.ravel())


def test_a_ring_as_by_hand():
    # Stretched to 32 x 20 its lines are 4 places thick: 640 - 24 * 12 = 352 of ink, which is as
    # much as there is to be; its left edge is upright. So columns 6 to 25 have it.
    row = counted(on_canvas(frame(64, 40, 8))).reshape(8, 8)
    line = [0, 8, 16, 16, 16, 16, 8, 0]
    side = [0, 8, 8, 0, 0, 8, 8, 0]
    np.testing.assert_array_equal(row, [line, *[side] * 6, line])


@pytest.mark.parametrize(
    ("shape", "ink"),
    [
        # 640 - 30 * 18 = 100 of ink is thickened twice: 24 wide, as high as there is room for,
        # around a hole of 26 * 14.
        (frame(32, 20, 1), 32 * 24 - 26 * 14),
        # 640 - 28 * 16 = 192, once.
        (frame(32, 20, 2), 32 * 22 - 26 * 14),
        # 352 is left as it is.
        (frame(32, 20, 4), 352),
        # 640 - 20 * 8 = 480 is thinned once, but for the corners of the hole; all of 640 twice.
        (frame(32, 20, 6), 30 * 18 - (22 * 10 - 4)),
        (np.ones((64, 40)), 28 * 16),
    ],
)
def test_lines_become_about_as_thick_as_those_of_the_set(shape, ink):
    assert normalised(on_canvas(shape)).sum() == ink


def test_what_leans_is_set_upright():
    leaning = np.zeros((100, 60))
    for line in range(100):
        start = round((99 - line) * 0.4)
        leaning[line, start : start + 20] = 1
    made = normalised(on_canvas(leaning, at=(10, 40)))
    lines = [line for line in range(32) if made[line].any()]
    edges = [int(made[line].argmax()) for line in lines[2:-2]]
    assert max(edges) - min(edges) <= 1
    # The same, upright from the start, has its left edge upright, too.
    assert edges[0] == edges[-1]


def test_shape_size_and_place_of_a_drawing_do_not_matter():
    ring = frame(64, 40, 8)
    row = counted(on_canvas(ring))
    for other in (
        on_canvas(ring, at=(0, 0)),
        on_canvas(ring, at=(64, 88)),  # at the edge
        on_canvas(frame(32, 20, 4), size=64),
        on_canvas(np.kron(ring, np.ones((2, 2))), size=256),
        on_canvas(ring) * 255,
        ring,
    ):
        np.testing.assert_array_equal(counted(other), row)
    # Stretched, whatever its shape.
    np.testing.assert_array_equal(counted(on_canvas(np.kron(ring, np.ones((1, 2))))), row)


def ends(line: np.ndarray) -> tuple[float, float]:
    """Where ink begins and ends in a line of blocks, in places, were it all on the near side."""
    there = np.flatnonzero(line)
    first, last = there[0], there[-1]
    return 4 * first + 4 - min(line[first] / 4, 4), 4 * last + min(line[last] / 4, 4)


def test_the_set_is_as_the_description_says():
    # The figures of handprint.py: where its rows have ink at all …
    lines, columns = (X.reshape(-1, 8, 8) > 0).any(axis=2), (X.reshape(-1, 8, 8) > 0).any(axis=1)
    assert lines.all()
    np.testing.assert_allclose(columns.mean(axis=0)[[0, 1, 7]], [0.01, 0.85, 0.12], atol=0.005)
    # … how much of it, …
    ink = X.sum(axis=1)
    assert (*np.percentile(ink, [1, 99]).round(), ink.max()) == (251, 397, 433)
    assert [ink[classes == k].mean().round() for k in (1, 8)] == [313, 330]
    # … how wide it is, …
    tops = [ends(image.max(axis=0)) for image in IMAGES]
    widths = np.array([high - low for low, high in tops])
    assert 19 <= np.median(widths) <= 21
    # … and that its left edge is upright, in every class.
    for k in range(10):
        leaning = [ends(im[0])[0] - ends(im[7])[0] for im in IMAGES[classes == k]]
        assert np.abs(np.percentile(leaning, [25, 50, 75])).max() <= 0.75
        assert abs(np.median(leaning)) <= 0.25


def enlarged(image: np.ndarray) -> np.ndarray:
    """A row of the set as a bitmap, 8 places a block and more: smoothed, then black or white."""
    grey = zoom(np.pad(image, 1) / 16, 16, order=1, grid_mode=True, mode="grid-constant")
    return (grey[16:-16, 16:-16] >= 0.5).astype(float)


def test_rows_of_the_set_come_back_from_their_enlargements():
    drawings = [enlarged(image) for image in IMAGES]
    rows = np.array([counted(drawing) for drawing in drawings])
    assert rows.min() >= 0
    assert rows.max() <= 16
    off = np.abs(rows - X).mean(axis=1)
    plain = np.array([16 * fitted(drawing, (8, 8)).ravel() for drawing in drawings])
    # Enlarging alone costs 0.7 of 16 a block, and what is cropped is stretched anew.
    assert np.abs(plain - X).mean() < 0.8
    assert np.median(off) < 1.4
    assert np.percentile(off, 95) < 3.0
    # Ink and margins stay those of the set.
    assert abs(rows.sum(axis=1).mean() - X.sum(axis=1).mean()) < 20
    shown = (rows.reshape(-1, 8, 8) > 0).any(axis=1).mean(axis=0)
    assert shown[0] < 0.05
    assert shown[7] < 0.15


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
def test_a_trained_network_reads_them_as_before():
    learned = np.arange(len(X)) % 5 > 0
    network = MLPClassifier((50,), max_iter=60, random_state=0).fit(
        X[learned] / 16, classes[learned]
    )
    held_out = np.flatnonzero(~learned)
    rows = np.array([counted(enlarged(IMAGES[i])) for i in held_out])
    read = network.predict(rows / 16)
    assert (read == classes[held_out]).mean() > 0.88
    # Without the stretching, as large as it is drawn, far fewer are.
    whole = np.array([16 * fitted(cropped(enlarged(IMAGES[i])), (8, 8)).ravel() for i in held_out])
    assert (network.predict(whole / 16) == classes[held_out]).mean() < 0.7


def test_the_other_way_centres_by_mass():
    # 40 x 20 becomes 20 x 10; the mass of an L lies at its foot, to the left.
    shape = np.zeros((40, 20))
    shape[:, :6] = 1
    shape[-6:] = 1
    image = centred(on_canvas(shape, size=100)).reshape(28, 28)
    lines, columns = np.flatnonzero(image.any(axis=1)), np.flatnonzero(image.any(axis=0))
    assert (len(lines), len(columns)) == (20, 10)
    places = np.arange(28) + 0.5
    assert abs(image.sum(axis=1) @ places / image.sum() - 14) <= 0.5
    assert abs(image.sum(axis=0) @ places / image.sum() - 14) <= 0.5
    assert image.max() == 255


def test_the_other_way_keeps_shapes_and_has_grey_edges():
    bar = centred(on_canvas(np.ones((90, 9)), size=100, at=(5, 91))).reshape(28, 28)
    assert (bar.any(axis=1).sum(), bar.any(axis=0).sum()) == (20, 2)
    half = np.ones((41, 20))
    half[:, ::2] = 0
    greys = set(np.unique(centred(on_canvas(half, size=60, at=(2, 2)))))
    assert greys - {0.0, 255.0}


@pytest.mark.parametrize("record", DRAWABLE.values(), ids=DRAWABLE)
def test_every_drawing_becomes_a_row_of_its_set(record):
    row = facts_of(record.name, {}).row
    found = record.drawing.row(on_canvas(frame(60, 40, 8)))
    assert found.shape == (row.n_features,)
    assert row.low <= found.min() <= found.max() <= row.high
    assert "As the set was made" in record.drawing.said
    # A fine line, a line at the edge, and one across are drawings.
    for line in (on_canvas(np.ones((100, 1)), at=(10, 127)), on_canvas(np.ones((9, 100)))):
        assert record.drawing.row(line).any()


@pytest.mark.parametrize("record", DRAWABLE.values(), ids=DRAWABLE)
@pytest.mark.parametrize(
    ("bitmap", "why"),
    [
        (np.zeros((64, 64)), "nothing is drawn"),
        (np.ones((64, 64)), "all of the drawing is ink"),
        (on_canvas(np.ones((9, 12))), "no more than a dot"),
        (np.zeros((0, 4)), "must be a matrix"),
        (np.zeros(64), "must be a matrix"),
        (np.ones((2, 1025)), "must be a matrix"),
        (np.full((4, 4), np.nan), "finite"),
        (np.full((4, 4), 256.0), "0 to 255"),
        (np.full((4, 4), -1.0), "0 to 255"),
        ([["a"]], "numbers only"),
    ],
)
def test_what_says_nothing_is_refused_with_a_sentence(record, bitmap, why):
    with pytest.raises(ValueError, match=why):
        record.drawing.row(bitmap)


def test_shares_of_places_are_means():
    ink = np.arange(12.0).reshape(3, 4) / 12
    np.testing.assert_allclose(fitted(ink, (1, 1)), [[ink.mean()]])
    np.testing.assert_allclose(fitted(ink, (3, 2)), ink.reshape(3, 2, 2).mean(axis=2))
    np.testing.assert_allclose(fitted(ink, (6, 8)), np.kron(ink, np.ones((2, 2))))
    # Thirds of halves, by hand: a place that a border runs through is shared out.
    np.testing.assert_allclose(fitted(np.array([[0.0, 1.0]]), (1, 3)), [[0.0, 0.5, 1.0]])

"""The digits that a step can be taken on: how many there are, and what they are called."""

from mlp_core import load_dataset

DATASET = "digits"
_DATA = load_dataset(DATASET)
TEST_ROWS, N_PIXELS, N_CLASSES = len(_DATA.y_test), _DATA.n_features, _DATA.n_classes
CLASS_NAMES = _DATA.class_names
CLASS_LABELS = tuple(f"digit {name}" for name in CLASS_NAMES)


def with_article(name: str) -> str:
    """A digit in a sentence: a 3, an 8."""
    return f"an {name}" if name.startswith("8") else f"a {name}"

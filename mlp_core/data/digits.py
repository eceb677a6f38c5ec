"""The digits: scikit-learn's ``load_digits``, the 1,797 images of 13 writers that form the test
part of the UCI set "Optical Recognition of Handwritten Digits", 8 x 8 pixels of 0 to 16."""

from sklearn.datasets import load_digits

from mlp_core.data.handprint import counted
from mlp_core.data.record import Drawing, Facts, Record, always, from_sklearn
from mlp_core.data.rows import Picture, Words

DIGITS = Record(
    **from_sklearn(load_digits, "digits"),
    facts=always(Facts(Picture((8, 8), 0, 16), class_names=tuple("0123456789"))),
    parameters=(),
    in_order="The nearest that one gets to an honest split: who wrote a digit is not recorded, but "
    "digits of one writer stand together. That they are read worse so is consistent with writers "
    "shared by both sides of a shuffled split, and no proof of it.",
    drawing=Drawing(
        counted,
        "As the set was made: the drawing is cropped, stretched to 20 × 32 pixels in the middle of "
        "32 × 32, thinned or thickened to about the same ink, and set upright; then the black "
        "pixels of each block of 4 × 4 are counted.",
    ),
    suggests={},
    words=Words(
        thing="digit",
        things="digits",
        subject="handwritten digits",
        one="a handwritten digit",
        row="image",
        rows="images",
        value="pixel",
        values="pixels",
        target="digit",
        each="the digit each is meant to be",
        verb="read",
        label="digit {}",
        it_is="{a} {name}",
        the="the {}",
    ),
)

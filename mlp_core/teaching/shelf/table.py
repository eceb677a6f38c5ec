"""The shelf: one table of exercises, by key, in the order in which a menu has them."""

from mlp_core.teaching.shelf.classics import (
    QUESTION_1_CROSS_ENTROPY,
    QUESTION_1_SQUARED_ERROR,
    XOR_BATCH,
)
from mlp_core.teaching.shelf.textbooks import (
    HAN_KAMBER,
    MITCHELL,
    NIELSEN_BAD,
    NIELSEN_CROSS_ENTROPY,
    NIELSEN_GOOD,
)
from mlp_core.teaching.shelf.web_pages import CS231N, HMKCODE, MAZUR

SHELF = {
    exercise.key: exercise
    for exercise in (
        QUESTION_1_SQUARED_ERROR,
        QUESTION_1_CROSS_ENTROPY,
        MAZUR,
        CS231N,
        HAN_KAMBER,
        HMKCODE,
        MITCHELL,
        NIELSEN_GOOD,
        NIELSEN_BAD,
        NIELSEN_CROSS_ENTROPY,
        XOR_BATCH,
    )
}

"""Real sets other than the digits that scikit-learn ships, whose rows are rows of a table."""

from sklearn.datasets import load_wine

from mlp_core.data.record import Facts, Record, always, from_sklearn
from mlp_core.data.rows import Columns, Words

# The UCI set "Wine": a chemical analysis of 178 Italian wines from three cultivars.
WINE = Record(
    **from_sklearn(load_wine, "wine"),
    facts=always(
        Facts(
            Columns(
                (
                    "alcohol",
                    "malic acid",
                    "ash",
                    "alcalinity of ash",
                    "magnesium",
                    "total phenols",
                    "flavanoids",
                    "nonflavanoid phenols",
                    "proanthocyanins",
                    "color intensity",
                    "hue",
                    "od280/od315 of diluted wines",
                    "proline",
                )
            ),
            class_names=("class_0", "class_1", "class_2"),
        )
    ),
    parameters=(),
    in_order="",
    suggests={"scaling": "standard"},
    words=Words(
        thing="wine",
        things="wines",
        subject="wines",
        one="a wine",
        row="wine",
        rows="wines",
        value="measurement",
        values="measurements",
    ),
)

"""Tables of classes that scikit-learn ships."""

from sklearn.datasets import load_breast_cancer, load_iris, load_wine

from mlp_core.data.record import Facts, Record, always, from_sklearn
from mlp_core.data.rows import Columns, Words

SORTED_BY_CLASS = (
    "Its rows are sorted by class: the last ones are of one alone, few of which are learned from."
)
SUGGESTS = {"scaling": "standard"}

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
    in_order=SORTED_BY_CLASS,
    drawing=None,
    suggests=SUGGESTS,
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

# R. A. Fisher, "The use of multiple measurements in taxonomic problems", 1936: fifty flowers of
# each of three species.
IRIS = Record(
    **from_sklearn(load_iris, "iris"),
    facts=always(
        Facts(
            Columns(
                (
                    "sepal length (cm)",
                    "sepal width (cm)",
                    "petal length (cm)",
                    "petal width (cm)",
                )
            ),
            class_names=("setosa", "versicolor", "virginica"),
        )
    ),
    parameters=(),
    in_order=SORTED_BY_CLASS,
    drawing=None,
    suggests=SUGGESTS,
    words=Words(
        thing="iris",
        things="irises",
        subject="irises",
        one="an iris",
        row="flower",
        rows="flowers",
        value="measurement",
        values="measurements",
        target="species",
        each="the species of each",
        it_is="of the species {name}",
        the="its species, {},",
    ),
)

# The UCI set "Breast Cancer Wisconsin (Diagnostic)": what a computer measured of the nuclei of
# cells in 569 images of tissue, of each measure the mean, its standard error and the worst.
MEASURED = (
    "radius",
    "texture",
    "perimeter",
    "area",
    "smoothness",
    "compactness",
    "concavity",
    "concave points",
    "symmetry",
    "fractal dimension",
)
BREAST_CANCER = Record(
    **from_sklearn(load_breast_cancer, "breast_cancer"),
    facts=always(
        Facts(
            Columns(
                (
                    *(f"mean {name}" for name in MEASURED),
                    *(f"{name} error" for name in MEASURED),
                    *(f"worst {name}" for name in MEASURED),
                )
            ),
            class_names=("malignant", "benign"),
        )
    ),
    parameters=(),
    in_order="",
    drawing=None,
    suggests=SUGGESTS,
    words=Words(
        thing="tumour",
        things="tumours",
        subject="breast tumours",
        one="a breast tumour",
        row="tumour",
        rows="tumours",
        value="measurement",
        values="measurements",
        target="diagnosis",
        each="the diagnosis of each",
        it_is="{name}",
        the="its diagnosis, {},",
    ),
)

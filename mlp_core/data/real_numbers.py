"""Tables whose targets are numbers: one that scikit-learn ships, and one that it fetches."""

from sklearn.datasets import fetch_california_housing, load_diabetes

from mlp_core.data.fetching import Remote, fetched
from mlp_core.data.record import Content, Facts, LoadCode, Parameters, Record, always, from_sklearn
from mlp_core.data.rows import Columns, Words

SUGGESTS = {
    "scaling": "standard",
    "target_scaling": "standard",
    "learning_rate": 0.01,
    "hidden": (16,),
}

# B. Efron and others, "Least Angle Regression", 2004: 442 patients. scikit-learn hands its columns
# out with mean 0, by the statistics of all rows; s1 to s6 are measures of the blood.
DIABETES = Record(
    **from_sklearn(load_diabetes, "diabetes"),
    facts=always(
        Facts(
            Columns(("age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6")),
            target_names=("disease progression after a year",),
        )
    ),
    parameters=("target_scaling",),
    in_order="",
    drawing=None,
    suggests=SUGGESTS,
    words=Words(
        thing="patient",
        things="patients",
        subject="diabetes patients",
        one="a patient with diabetes",
        row="patient",
        rows="patients",
        value="measurement",
        values="measurements",
        target="progression",
        each="the progression of the disease in each",
    ),
)

# R. K. Pace and R. Barry, "Sparse Spatial Autoregressions", 1997: the census of 1990.
CALIFORNIA_REMOTE = Remote(
    title="California housing",
    size="0.4 MB, which are 20,640 rows of 8 columns",
    host="figshare.com",
    address="https://ndownloader.figshare.com/files/5976036",
    fetch=fetch_california_housing,
    is_kept=lambda folder: any(folder.glob("cal_housing*.pkz")),
)
CALIFORNIA_COLUMNS = (
    "median income",
    "house age",
    "average rooms",
    "average bedrooms",
    "population",
    "average occupancy",
    "latitude",
    "longitude",
)
CALIFORNIA_CODE = LoadCode(
    imports="from sklearn.datasets import fetch_california_housing",
    lines="california = fetch_california_housing()",
    rows="california.data",
    targets="california.target",
)


def _california(parameters: Parameters) -> Content:
    found = fetched(CALIFORNIA_REMOTE)
    return Content(found.data, found.target)


CALIFORNIA = Record(
    name="california",
    facts=always(
        Facts(Columns(CALIFORNIA_COLUMNS), target_names=("median house value (100,000 $)",))
    ),
    parameters=("target_scaling",),
    load=_california,
    code=lambda parameters: CALIFORNIA_CODE,
    in_order="Neighbours stand near each other in it: the last rows lie in other places than the "
    "first.",
    remote=CALIFORNIA_REMOTE,
    drawing=None,
    suggests=SUGGESTS,
    words=Words(
        thing="block group",
        things="block groups",
        subject="houses in California",
        one="a block group in California",
        row="block group",
        rows="block groups",
        target="value",
        each="the median value of the houses in each",
    ),
)

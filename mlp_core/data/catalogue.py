"""The built-in data sets by their names, and loading one: split as asked, then scaled."""

from sklearn.model_selection import train_test_split

from mlp_core._checks import check_real, check_whole, look_up, written
from mlp_core.data.dataset import Dataset
from mlp_core.data.digits import DIGITS
from mlp_core.data.real import WINE
from mlp_core.data.record import Record
from mlp_core.data.scaling import SCALINGS

# The largest seed that scikit-learn takes.
MAX_SPLIT_SEED = 2**32 - 1
DATASETS: dict[str, Record] = {record.name: record for record in (DIGITS, WINE)}


def load_dataset(
    name: str = DIGITS.name,
    scaling: str = "none",
    test_size: float = 0.2,
    split_seed: int = 42,
) -> Dataset:
    """The data set ``name``, shuffled and split as the practical does, then scaled.

    ``test_size`` is the share of rows kept for testing, between 0 and 1. ``scaling`` is "none",
    "min_max" (each feature to 0..1) or "standard" (mean 0, deviation 1), by training statistics.
    ``split_seed`` is a whole number from 0 to 2³² - 1, so that the split can be made again.
    Raises ``ValueError`` for an unknown name or scaling, and for any other share or seed.
    """
    record = look_up(DATASETS, name, "data set")
    scaler = look_up(SCALINGS, scaling, "scaling")()
    test_size = check_real("test_size", test_size)
    if not 0.0 < test_size < 1.0:
        raise ValueError(f"test_size must lie between 0 and 1; got {test_size}")
    seed = check_whole("split_seed", split_seed, low=0)
    if seed > MAX_SPLIT_SEED:
        raise ValueError(f"split_seed must be {MAX_SPLIT_SEED} or less; got {written(seed)}")
    X_train, X_test, y_train, y_test = train_test_split(
        *record.load(), test_size=test_size, random_state=seed
    )
    return Dataset(
        name=name,
        scaling=scaling,
        X_train=scaler.fit_transform(X_train),
        X_test=scaler.transform(X_test),
        y_train=y_train,
        y_test=y_test,
        X_test_raw=X_test,
        class_names=record.class_names,
        words=record.words,
        **record.row.fields,
    )

"""Classes as what the outputs of a network are to be, and back."""

import numpy as np
from numpy.typing import ArrayLike

from mlp_core._checks import Array, Classes, check_classes, check_whole


def one_hot(classes: ArrayLike, n_classes: int) -> Array:
    """Labels (n_samples, n_classes): 1 in the column of a row's class, 0 elsewhere.

    One class alone gives one label (n_classes,). Raises ``ValueError`` for classes that are no
    whole numbers in 0..n_classes - 1.
    """
    n_classes = check_whole("n_classes", n_classes, low=1)
    indices = check_classes("classes", classes)
    if indices.ndim > 1:
        raise ValueError(f"classes must be (n_samples,); got shape {indices.shape}")
    if indices.size and not 0 <= indices.min() <= indices.max() < n_classes:
        raise ValueError(
            f"classes must lie in 0..{n_classes - 1}; got {indices.min()}..{indices.max()}"
        )
    labels: Array = (indices[..., np.newaxis] == np.arange(n_classes)).astype(float)
    return labels


def labels_for(classes: Classes, n_classes: int, n_outputs: int) -> Array:
    """One-hot labels (n_samples, n_outputs); a single output is to say whether it is class 1."""
    return one_hot(classes, n_classes)[..., -n_outputs:]


def classes_of(labels: Array) -> Classes:
    """The classes that such labels (n_samples, n_outputs) are of."""
    return labels.argmax(axis=1) if labels.shape[1] > 1 else labels[:, 0].astype(np.intp)

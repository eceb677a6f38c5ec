"""Two classes at other thresholds than the network's own: curves, and what a choice comes to."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from mlp_core import LOSSES, Dataset, class_scores
from mlp_core.experiments.jobs.recorded_job import RecordedJob
from mlp_core.inspection.two_classes import Leaning, TwoClasses, two_classes
from mlp_core.metrics import Named, Thresholds, best_threshold, name_above, thinned
from mlp_core.number_text import MINUS, percent, points, rounded
from mlp_core.quoting import quoted
from pages.shared import controls, session
from pages.shared.charts import confusion, prebuilt, rates
from pages.train import found

FOUND = "two_classes"
STEPS = 200
PARTS = ("training", "test")
# Of each chart: what is on its axes, by the fields of ``Thresholds``.
ROC = {"false_positive_rate": "false positive rate", "true_positive_rate": "true positive rate"}
PRECISION = {"true_positive_rate": "recall", "precision": "precision"}
HEIGHT = 300


def show(job: RecordedJob) -> None:
    """ROC and precision-recall curves, and a threshold to move, where there are two classes."""
    dataset = job.dataset
    if dataset.n_classes != 2:
        return
    two = found.once(FOUND, job, two_classes)
    st.subheader("At other thresholds", anchor="thresholds")
    if two.test.thresholds is None or two.training.thresholds is None:
        st.info(
            f"All training or all test {dataset.words.rows} are of one class, so that no threshold "
            "can tell two apart. Another split may have both.",
            icon=":material/info:",
        )
        return
    st.caption(
        f"The network names a {dataset.words.row} {quoted(dataset.class_names[1])} where its "
        f"{_measure(job)} is above {_written(two.neutral, two)}. Above a higher threshold "
        "fewer are named so, and more of those rightly; above a lower one fewer are missed."
    )
    st.fragment(lambda: _at_a_threshold(two, dataset))()


def _measure(job: RecordedJob) -> str:
    """What the threshold is of."""
    if LOSSES[job.config.loss].predicts_probabilities:
        return "probability"
    return "output" if job.config.units[-1] == 1 else "second output, minus the first,"


def _at_a_threshold(two: TwoClasses, dataset: Dataset) -> None:
    """The control, the curves with where it stands, and what it comes to."""
    yes = quoted(dataset.class_names[1])
    threshold = _choose(two)
    named = {
        part: name_above(leaning.truth, leaning.scores, threshold)
        for part, leaning in zip(PARTS, (two.training, two.test), strict=True)
    }
    left, right = st.columns(2)
    with left:
        _curves("ROC curve", ROC, two, named, yes)
    with right:
        _curves("Precision and recall", PRECISION, two, named, yes)
    left, right = st.columns([3, 2])
    with left:
        _table(two, named)
    with right:
        cells = confusion.cells(named["test"].confusion, dataset.class_names)
        alt = "Confusion matrix of the test rows at the threshold chosen"
        st.vega_lite_chart(spec=prebuilt.heatmap(cells) | {"height": HEIGHT}, alt=alt)


def _choose(two: TwoClasses) -> float:
    key = f"threshold_above_{two.neutral:g}"
    width = two.high - two.low
    steps = [two.low + width * k / STEPS for k in range(STEPS + 1)]
    threshold = controls.slider_of(
        steps,
        two.neutral,
        key,
        label="Threshold",
        format_func=lambda value: _written(value, two),
        persist_state="session",
    )
    with st.container(horizontal=True):
        for aim in ("accuracy", "F1"):
            best = min(max(best_threshold(two.training.thresholds, aim), two.low), two.high)
            st.button(
                f"Best {aim} on the training rows",
                key=f"best_threshold_{aim}",
                on_click=session.set_controls,
                args=({key: best},),
            )
        own = {key: two.neutral}
        st.button("The network's own", on_click=session.set_controls, args=(own,))
    st.caption(
        "A threshold is chosen by rows that the network may know: one chosen by the test rows "
        "would make their figures better than they are."
    )
    return threshold


def _curves(
    title: str, axes: dict[str, str], two: TwoClasses, named: dict[str, Named], yes: str
) -> None:
    st.markdown(f"**{title}**")
    test: Thresholds = two.test.thresholds
    of_test = _frame(axes, "test", two.test, two)
    curve = pd.concat([_frame(axes, "training", two.training, two), of_test])
    here = pd.DataFrame(
        [
            {"rows": part, **dict(zip("xy", _rates(axes, one), strict=True))}
            for part, one in named.items()
        ]
    )
    even = test.positives / (test.positives + test.negatives)
    chance = pd.DataFrame({"x": [0, 1], "y": [0, 1] if axes is ROC else [even, even]})
    frames = {"curve": curve, "points": of_test, "chance": chance, "here": here}
    spec = prebuilt.with_frames(rates.thresholds, frames, tuple(axes.values()))
    area = _areas(two, "roc_area" if axes is ROC else "average_precision")
    st.vega_lite_chart(spec=spec, alt=f"{title} of training and test rows. {area}")
    grey = (
        "Grey: what drawing lots comes to."
        if axes is ROC
        else f"Grey: the share of {yes}, {percent(even)}, which drawing lots comes to."
    )
    st.caption(f"{area} {grey} The dots stand at the threshold.")


def _areas(two: TwoClasses, field: str) -> str:
    """The area under both curves, in a sentence."""
    test, training = (getattr(part.thresholds, field) for part in (two.test, two.training))
    name = "Area under the curve" if field == "roc_area" else "Average precision"
    return f"{name}: {test:.3f} on test rows, {training:.3f} on training rows."


def _frame(axes: dict[str, str], part: str, leaning: Leaning, two: TwoClasses) -> pd.DataFrame:
    """A curve as ``rates.thresholds`` draws it, thinned."""
    table = leaning.thresholds
    x, y = (getattr(table, field) for field in axes)
    kept = thinned(x, y)
    x, y = x[kept], y[kept]
    return pd.DataFrame(
        {
            "x": x,
            "y": y,
            "rows": part,
            "i": range(len(kept)),
            "threshold": [_written(value, two) for value in table.thresholds[kept]],
            "x_text": _percents(x),
            "y_text": _percents(y),
        }
    )


def _rates(axes: dict[str, str], named: Named) -> tuple[float, float]:
    """Where a threshold stands on the axes."""
    scores = class_scores(named.confusion)
    recall = float(scores.recall[1])
    if axes is ROC:
        return 1.0 - float(scores.recall[0]), recall
    # Nothing named 1: the curve begins at a precision of 1.
    some = named.true_positives + named.false_positives
    return recall, float(scores.precision[1]) if some else 1.0


def _table(two: TwoClasses, named: dict[str, Named]) -> None:
    """What the threshold comes to beside the network's own, on the test rows and the others."""
    own = name_above(two.test.truth, two.test.scores, two.neutral)
    before, after = _figures(own), _figures(named["test"])
    rows = {
        f"test, above {_written(two.neutral, two)}": _texts(before),
        "test, as chosen": _texts(after),
        "what changes": {name: _write(name, after[name] - before[name], "+") for name in before},
        "training, as chosen": _texts(_figures(named["training"])),
    }
    st.table(pd.DataFrame(rows).T)


def _texts(figures: dict[str, float]) -> dict[str, str]:
    return {name: _write(name, value) for name, value in figures.items()}


def _write(name: str, value: float, sign: str = "") -> str:
    """A figure, or with the sign "+" what it has changed by."""
    if name == "accuracy":
        return points(value) if sign else percent(value)
    text = f"{value:{sign},}" if isinstance(value, int) else f"{value:{sign}.3f}"
    return text.replace("-", MINUS)


def _figures(named: Named) -> dict[str, float]:
    scores = class_scores(named.confusion)
    return {
        "accuracy": named.accuracy,
        "precision": float(scores.precision[1]),
        "recall": float(scores.recall[1]),
        "F1": float(scores.f1[1]),
        "false alarms": named.false_positives,
        "missed": named.false_negatives,
    }


def _percents(shares: Sequence[float]) -> list[str]:
    return [percent(share) for share in shares]


def _written(threshold: float, two: TwoClasses) -> str:
    """A threshold as it is read: a share, or what it is."""
    if threshold == float("inf"):
        return "none"
    return percent(threshold, 1) if two.neutral else rounded(threshold)

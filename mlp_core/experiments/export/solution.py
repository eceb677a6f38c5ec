"""The solution of a run: its sections in order, one source for script and notebook."""

from collections.abc import Sequence

from mlp_core.config import set_beside
from mlp_core.data.catalogue import DATASETS
from mlp_core.data.scaling import scaling_sentence
from mlp_core.experiments.export.figures_code import figures_code
from mlp_core.experiments.export.network_code import functions_code
from mlp_core.experiments.export.plot_code import PLOT_CODE
from mlp_core.experiments.export.section import Section, one_line
from mlp_core.experiments.export.training_code import (
    data_code,
    scaling_code,
    start_code,
    training_code,
)
from mlp_core.experiments.findings.trust import Drift, Tolerance, sensitivity_verdict, tolerances
from mlp_core.experiments.runs.course import course_of, departures
from mlp_core.experiments.runs.run import Run
from mlp_core.layer_sizes import write_sizes
from mlp_core.settings import SETTINGS


def solution(run: Run, drifts: Sequence[Drift]) -> list[Section]:
    """All sections; raises ``ValueError`` unless the run has every epoch from the first on."""
    check_whole(run)
    beside = [SETTINGS[name].label for name in set_beside(run.config)]
    if beside:
        raise ValueError(f"no program has this by now: {', '.join(beside)}")
    config, allowed = run.config, tolerances(drifts)[: len(run.scores)]
    words = DATASETS[config.dataset].words
    sections = [
        Section(
            f"Load the {words.things}",
            "A fifth of the rows is kept for testing, and every class becomes a one-hot vector.",
            data_code(config),
        )
    ]
    if config.scaling != "none":
        text = scaling_sentence(config.scaling, words)
        sections.append(Section(f"Scale the {words.values}", text, scaling_code(config)))
    sections += [
        Section(
            "Draw the starting parameters",
            f"Normally distributed numbers times {config.init_scale!r}, layer by layer, weights "
            "before biases. The same seed makes the same numbers everywhere.",
            start_code(config),
        ),
        Section(
            "The network as four functions",
            "z = W h + b in every layer; the gradients go back through the layers by the chain "
            f"rule. {_rows_text(config.batch_size)}",
            functions_code(config),
        ),
        Section("Train", _training_text(run), training_code(config, learning_rates(run))),
        Section(
            "Plot the loss",
            "The sum of the losses of all training rows, epoch by epoch.",
            PLOT_CODE,
            draws=True,
        ),
        _figures(run, drifts, allowed),
    ]
    return [_introduction(run), *sections]


def check_whole(run: Run) -> None:
    """Raise ``ValueError`` for a run of which no epoch is kept, or not all from the first on."""
    epochs = [score.epoch for score in run.scores]
    if not epochs:
        raise ValueError("a run can be exported once it has an epoch; this one has none")
    if epochs != list(range(1, len(epochs) + 1)):
        raise ValueError(f"all epochs from the first on are needed; got {epochs}")


def learning_rates(run: Run) -> list[float]:
    """The rate of each epoch that the run has had."""
    return [score.learning_rate for score in run.scores]


def _introduction(run: Run) -> Section:
    layers = write_sizes(run.config.units)
    things = DATASETS[run.config.dataset].words.things
    text = f"A {layers} network learns {things} by stochastic gradient descent."
    if run.state == "diverged":
        text += f" The run did not finish ({run.state}): these are its epochs until then."
    course = course_of(run)
    text = " ".join([text, *departures(course, run.config, run.state)])
    if course.pauses:
        after = ", ".join(map(str, course.pauses))
        epochs = "epoch" if len(course.pauses) == 1 else "epochs"
        text += f" It rested after {epochs} {after}, which changes no figure."
    made_with = ", ".join(f"{name} {version}" for name, version in run.versions.items())
    quotes = (
        f"Data: {run.config.dataset}, fingerprint {run.fingerprint}",
        f"Engine: {run.engine}",
        f"Run: {run.name}",
        f"Trained with: {made_with}",
        f"Note: {run.note}",
    )
    lines = [one_line(quote) for quote in quotes]
    return Section("A training run", text, quotes=tuple(ln for ln in lines if ln[-1] != ":"))


def _rows_text(batch_size: int) -> str:
    if batch_size == 1:
        return "A step sees one row: x and y are vectors."
    return "A step sees a batch: x and y are matrices with a row for each observation."


def _training_text(run: Run) -> str:
    size = run.config.batch_size
    steps = "each row" if size == 1 else f"each batch of {size} rows (a last one may be smaller)"
    order = "in an order drawn anew every epoch" if run.config.shuffle else "in order"
    text = f"The parameters are updated after {steps}, {order}; losses are those before an update."
    if len(set(learning_rates(run))) > 1:
        text += " The learning rate was changed during the run."
    return text


def _figures(run: Run, drifts: Sequence[Drift], allowed: Sequence[Tolerance]) -> Section:
    verdict = sensitivity_verdict(drifts[: len(run.scores)])
    if not allowed:
        text = f"{verdict} So no figure of the run is asserted: another machine gets others."
        return Section("Compare with the run", text)
    if len(allowed) == len(run.scores):
        text = f"{verdict} So each epoch must come to the figures that the run showed."
    else:
        only = "epoch 1" if len(allowed) == 1 else f"epochs 1 to {len(allowed)}"
        text = f"{verdict} So only {only} of {len(run.scores)} must come to the run's figures."
    return Section("Compare with the run", text, figures_code(run.scores, allowed))

"""The solution of a run: its sections in order, one source for script and notebook."""

import itertools
from collections.abc import Sequence

from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.data.record import LoadCode
from mlp_core.data.scaling import scaling_sentence
from mlp_core.data.source import NO_TABLES, Tables
from mlp_core.data.split import split_sentence
from mlp_core.experiments.export.data_code import data_code, held_out_section, scaling_code
from mlp_core.experiments.export.epochs import Epochs, base_rates, epochs_of, stopping_sentences
from mlp_core.experiments.export.figures_code import figures_code
from mlp_core.experiments.export.network_code import functions_code
from mlp_core.experiments.export.plot_code import PLOT_CODE
from mlp_core.experiments.export.section import Section, one_line
from mlp_core.experiments.export.training_code import start_section, training_code
from mlp_core.experiments.export.weights_code import ABOUT, is_weighted, weights_code
from mlp_core.experiments.findings.trust import Drift, Tolerance, sensitivity_verdict, tolerances
from mlp_core.experiments.runs.course import course_of, departures
from mlp_core.experiments.runs.run import Run
from mlp_core.layer_sizes import write_sizes
from mlp_core.optimizers import get_optimizer


def solution(
    run: Run,
    drifts: Sequence[Drift],
    dataset: Dataset | None = None,
    tables: Tables = NO_TABLES,
) -> list[Section]:
    """All sections; raises ``ValueError`` unless the run has every epoch from the first on.

    ``dataset`` is needed where its name alone does not lead to it, and one of ``tables`` where its
    rows are those of a file: ``ValueError`` where no program can read that.
    """
    config = run.config
    penalty = " and of their L2 penalties" if config.alpha else ""
    weighted = ", weighted in each step" if is_weighted(config) else ""
    dataset = dataset or config.source.load(config.scaling, tables)
    epochs = epochs_of(run, dataset)
    sections = [
        *_data_sections(config, dataset, config.source.code(tables)),
        start_section(config),
        Section(
            "The network as four functions",
            _network_text(config),
            functions_code(config),
        ),
        Section("Train", _training_text(run, epochs), training_code(config, epochs)),
        Section(
            "Plot the loss",
            f"The sum of the losses of all training rows{weighted}{penalty}, epoch by epoch.",
            PLOT_CODE,
            draws=True,
        ),
        _figures(run, drifts, epochs),
    ]
    return [_introduction(run), *sections]


def _data_sections(config: TrainConfig, dataset: Dataset, code: LoadCode) -> list[Section]:
    words = dataset.words
    sections = [
        Section(
            f"Load the {words.things}",
            f"{split_sentence(config.split)} {_target_sentence(dataset)}",
            data_code(config, code, dataset.is_regression),
        )
    ]
    if config.scaling != "none":
        text = scaling_sentence(config.scaling, words)
        sections.append(Section(f"Scale the {words.values}", text, scaling_code(config)))
    held_out = held_out_section(config, dataset.is_regression)
    if held_out is not None:
        sections.append(held_out)
    if is_weighted(config):
        sections.append(Section("Weigh the rows", ABOUT, weights_code(config)))
    return sections


def _target_sentence(dataset: Dataset) -> str:
    if not dataset.is_regression:
        return "Every class becomes a one-hot vector."
    return "Each target is a number that an output is to come to."


def _introduction(run: Run) -> Section:
    layers = write_sizes(run.config.units)
    things = run.config.source.words.things
    method = get_optimizer(run.config.method).prose
    text = f"A {layers} network learns {things} by {method}."
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


def _network_text(config: TrainConfig) -> str:
    step = "a batch: x and y are matrices with a row for each observation."
    if config.batch_size == 1:
        step = "one row: x and y are vectors."
    text = (
        "z = W h + b in every layer; the gradients go back through the layers by the chain rule. "
        f"A step sees {step}"
    )
    return f"{text} The L2 penalty is of all weights and of no bias." if config.alpha else text


def _training_text(run: Run, epochs: Epochs) -> str:
    size = run.config.batch_size
    steps = "each row" if size == 1 else f"each batch of {size} rows (a last one may be smaller)"
    order = "in an order drawn anew every epoch" if run.config.shuffle else "in order"
    text = f"The parameters are updated after {steps}, {order}; losses are those before an update."
    if len(set(base_rates(run))) > 1:
        text += " The learning rate was changed during the run."
    return " ".join([text, *stopping_sentences(run, epochs)])


def _figures(run: Run, drifts: Sequence[Drift], epochs: Epochs) -> Section:
    allowed = _allowed(run, drifts)
    verdict = sensitivity_verdict(drifts[: len(run.scores)])
    if not allowed:
        text = f"{verdict} So no figure of the run is asserted: another machine gets others."
        return Section("Compare with the run", text)
    if len(allowed) == len(run.scores):
        text = f"{verdict} So each epoch must come to the figures that the run showed."
    else:
        only = "epoch 1" if len(allowed) == 1 else f"epochs 1 to {len(allowed)}"
        text = f"{verdict} So only {only} of {len(run.scores)} must come to the run's figures."
    return Section("Compare with the run", text, figures_code(run.scores, allowed, epochs))


def _allowed(run: Run, drifts: Sequence[Drift]) -> Sequence[Tolerance]:
    """Tolerances of the epochs whose figures can be asked for.

    With early stopping no row may change sides: the rows held out decide what is kept, and when
    patience is over.
    """
    allowed = tolerances(drifts)[: len(run.scores)]
    if run.config.early_stopping:
        return [*itertools.takewhile(lambda tolerance: not tolerance.rows, allowed)]
    return allowed

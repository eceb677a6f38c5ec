"""The network of a run: as it was after any of its epochs, with what its optimizer remembered."""

import streamlit as st

from mlp_core import LOSSES, Dataset, SGDStep
from mlp_core.checkpoint import Checkpoint
from mlp_core.config import set_beside
from mlp_core.experiments.runs.run import MAX_EPOCHS, Run
from mlp_core.experiments.runs.storage.parameters import best_epoch
from mlp_core.next_step import OF_A_STEP, next_number, next_rate, next_row
from mlp_core.number_text import exact
from mlp_core.quoting import LONGEST_NAME, quoted
from mlp_core.settings import SETTINGS
from mlp_core.solvers import SOLVERS
from mlp_core.validation_part import Rows, held_out
from pages.one_step.entries.real_network import MOST_LAYERS, MOST_UNITS
from pages.shared import datasets, session, store, train_controls
from pages.shared.describe import describe
from pages.shared.links.address import bound
from pages.shared.links.rules import Number
from pages.shared.links.to_one_step import EPOCH, PART, ROW, RUN

TRAIN_PAGE = "pages/train/page.py"
LABEL = "Weights after epoch"
# Whether the visitor has moved the epoch since the page was last drawn.
MOVED = "digit_epoch_moved"


def rule(run: Run | None) -> Number:
    """What the address may say of the epoch; 0 is before the first."""
    return Number(0, last_epoch(run) if run else MAX_EPOCHS)


def last_epoch(run: Run) -> int:
    """The last epoch that can be shown; 0 where the run has nothing that is kept."""
    return max(store.runs().epochs_with_parameters(run.id), default=0)


def shown_here(run: Run | None) -> bool:
    """Whether the network of the run that the address names is here, and small enough to be read.

    Where it is not, a sentence says so.
    """
    if RUN not in session.link_parameters():
        return False
    if run is None or not last_epoch(run):
        st.warning("The run of this link is not kept here: the weights are those of a seed.")
        return False
    if not datasets.is_here(run):
        st.warning(
            "The rows that this run was trained on are not here as they were: the weights are "
            "those of a seed."
        )
        return False
    hidden = run.config.units[1:-1]
    if too_large := _too_large(hidden):
        st.warning(
            f"The network of this run has {too_large} that can be read here: the weights are those "
            "of a seed."
        )
    return not too_large


def _too_large(hidden: tuple[int, ...]) -> str:
    if len(hidden) > MOST_LAYERS:
        return f"{len(hidden)} hidden layers, more than the {MOST_LAYERS}"
    over = max(hidden, default=0) > MOST_UNITS
    return f"a layer of more than the {MOST_UNITS} units" if over else ""


def choose(run: Run, fresh: bool) -> int:
    """The epoch that the control asks for.

    Where the run is ``fresh`` on the page it is that of the link, or else its best or last.
    """
    st.caption(f"{quoted(run.name, LONGEST_NAME)}: {describe(run.config)}")
    if st.button("A network from a seed instead", width="stretch"):
        session.drop_link_parameters(RUN)
        st.rerun()
    last, best = last_epoch(run), best_epoch(run.config, run.scores)
    unsaid = fresh and EPOCH not in session.link_parameters()
    now = session.control_values({EPOCH: None})[EPOCH]
    if unsaid or now is None or not 0 <= now <= last:
        session.set_controls({EPOCH: min(best or last, last)})
    epoch = st.number_input(
        LABEL,
        0,
        last,
        step=1,
        help="With what the optimizer remembered then. 0 is before the first epoch."
        + (f" The best on the validation part is epoch {best}." if best else ""),
        on_change=session.remember,
        args=(MOVED, True),
        **bound(EPOCH),
    )
    st.button(
        "The row that comes next",
        help="The training row that the first step after this epoch takes",
        width="stretch",
        on_click=_take_next_row,
        args=(run, epoch),
    )
    return epoch


def _take_next_row(run: Run, epoch: int) -> None:
    row = next_row(run.config, _dataset(run), epoch)
    session.set_controls({PART: "train", ROW: row})


def rate_to_come(run: Run, epoch: int) -> float:
    """The learning rate of the epoch after this one."""
    return next_rate(run.config, len(_rows(run)[0]), run.scores, epoch)


def show(run: Run, checkpoint: Checkpoint, step: SGDStep, training_row: int | None) -> None:
    """Whose network it is and what is carried with it, and the way back to the run.

    ``training_row`` is the number of the row in the training part, if it is of that.
    """
    rows, rows_held_out = _rows(run)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(carried(run, checkpoint.epoch, step, len(rows)), width="content")
        st.page_link(
            TRAIN_PAGE,
            label="Back to the run",
            icon=":material/arrow_back:",
            query_params={train_controls.RUN: run.id},
        )
    if training_row in rows_held_out:
        st.caption("This row is held out for validation: training itself never takes it.")


def carried(run: Run, epoch: int, step: SGDStep, n_rows: int) -> str:
    """What the step has of the run, trained on ``n_rows``: where it was, and how it goes on."""
    config, name = run.config, quoted(run.name, LONGEST_NAME)
    best = (
        ", its best on the validation part" if epoch == best_epoch(run.config, run.scores) else ""
    )
    where = f"After epoch {epoch} of {name}{best}" if epoch else f"At the start of {name}"
    named = [n for n in set_beside(config) if n in OF_A_STEP and n != "optimizer"]
    said = [SETTINGS[n].in_name(getattr(config, n)) for n in named]
    number = next_number(config, n_rows, epoch)
    rate = next_rate(config, n_rows, run.scores, epoch)
    method = ", ".join([SOLVERS[config.optimizer], *said])
    line = f"{where}: {method}; step {number:,} to come, rate {exact(rate)}."
    other = [f"rate {exact(step.learning_rate)}"] * (step.learning_rate != rate)
    other += [LOSSES[step.loss_name].label] * (step.loss_name != config.loss)
    cancels = ", where its class's weight cancels" * ("class_weight" in set_beside(config))
    other += [f"a row a step{cancels}"] * (config.batch_size > 1)
    if step.task.alpha != config.alpha:
        other.append(f"α {step.task.alpha:.4g}, divided by the weight of the row's class")
    return f"{line} Here: {', '.join(other)}." if other else line


def _rows(run: Run) -> tuple[Rows, Rows]:
    """The training rows that it is trained on, and those held out."""
    return held_out(run.config, _dataset(run))


def _dataset(run: Run) -> Dataset:
    return datasets.of(run.config)

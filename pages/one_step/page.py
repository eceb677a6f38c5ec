"""One step: a single update of a small network, every number beside the formula that made it."""

import streamlit as st

from mlp_core.teaching.lessons.step_length import step_length
from pages.one_step import jump_bar, modes, predicting, words
from pages.one_step.address import address
from pages.one_step.checks import check, check_curve
from pages.one_step.entries import (
    boxes,
    copying,
    history,
    observations,
    paste,
    real_data,
    shelf,
    stops,
)
from pages.one_step.play import panel
from pages.one_step.step import diagram, ledger, lesson, loss_curve, origin, published
from pages.one_step.step.download import step_csv
from pages.one_step.step.stages import Stages
from pages.one_step.your_turn import form, problem_controls
from pages.shared import answer, cells, controls, layout, numbers
from pages.shared.links import address as links
from pages.shared.tables import Write

LOSSES = ("loss_after", "loss")


def main() -> None:
    """The page, top to bottom."""
    real = real_data.asked_for()
    exercise = shelf.asked_for()
    links.follow(address(real, exercise))
    purpose = layout.begin("One step of backpropagation", anchor="top")
    mode = modes.choose(real.source.dataset)
    purpose.markdown(words.INTRO + words.of_mode(mode, real.source.dataset))
    if mode == modes.TURN:
        form.show()
        links.write()
        return
    if mode == modes.OWN:
        shelf.menu()
    stop = stops.follow_entries(mode)
    if mode == modes.OWN:
        show_box(stop)
        if sentence := observations.out_of_reach(stop.walk.task):
            stop.top.info(sentence, icon=":material/info:")
        if exercise:
            with stop.top:
                published.show(stop, exercise)
    show_summary(stop)
    if cells.waits_for(diagram.PICTURE):
        # The first screen first: the picture asks for the rest once it is there.
        st.html('<div class="coming"></div>')
        return
    answer.let_it_be_seen("step_seen", stop.walk)
    with stop.top:
        history.show(stop)
    show_step(stop)
    links.write()


def show_box(stop: stops.Stop) -> None:
    """The box for text that is open over the page, if one is."""
    match boxes.opened():
        case boxes.PASTE:
            paste.show(stop.walk.task)
        case boxes.COPY:
            copying.show(stop.walk, stop.step)


def show_summary(stop: stops.Stop) -> None:
    """The answer first: the loss before and after, the way on, and the network's picture."""
    step = stop.step
    with stop.top:
        with st.container(horizontal=True, vertical_alignment="top", gap="medium"):
            st.metric("Step", f"{stop.walk.step_number:,}", width="content")
            losses = [float(step.without_rounding(name)) for name in LOSSES]
            after, before, change = numbers.difference(*losses)
            if not stop.secret.isdisjoint(LOSSES):
                # No more decimals than any loss has: they tell how far it moves.
                after, before = map(numbers.display, losses)
            st.metric("Loss before", _loss(stop, "loss", before), width="content")
            after = _loss(stop, "loss_after", after)
            moved = None if stop.secret or step_length(step).actual == 0.0 else change
            st.metric("Loss after", after, moved, delta_color="inverse", width="content")
            with st.container(horizontal=True, vertical_alignment="bottom", width="content"):
                history.buttons(stop)
        # The play would give away what is still to be predicted.
        playable = not stop.secret
        beside = panel.button if playable else None
        diagram.show(step, stop.secret, stop.classes, beside)
        if playable:
            panel.show(step, stop.classes)


def _loss(stop: stops.Stop, name: str, text: str) -> str:
    if name in stop.secret:
        return numbers.HIDDEN
    return numbers.ROUNDING if stop.step.rounding(name) else text


def show_step(stop: stops.Stop) -> None:
    """The stages of the step, the loss along a weight, the ledger, and the check of gradients."""
    step = stop.step
    write = show_tools(stop)
    own = stop.mode == modes.OWN
    if not stop.secret:
        lesson.show(step, own)
    Stages(step, write, secret=stop.secret, inputs=stop.inputs, classes=stop.classes).show()
    if stop.secret:
        st.info(words.NOT_WHILE_PREDICTING, icon=":material/visibility_off:")
        return
    loss_curve.show(step)
    ledger.show(step, write)
    check.show(step, stop.check, write, own)
    check_curve.show(step, stop.check.names)


def show_tools(stop: stops.Stop) -> Write:
    """Links to the stages, the number to explain, the number format, and the download."""
    step = stop.step
    jump_bar.show(jump_bar.STAGES if stop.secret else jump_bar.PARTS)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        number = st.container(width="content")
        full = controls.switch(
            "Full precision",
            "Tables show six decimals and formulas four digits. Sums of rounded numbers may "
            "be off by one in the last place; at full precision tables hold every digit.",
            key="step_full",
            persist_state="session",
        )
        if st.toggle("For a projector", key="step_projector", persist_state="session"):
            st.html(layout.LARGE)
        st.download_button(
            "All numbers as CSV",
            data=lambda: step_csv(step, stop.check),
            file_name="one-step.csv",
            mime="text/csv",
            on_click="ignore",
            icon=":material/download:",
            disabled=bool(stop.secret),
        )
        if stop.mode == modes.OWN:
            st.button(
                "Your turn on this network",
                key="turn_take",
                icon=":material/edit:",
                help="The same step with blanks to fill in, worksheets and a link for a class",
                on_click=problem_controls.take,
                args=(step, stop.walk.step_number),
            )
        predicting.switch()
        if tally := stop.predicting.tally():
            st.markdown(tally, width="content")
    write = numbers.full_precision if full else numbers.display
    with number:
        origin.ask(stop.predicting, write, stop.classes)
    if stop.secret:
        st.caption(words.PICK_TO_PREDICT)
    else:
        has_rounding = any(step.rounding(name).any() for name in step.values())
        st.caption(words.PICK + (words.ROUNDING if has_rounding else ""))
    return write


main()

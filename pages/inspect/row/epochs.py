"""What was said of a row as training went on, and when the answer changed."""

import pandas as pd
import streamlit as st

from mlp_core.experiments.jobs.training_job import expected_seconds
from mlp_core.inspection.row.course import Course, course
from mlp_core.number_text import rounded
from pages.inspect.row.asked import Asked
from pages.shared import sentences, session
from pages.shared.charts import curves

# With the start, so that runs of a hundred epochs are whole.
MOST_EPOCHS, MOST_LINES, MOST_MARKS, MOST_TOLD = 101, 6, 6, 8
# A run that took longer is gone through again when somebody asks for it.
SOON_SECONDS = 3.0


def show(asked: Asked) -> None:
    """The figures of each class over the epochs, and the changes in sentences."""
    found = _course(asked)
    if found is None:
        return
    st.markdown(sentence(asked, found))
    frame, axis = frame_of(asked, found)
    marks = [(turn.by, f"{asked.name_of(turn.became)}") for turn in found.turns[:MOST_MARKS]]
    spec = curves.spec(frame, "figure", axis, marks=tuple(marks), share=found.are_shares)
    st.vega_lite_chart(
        spec=spec, alt=f"{axis} of this row over the epochs. {sentence(asked, found)}"
    )
    last = asked.moment.film.last
    if len(found.epochs) <= last:
        st.caption(f"Of {last} epochs {len(found.epochs)} are drawn, evenly spread.")


def _course(asked: Asked) -> Course | None:
    """What was said, worked out once for a row; None where it is not yet, or cannot be."""
    moment, film = asked.moment, asked.moment.film
    token = moment.run.id, film.last, asked.row.tobytes()
    name = f"{asked.key}_course"
    held: tuple[object, Course | None] = session.remembered(name, lambda: (None, None))
    if held[0] == token:
        return held[1]
    seconds = expected_seconds(moment.config, moment.dataset, film.last)
    if seconds > SOON_SECONDS and not st.button(
        f"Go through all epochs again (about {seconds:.0f} s)", key=f"{asked.key}_go"
    ):
        st.caption("What was said of the row at each epoch is found out by training them again.")
        return None
    try:
        with st.spinner("Going through the epochs …"):
            moments = ((epoch, film.parameters(epoch)) for epoch in film.sample(MOST_EPOCHS))
            found = course(moment.config, moment.dataset, moments, asked.row)
    except ValueError as error:
        sentences.tell(str(error), "warning")
        return None
    session.remember(name, (token, found))
    return found


def sentence(asked: Asked, found: Course) -> str:
    """When the answer changed, or between which epochs."""
    if found.answers is None:
        start, end = (
            "; ".join(f"{asked.quoted(k)} {rounded(float(v))}" for k, v in enumerate(own))
            for own in (found.figures[0], found.figures[-1])
        )
        return f"Before the first epoch it predicted {start}; after the last, {end}."
    first, turns = asked.quoted(int(found.answers[0])), found.turns
    if not turns:
        return f"It named class {first} from the start, and never another."
    told = [f"{_when(t.after, t.by)} class {asked.quoted(t.became)}" for t in turns[:MOST_TOLD]]
    more = f"; and {len(turns) - MOST_TOLD} changes more" if len(turns) > MOST_TOLD else ""
    n = "once" if len(turns) == 1 else f"{len(turns)} times"
    return (
        f"It named class {first} at the start and changed the answer {n}: {'; '.join(told)}{more}."
    )


def _when(after: int, by: int) -> str:
    return f"from epoch {by}" if by - after == 1 else f"between epochs {after} and {by}"


def frame_of(asked: Asked, found: Course) -> tuple[pd.DataFrame, str]:
    """What ``curves.spec`` draws, and the title of its axis; of many classes some."""
    n = found.figures.shape[1]
    top = sorted(range(n), key=lambda k: -float(found.figures[:, k].max()))[:MOST_LINES]
    if asked.truth is not None and found.answers is not None and asked.truth not in top:
        top[-1] = asked.truth
    if found.answers is None:
        top = list(range(min(n, MOST_LINES)))
    frame = pd.DataFrame(
        {
            "epoch": int(epoch),
            "series": asked.name_of(k),
            "figure": float(found.figures[i, k]),
            "run": "this row",
        }
        for k in sorted(top)
        for i, epoch in enumerate(found.epochs)
    )
    if found.answers is None:
        return frame, "prediction"
    return frame, "probability" if found.are_shares else "output z"

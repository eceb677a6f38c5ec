"""scikit-learn's published comparison: the click that fits it, how far it is, what came of it."""

from collections.abc import Sequence

import streamlit as st
from sklearn.neural_network import MLPClassifier

from mlp_core import FastMLPClassifier
from mlp_core.experiments.sweeps.gallery.findings import (
    References,
    agree,
    lessons,
    published,
    refitted,
    verdict,
)
from mlp_core.experiments.sweeps.gallery.job import N_FITS, Fit, GalleryJob
from mlp_core.number_text import seconds
from pages.shared import jobs, layout
from pages.shared.buttons import act_at_once, act_on
from pages.sweep import figures

OURS, THEIRS = "gallery_job", "gallery_sklearn_job"
REDRAW_SECONDS = 0.5
ABOUT = (
    "scikit-learn's gallery compares seven ways to learn: *Compare Stochastic learning strategies "
    "for MLPClassifier*. Four small data sets, one hidden layer of 100 units, the same start for "
    "all. One click fits all 28 here, from the same draws, and holds them against the figures "
    "that are printed there."
)
COMPILING = "The first fits on a machine wait some seconds for the compiler."
QUEUED = "Waiting for a free place; it goes on by itself."
ONE_RATE = "One rate and one start each: with others a strategy may do better or worse."


def show() -> None:
    """The comparison, top to bottom."""
    st.header("Seven strategies on four data sets", anchor="gallery")
    st.markdown(ABOUT)
    ours = jobs.current(OURS)
    theirs = jobs.current(THEIRS)
    # Once: a job may end while the page is drawn, which then has to be drawn again.
    active = ours is not None and ours.active
    _buttons(OURS, f"Fit all {N_FITS}", FastMLPClassifier, active, primary=True)
    if ours is None:
        return
    jobs.redraw_while_active(ours, active, lambda: _show_ours(ours), REDRAW_SECONDS)
    fits = ours.snapshot.progress
    if active or not fits:
        return
    st.header("What it shows", anchor="shows")
    st.markdown("\n".join(f"- {lesson}" for lesson in lessons(fits)))
    st.caption(ONE_RATE)
    st.header("Beside the published figures", anchor="figures")
    refitting = theirs is not None and theirs.active
    _buttons(THEIRS, "Fit scikit-learn's own", MLPClassifier, refitting)
    if theirs is not None:
        jobs.redraw_while_active(
            theirs, refitting, lambda: _show_theirs(theirs, fits), REDRAW_SECONDS
        )
    references = {} if theirs is None else refitted(theirs.snapshot.progress)
    figures.tables(fits, references)


def _buttons(
    name: str, label: str, estimator: type[MLPClassifier], active: bool, primary: bool = False
) -> None:
    """What begins, holds and ends the job called ``name``."""
    job = jobs.current(name)
    resting = job is not None and job.snapshot.state == "paused"
    with st.container(horizontal=True):
        with layout.place_of_one(name):
            if active:
                act_at_once(name, "Pause", "pause", job.pause)
            elif resting:
                act_at_once(name, "Resume", "play_arrow", job.resume)
            else:
                again = label if job is None else f"{label} again"
                act_on(name, again, "play_arrow", lambda: _start(name, estimator), primary)
        if active or resting:
            act_at_once(name, "Stop", "stop", job.stop)


def _start(name: str, estimator: type[MLPClassifier]) -> None:
    jobs.start(name, GalleryJob(jobs.slots(), estimator=estimator))


def _show_ours(job: GalleryJob) -> None:
    """How far it is, or what came of it; and the curves."""
    fits = job.snapshot.progress
    _state(job, fits, published(fits), "published")
    figures.charts(fits)


def _show_theirs(job: GalleryJob, ours: Sequence[Fit]) -> None:
    """How far it is, or whether its figures are ``ours``."""
    _state(job, ours, refitted(job.snapshot.progress), "scikit-learn")


def _state(job: GalleryJob, ours: Sequence[Fit], references: References, whose: str) -> None:
    """What ``job`` is doing, or how it ended and whether ``ours`` are what ``references`` say."""
    snapshot = job.snapshot
    done = f"{len(snapshot.progress)} of {N_FITS}"
    said = verdict(ours, references, whose)
    match snapshot.state:
        case "queued":
            st.info(f"{done} fitted. {QUEUED}", icon=":material/hourglass_top:")
        case "running" if not snapshot.progress:
            st.info(f"Fitting. {COMPILING}", icon=":material/build:")
        case "running":
            share = len(snapshot.progress) / N_FITS
            st.progress(share, f"{done} fitted · {seconds(job.elapsed)}")
        case "failed":
            st.error(
                f"It failed after {done}: {snapshot.reason}. Fit again.", icon=":material/error:"
            )
        case "finished":
            tell, icon = (st.success, "check") if agree(ours, references) else (st.warning, "rule")
            tell(
                f"Fitted {N_FITS} in {seconds(snapshot.seconds)}. {said}", icon=f":material/{icon}:"
            )
        case "paused":
            text = f"Paused after {done}. {snapshot.reason} Resume goes on where it was. {said}"
            st.info(text, icon=":material/pause_circle:")
        case _:
            text = f"Stopped after {done}. {snapshot.reason} {said}"
            st.info(text, icon=":material/stop_circle:")

"""A run with its last checkpoint in one .npz file, for others to read and for import.

The file is a zip archive of run.json, as ``run_json`` writes it, and W1.npy, b1.npy, W2.npy, …
as ``numpy.load`` reads them. Where the run's optimizer remembers something, a velocity say, there
are velocity_W1.npy, … and how many steps it has counted in steps.npy, too.
"""

import itertools
import zipfile
from io import BytesIO
from typing import NamedTuple

import numpy as np

from mlp_core._checks import Array, Parameters, check_parameters, check_shapes
from mlp_core.archives import open_archive
from mlp_core.checkpoint import Checkpoint
from mlp_core.config import TrainConfig
from mlp_core.epoch_scores import EpochScores
from mlp_core.experiments.files.run_json import MAX_JSON_BYTES, run_from_json, run_to_json
from mlp_core.experiments.runs.archive import check_members, read_array, read_member
from mlp_core.experiments.runs.run import Run
from mlp_core.experiments.runs.storage.parameters import best_epoch
from mlp_core.optimizers import OptimizerState, get_optimizer
from mlp_core.training_input import check_ends

RUN_MEMBER, STEPS_MEMBER, BEST = "run.json", "steps.npy", "best_"
# Enough for 200,000 parameters, of which Adam remembers two arrays more, beside the longest run's
# scores: about 3 MB, less than 1 MB packed.
MAX_FILE_BYTES = 7_000_000


class RunFile(NamedTuple):
    """A run, its last checkpoint, and that of the epoch which early stopping kept.

    ``best`` is None without early stopping, and where that epoch is the last.
    """

    run: Run
    checkpoint: Checkpoint
    best: Checkpoint | None = None


def why_no_file(checkpoint: Checkpoint, best: Checkpoint | None = None) -> str:
    """Why what there is of a run is too large for a file; empty where it is not."""
    both = best is not None and best.epoch != checkpoint.epoch
    n_bytes = checkpoint.n_bytes * (2 if both else 1)
    if n_bytes <= MAX_FILE_BYTES:
        return ""
    return (
        f"a run file has at most {MAX_FILE_BYTES:,} bytes, and this run needs {n_bytes:,} for its "
        "parameters and what its optimizer remembers"
    )


def run_to_file(run: Run, checkpoint: Checkpoint, best: Checkpoint | None = None) -> bytes:
    """The file's content; ``best`` is needed where early stopping kept an epoch before the last.

    Raises ``ValueError`` for checkpoints of another network, or too large for such a file, and
    where the one that is needed is not given.
    """
    if _has_best(run) and best is None:
        raise ValueError(f"the parameters of the best epoch of {run.name} are needed")
    arrays = _arrays("", run.config, checkpoint)
    if _has_best(run) and best is not None:
        arrays |= _arrays(BEST, run.config, best)
    reason = why_no_file(checkpoint, best)
    if reason:
        raise ValueError(reason)
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(RUN_MEMBER, run_to_json(run))
        for name, array in arrays.items():
            npy = BytesIO()
            np.lib.format.write_array(npy, array, version=(1, 0), allow_pickle=False)
            archive.writestr(name, npy.getvalue())
    return content.getvalue()


def run_from_file(data: bytes) -> tuple[Run, Checkpoint]:
    """``read_run_file`` for whoever goes on with the run: itself, and its last checkpoint."""
    found = read_run_file(data)
    return found.run, found.checkpoint


def read_run_file(data: bytes) -> RunFile:
    """What ``run_to_file`` wrote, of whoever sent the file.

    The run's id may be one that is in use here. Raises ``ValueError`` with the reason for anything
    else: sizes are compared with those of the run's own network before they are allocated.
    """
    if len(data) > MAX_FILE_BYTES:
        raise ValueError(f"a run file has at most {MAX_FILE_BYTES:,} bytes; got {len(data):,}")
    with open_archive(data) as archive:
        if RUN_MEMBER not in archive.namelist():
            raise ValueError(f"this is no run file: it holds no {RUN_MEMBER}")
        run = run_from_json(read_member(archive, RUN_MEMBER, MAX_JSON_BYTES))
        config = run.config
        facts = config.source.facts
        if facts is not None:  # of a file nobody knows what it needs before it is here
            check_ends(config, facts)
        prefixes = ["", BEST] if _has_best(run) else [""]
        members = itertools.chain(*(_members(prefix, config) for prefix in prefixes))
        check_members(archive, [RUN_MEMBER, *members])
        last, best = run.scores[-1] if run.scores else None, best_epoch(run.config, run.scores)
        kept = [last, *(score for score in run.scores if score.epoch == best)]
        checkpoints = [
            _checkpoint(archive, prefix, config, scores)
            for prefix, scores in zip(prefixes, kept, strict=False)
        ]
    return RunFile(run, *checkpoints)


def _has_best(run: Run) -> bool:
    """Whether early stopping has kept an epoch before the last."""
    best = best_epoch(run.config, run.scores)
    return best is not None and best != run.scores[-1].epoch


def _arrays(prefix: str, config: TrainConfig, checkpoint: Checkpoint) -> dict[str, Array]:
    """The arrays of a checkpoint by the names of their members."""
    check_shapes(config.units, *checkpoint.parameters)
    parameters = check_parameters(*checkpoint.parameters)
    optimizer = get_optimizer(config.method)
    state = optimizer.check(checkpoint.state, parameters)
    arrays = _named(prefix, parameters)
    for name in optimizer.remembers:
        arrays |= _named(f"{prefix}{name}_", state.arrays[name])
    if optimizer.remembers:
        arrays[prefix + STEPS_MEMBER] = np.array(float(state.steps))
    return arrays


def _members(prefix: str, config: TrainConfig) -> list[str]:
    """What ``_arrays`` has for a checkpoint of the run's."""
    remembers = get_optimizer(config.method).remembers
    names = [_shapes(f"{prefix}{kind}", config) for kind in ("", *(f"{n}_" for n in remembers))]
    return [*itertools.chain(*names), *([prefix + STEPS_MEMBER] if remembers else [])]


def _checkpoint(
    archive: zipfile.ZipFile, prefix: str, config: TrainConfig, scores: EpochScores | None
) -> Checkpoint:
    """That of the epoch with these ``scores``, or of the start."""
    remembers = get_optimizer(config.method).remembers
    parameters = _read(archive, _shapes(prefix, config))
    arrays = {name: _read(archive, _shapes(f"{prefix}{name}_", config)) for name in remembers}
    steps = prefix + STEPS_MEMBER
    n_steps = float(read_array(archive, steps, ())) if remembers else 0.0
    if n_steps < 0.0 or not n_steps.is_integer():
        raise ValueError(f"{steps} must hold a number of steps; it holds {n_steps:g}")
    epoch, rate = (scores.epoch, scores.learning_rate) if scores else (0, config.learning_rate)
    return Checkpoint(parameters, OptimizerState(arrays, int(n_steps)), epoch, rate)


def _named(prefix: str, parameters: Parameters) -> dict[str, Array]:
    """Arrays layer by layer, by the names of their members."""
    return {
        f"{prefix}{kind}{k}.npy": array
        for k, layer in enumerate(zip(*parameters, strict=True), start=1)
        for kind, array in zip("Wb", layer, strict=True)
    }


def _shapes(prefix: str, config: TrainConfig) -> dict[str, tuple[int, ...]]:
    """What ``_named`` gives for parameters of the run's network, in shapes."""
    return {
        f"{prefix}{kind}{k}.npy": shape
        for k, (n_in, n_out) in enumerate(itertools.pairwise(config.units), start=1)
        for kind, shape in (("W", (n_out, n_in)), ("b", (n_out,)))
    }


def _read(archive: zipfile.ZipFile, shapes: dict[str, tuple[int, ...]]) -> Parameters:
    arrays = [read_array(archive, name, shape) for name, shape in shapes.items()]
    return arrays[0::2], arrays[1::2]

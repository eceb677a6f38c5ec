"""A run with its last checkpoint in one .npz file, for others to read and for import.

The file is a zip archive of run.json, as ``run_json`` writes it, and W1.npy, b1.npy, W2.npy, …
as ``numpy.load`` reads them. Where the run's optimizer remembers something, a velocity say, there
are velocity_W1.npy, … and how many steps it has counted in steps.npy, too.
"""

import itertools
import zipfile
from io import BytesIO

import numpy as np

from mlp_core._checks import Array, Parameters, check_parameters, check_shapes
from mlp_core.checkpoint import Checkpoint
from mlp_core.config import TrainConfig
from mlp_core.data.catalogue import load_dataset
from mlp_core.experiments.files.run_json import MAX_JSON_BYTES, run_from_json, run_to_json
from mlp_core.experiments.runs.archive import check_members, open_archive, read_array, read_member
from mlp_core.experiments.runs.run import Run
from mlp_core.optimizers import OptimizerState, get_optimizer
from mlp_core.training_input import check_fit

RUN_MEMBER, STEPS_MEMBER = "run.json", "steps.npy"
# Enough for 200,000 parameters, of which Adam remembers two arrays more, beside the longest run's
# scores: about 3 MB, less than 1 MB packed.
MAX_FILE_BYTES = 7_000_000


def run_to_file(run: Run, checkpoint: Checkpoint) -> bytes:
    """The file's content.

    Raises ``ValueError`` for a checkpoint of another network, or one too large for such a file.
    """
    config = run.config
    check_shapes(config.units, *checkpoint.parameters)
    parameters = check_parameters(*checkpoint.parameters)
    optimizer = get_optimizer(config.method)
    state = optimizer.check(checkpoint.state, parameters)
    arrays = _named("", parameters)
    for name in optimizer.remembers:
        arrays |= _named(f"{name}_", state.arrays[name])
    if optimizer.remembers:
        arrays[STEPS_MEMBER] = np.array(float(state.steps))
    n_bytes = sum(array.nbytes for array in arrays.values())
    if n_bytes > MAX_FILE_BYTES:
        raise ValueError(
            f"a run file has at most {MAX_FILE_BYTES:,} bytes, and this run needs {n_bytes:,} for "
            "its parameters and what its optimizer remembers"
        )
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(RUN_MEMBER, run_to_json(run))
        for name, array in arrays.items():
            npy = BytesIO()
            np.lib.format.write_array(npy, array, version=(1, 0), allow_pickle=False)
            archive.writestr(name, npy.getvalue())
    return content.getvalue()


def run_from_file(data: bytes) -> tuple[Run, Checkpoint]:
    """The run and checkpoint that ``run_to_file`` wrote, of whoever sent the file.

    Its id may be one that is in use here. Raises ``ValueError`` with the reason for anything
    else: sizes are compared with those of the run's own network before they are allocated.
    """
    if len(data) > MAX_FILE_BYTES:
        raise ValueError(f"a run file has at most {MAX_FILE_BYTES:,} bytes; got {len(data):,}")
    with open_archive(data) as archive:
        if RUN_MEMBER not in archive.namelist():
            raise ValueError(f"this is no run file: it holds no {RUN_MEMBER}")
        run = run_from_json(read_member(archive, RUN_MEMBER, MAX_JSON_BYTES))
        config = run.config
        check_fit(config, load_dataset(config.dataset, config.scaling))
        remembers = get_optimizer(config.method).remembers
        shapes = [_shapes(prefix, config) for prefix in ("", *(f"{name}_" for name in remembers))]
        steps = [STEPS_MEMBER] if remembers else []
        check_members(archive, [RUN_MEMBER, *itertools.chain(*shapes), *steps])
        parameters, *remembered = (_read(archive, found) for found in shapes)
        n_steps = float(read_array(archive, STEPS_MEMBER, ())) if steps else 0.0
    if n_steps < 0.0 or not n_steps.is_integer():
        raise ValueError(f"{STEPS_MEMBER} must hold a number of steps; it holds {n_steps:g}")
    state = OptimizerState(dict(zip(remembers, remembered, strict=True)), int(n_steps))
    last = run.scores[-1] if run.scores else None
    rate = last.learning_rate if last else config.learning_rate
    return run, Checkpoint(parameters, state, last.epoch if last else 0, rate)


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

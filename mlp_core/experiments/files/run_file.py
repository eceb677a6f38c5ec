"""A run with its parameters in one .npz file, for others to read and for import.

The file is a zip archive of run.json, as ``run_json`` writes it, and W1.npy, b1.npy, W2.npy, …
as ``numpy.load`` reads them.
"""

import itertools
import zipfile
from io import BytesIO

import numpy as np

from mlp_core._checks import Array, check_parameters, check_shapes
from mlp_core.data.catalogue import load_dataset
from mlp_core.epoch_metrics import Parameters
from mlp_core.experiments.files.run_json import MAX_JSON_BYTES, run_from_json, run_to_json
from mlp_core.experiments.runs.archive import check_members, open_archive, read_array, read_member
from mlp_core.experiments.runs.run import Run
from mlp_core.training_input import check_fit

RUN_MEMBER = "run.json"
# The largest network within LIMITS has 1.7 MB of parameters, and the longest run about 3 MB of
# scores, less than 1 MB packed.
MAX_FILE_BYTES = 4_000_000


def run_to_file(run: Run, parameters: Parameters) -> bytes:
    """The file's content. Raises ``ValueError`` for parameters of another network."""
    check_shapes(run.config.units, *parameters)
    weights, biases = check_parameters(*parameters)
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(RUN_MEMBER, run_to_json(run))
        for name, array in zip(
            _array_members(run.config.units), _layer_by_layer(weights, biases), strict=True
        ):
            npy = BytesIO()
            np.lib.format.write_array(npy, array, version=(1, 0), allow_pickle=False)
            archive.writestr(name, npy.getvalue())
    return content.getvalue()


def run_from_file(data: bytes) -> tuple[Run, Parameters]:
    """The run and parameters that ``run_to_file`` wrote, of whoever sent the file.

    Its id may be one that is in use here. Raises ``ValueError`` with the reason for anything
    else: sizes are compared with those of the run's own network before they are allocated.
    """
    if len(data) > MAX_FILE_BYTES:
        raise ValueError(f"a run file has at most {MAX_FILE_BYTES:,} bytes; got {len(data):,}")
    with open_archive(data) as archive:
        if RUN_MEMBER not in archive.namelist():
            raise ValueError(f"this is no run file: it holds no {RUN_MEMBER}")
        run = run_from_json(read_member(archive, RUN_MEMBER, MAX_JSON_BYTES))
        units = run.config.units
        check_fit(run.config, load_dataset(run.config.dataset, run.config.scaling))
        names = _array_members(units)
        check_members(archive, [RUN_MEMBER, *names])
        shapes = [
            shape
            for n_in, n_out in itertools.pairwise(units)
            for shape in ((n_out, n_in), (n_out,))
        ]
        arrays = [
            read_array(archive, name, shape) for name, shape in zip(names, shapes, strict=True)
        ]
    return run, (arrays[0::2], arrays[1::2])


def _array_members(units: tuple[int, ...]) -> list[str]:
    return [f"{name}{k}.npy" for k in range(1, len(units)) for name in ("W", "b")]


def _layer_by_layer(weights: list[Array], biases: list[Array]) -> list[Array]:
    return [array for layer in zip(weights, biases, strict=True) for array in layer]

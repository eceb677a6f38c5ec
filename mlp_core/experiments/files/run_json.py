"""A Run as JSON, to the last bit of every number, and back. What comes in is distrusted."""

import dataclasses
import json

from mlp_core._checks import check_fields
from mlp_core.config import config_to_dict
from mlp_core.experiments.runs.from_dict import run_from_dict
from mlp_core.experiments.runs.plain_json import parse_json
from mlp_core.experiments.runs.run import Run

FORMAT, VERSION = "mlp-explorer-run", 1
# A run of MAX_EPOCHS epochs takes about 3 MB.
MAX_JSON_BYTES = 4_000_000


def run_to_json(run: Run) -> str:
    """All of the run; Python writes floats so that they read back the same."""
    record = dataclasses.asdict(run) | {"config": config_to_dict(run.config)}
    document = {"format": FORMAT, "version": VERSION, "run": record}
    return json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def run_from_json(text: str | bytes) -> Run:
    """The run that ``run_to_json`` wrote; one that was running then is interrupted now.

    Raises ``ValueError`` with the reason for anything else.
    """
    if len(text) > MAX_JSON_BYTES:
        raise ValueError(f"a run's JSON has at most {MAX_JSON_BYTES:,} bytes; got {len(text):,}")
    document = check_fields(parse_json(text), ("format", "version", "run"), "the file")
    if document["format"] != FORMAT:
        raise ValueError(f"the file's format must be {FORMAT}; got {document['format']!r:.50}")
    if document["version"] != VERSION:
        raise ValueError(
            f"version {VERSION} of the format can be read; got {document['version']!r:.50}"
        )
    return run_from_dict(document["run"])

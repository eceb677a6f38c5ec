"""A stand-in for OpenML on this machine: what its API answers for two small sets.

scikit-learn and the core ask for their own addresses; an opener leads every https address here.
"""

import hashlib
import io
import json
import tarfile
import threading
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.request import HTTPSHandler, build_opener

import numpy as np

from mlp_core import DATASETS
from mlp_core.data.fetching import fetched

N_ROWS, N_PIXELS = 30, 784
MNIST, FASHION = 554, 40996


def small_rows(data_id: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows (30, 784) of 0 to 255 and classes (30,) of 0 to 9, other ones for each set."""
    rng = np.random.default_rng(data_id)
    rows = rng.integers(0, 256, size=(N_ROWS, N_PIXELS))
    return rows, np.arange(N_ROWS) % 10


def as_arff(rows: np.ndarray, classes: np.ndarray) -> bytes:
    """Such rows as OpenML writes them."""
    head = ["@RELATION small", ""]
    head += [f"@ATTRIBUTE pixel{k} REAL" for k in range(1, rows.shape[1] + 1)]
    head += ["@ATTRIBUTE class {0,1,2,3,4,5,6,7,8,9}", "", "@DATA"]
    lines = [",".join(map(str, [*row, label])) for row, label in zip(rows, classes, strict=True)]
    return "\n".join([*head, *lines, ""]).encode()


def small_houses() -> np.ndarray:
    """Block groups (10, 9) in the columns of the archive: longitude, …, median value in dollars."""
    rng = np.random.default_rng(0)
    return np.column_stack(
        [rng.uniform(1, 9, size=(10, 8)).round(2), rng.integers(50_000, 500_001, size=10)]
    )


def as_archive(houses: np.ndarray) -> bytes:
    """Such block groups as the archive has them."""
    text = "\n".join(",".join(f"{value!r}" for value in row) for row in houses.tolist()).encode()
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        entry = tarfile.TarInfo("CaliforniaHousing/cal_housing.data")
        entry.size = len(text)
        archive.addfile(entry, io.BytesIO(text))
    return file.getvalue()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class StandIn:
    """OpenML's answers by their paths, which a test may change; ``asked`` are those asked for."""

    def __init__(self) -> None:
        self.answers: dict[str, bytes] = {}
        self.asked: list[str] = []
        for data_id in (MNIST, FASHION):
            self.add(data_id, as_arff(*small_rows(data_id)))
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                # What waits too long is to be the one that asks.
                self.connection.settimeout(None)
                stand_in.asked.append(self.path)
                body = stand_in.answers.get(self.path)
                self.send_response(200 if body is not None else 404)
                self.send_header("Content-Length", str(len(body or b"")))
                self.end_headers()
                self.wfile.write(body or b"")

            def log_message(self, *arguments: object) -> None:
                """Say nothing: a test's output is its own."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.01,), daemon=True
        )
        self._thread.start()

    def add(self, data_id: int, arff: bytes) -> None:
        """Answer for a set of that number with this file."""
        path = f"/data/v1/download/{data_id}/small.arff"
        names = [*(f"pixel{k}" for k in range(1, arff.count(b"REAL") + 1)), "class"]
        features = [
            {
                "index": str(k),
                "name": name,
                "data_type": "nominal" if name == "class" else "numeric",
                "is_target": str(name == "class").lower(),
                "is_ignore": "false",
                "is_row_identifier": "false",
                "number_of_missing_values": "0",
            }
            for k, name in enumerate(names)
        ]
        description = {
            "id": str(data_id),
            "name": "small",
            "version": "1",
            "status": "active",
            "format": "ARFF",
            "description": "Made up.",
            "url": f"https://api.openml.org{path}",
            "md5_checksum": hashlib.md5(arff).hexdigest(),
        }
        qualities = [{"name": "NumberOfInstances", "value": "30.0"}]
        api = "/api/v1/json/data"
        self.answers |= {
            f"{api}/{data_id}": json.dumps({"data_set_description": description}).encode(),
            f"{api}/features/{data_id}": json.dumps(
                {"data_features": {"feature": features}}
            ).encode(),
            f"{api}/qualities/{data_id}": json.dumps(
                {"data_qualities": {"quality": qualities}}
            ).encode(),
            path: arff,
        }

    def fetch_all(self) -> None:
        """Have all sets that are fetched kept on this machine."""
        for record in DATASETS.values():
            if record.remote is not None:
                fetched(record.remote)

    def opener(self) -> object:
        """Opens every https address here, whatever its host."""
        port = self.port

        class ToHere(HTTPSHandler):
            def https_open(self, request):
                return self.do_open(
                    lambda host, timeout: HTTPConnection("127.0.0.1", port, timeout=timeout),
                    request,
                )

        return build_opener(ToHere)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

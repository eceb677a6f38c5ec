"""What this machine and a running process say about themselves."""

import platform
from pathlib import Path


def processor() -> str:
    """What the processor calls itself, where the system tells."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(line.partition(":")[2].strip() for line in lines if "model name" in line)
    except (OSError, StopIteration):
        return platform.machine()


def memory_mb(pid: int) -> float:
    """The resident memory of a process, in megabytes."""
    return _status(pid)["VmRSS"] / 1024


def n_threads(pid: int) -> int:
    """How many threads a process has."""
    return _status(pid)["Threads"]


def _status(pid: int) -> dict[str, int]:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    fields = dict(line.split(":", 1) for line in lines)
    return {name: int(fields[name].split()[0]) for name in ("VmRSS", "Threads")}

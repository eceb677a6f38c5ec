"""Where a person's own data belong, by the custom of their system."""

import sys
from collections.abc import Mapping
from pathlib import Path

HOME = Path("~")
# The folder to use instead, for whoever wants another.
FOLDER_VARIABLE = "MLP_EXPLORER_DATA"


def data_folder(environment: Mapping[str, str], platform: str = sys.platform) -> Path:
    """The folder for this app's data; it may not exist yet, and "~" stands for home."""
    chosen = environment.get(FOLDER_VARIABLE)
    if chosen:
        return Path(chosen)
    return _user_data(environment, platform) / "mlp-explorer"


def _user_data(environment: Mapping[str, str], platform: str) -> Path:
    if platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or HOME / "AppData" / "Local")
    if platform == "darwin":
        return HOME / "Library" / "Application Support"
    # XDG Base Directory Specification: a path that is not absolute is to be ignored.
    chosen = Path(environment.get("XDG_DATA_HOME") or "")
    return chosen if chosen.is_absolute() else HOME / ".local" / "share"

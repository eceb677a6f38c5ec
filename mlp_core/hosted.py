"""Whether strangers share this server, which bounds what one of them may ask of it."""

import os
from collections.abc import Mapping

# Set to 1 where they do.
HOSTED_VARIABLE = "MLP_EXPLORER_HOSTED"


def is_hosted(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether strangers share this server: HOSTED_VARIABLE is 1."""
    return environment.get(HOSTED_VARIABLE) == "1"

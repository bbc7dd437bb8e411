"""Telling an e-mail address from other words."""

import re

_ADDRESS = re.compile(r"[\w.+'-]+@[\w-]+(\.[\w-]+)+", re.ASCII)


def is_address(words: str) -> bool:
    """Say whether this is surely one e-mail address."""
    return bool(_ADDRESS.fullmatch(words))

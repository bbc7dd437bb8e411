"""One way to write a document as bytes, so that equal documents have equal hashes."""

import hashlib
import json

_encoder = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
)


def canonical(document: object) -> bytes:
    """Return a JSON document as UTF-8 with sorted keys and no white space."""
    return _encoder.encode(document).encode()


def digest(document: object) -> str:
    """Return the SHA-256 of a document's canonical bytes, in hexadecimal."""
    return hashlib.sha256(canonical(document)).hexdigest()

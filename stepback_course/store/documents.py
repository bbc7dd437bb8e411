"""What may be written: documents and summaries that every engine reads back exactly alike."""

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from json.encoder import encode_basestring_ascii
from typing import Any

from stepback_course.store.port import TooLarge
from stepback_course.store.record import Document, Encoded, Scalar, Summary
from stepback_course.text import _

DOCUMENT_LIMIT = 8 * 1024 * 1024
"""The largest document, in bytes of JSON."""

LABEL_LIMIT = 200
"""The longest name of an operation or an actor, in characters."""

_LARGEST_INTEGER = 2**63 - 1
_SCALARS = frozenset({str, int, bool, type(None)})
_LABELS_AT_HAND = 1024
_encoder = json.JSONEncoder(allow_nan=False, separators=(",", ":"))
_decoder = json.JSONDecoder()
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


def encode(value: Any) -> bytes:
    """Return `value` as one line of ASCII JSON, which reads the same in every locale."""
    return _encoder.encode(value).encode("ascii")


def quoted(text: str) -> str:
    """Return a text as ASCII JSON."""
    return encode_basestring_ascii(text)


def encode_flat(values: Mapping[str, Scalar]) -> str:
    """Return what `encode` does for one flat object, as text: preparing its encoder costs more."""
    members = [f"{encode_basestring_ascii(key)}:{_scalar(value)}" for key, value in values.items()]
    return "{" + ",".join(members) + "}"


def _scalar(value: Scalar) -> str:
    if isinstance(value, str):
        return encode_basestring_ascii(value)
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else str(value)


def encode_exactly(value: Any, what: str) -> bytes:
    """Return `value` as JSON from which it will be read back equal.

    Raises ValueError where that is impossible (tuples, keys that are no text, NaN), and for NUL and
    lone surrogates, which not every engine can keep.
    """
    try:
        text = _encoder.encode(value)
        is_read_back = _decoder.decode(text) == value
    except (TypeError, ValueError, RecursionError) as error:
        raise ValueError(f"{what} is not JSON: {error}") from error
    if not is_read_back:
        raise ValueError(f"{what} would not be read back as it is: use lists and text keys")
    return _checked(value, text.encode("ascii"), what)


def _checked(value: Any, encoded: bytes, what: str) -> bytes:
    _check_no_nul(encoded, what)
    if b"\\ud" in encoded and not _is_whole(value):
        raise ValueError(f"{what} contains half a character (a lone surrogate)")
    return encoded


def _check_no_nul(encoded: bytes, what: str) -> None:
    if b"\\u0000" in encoded and _NUL.search(encoded):
        raise ValueError(f"{what} contains a NUL character")


def _is_whole(value: Any) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def check_document(name: str, document: Document | Encoded) -> bytes:
    """Return the document of record `name` as JSON. Raises ValueError, TooLarge."""
    what = f"the document of {name!r}"
    if isinstance(document, Encoded):
        encoded = document.json
        _check_no_nul(encoded, what)
    elif isinstance(document, dict):
        encoded = encode_exactly(document, what)
    else:
        raise ValueError(f"{what} is not a dictionary")  # noqa: TRY004 - one kind of refusal
    if len(encoded) > DOCUMENT_LIMIT:
        raise TooLarge(
            _(
                "“{record}” would be {size} MB, and one record may be at most {limit} MB. "
                "Nothing was saved: shorten the text, or keep it as a file."
            ).format(
                record=name,
                size=round(len(encoded) / 1024**2, 1),
                limit=DOCUMENT_LIMIT // 1024**2,
            )
        )
    return encoded


def check_summary(name: str, summary: Summary | None) -> tuple[dict[str, Scalar] | None, bytes]:
    """Return a copy of the summary of record `name`, and it as JSON.

    Raises ValueError where it is not flat.
    """
    if summary is None:
        return None, b"null"
    flat = dict(summary)
    for key, value in flat.items():
        if type(value) not in _SCALARS:
            raise ValueError(f"{key!r} in the summary of {name!r} is not text, a number or a truth")
        if type(value) is int and abs(value) > _LARGEST_INTEGER:
            raise ValueError(f"{key!r} in the summary of {name!r} is over 64 bits")
    if not flat.get("kind") or type(flat["kind"]) is not str:
        raise ValueError(f"the summary of {name!r} does not say its kind")
    _check_labels((*flat, flat["kind"]), name)
    return flat, _checked(flat, encode_flat(flat).encode("ascii"), f"the summary of {name!r}")


@lru_cache(_LABELS_AT_HAND)
def _check_labels(labels: tuple[str, ...], name: str) -> None:
    for label in labels:  # they stand in entries of indexes, which are of limited size
        check_label(label, f"each key of the summary of {name!r}, and its kind,")


def check_label(label: str, what: str) -> str:
    """Return the name of an operation or actor unchanged. Raises ValueError."""
    if not isinstance(label, str) or not 0 < len(label) <= LABEL_LIMIT:
        raise ValueError(f"{what} must be a text of 1 to {LABEL_LIMIT} characters")
    if not (label.isascii() and label.isprintable()):
        encode_exactly(label, what)
    return label

"""Text is cleaned once, at the door: normalised, and free of what a terminal would obey."""

import re
import unicodedata

_ESCAPE_SEQUENCE = re.compile(
    r"\x1b\][^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"  # OSC: window titles, clipboard, links
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor movement
    r"|\x1b[PX^_][^\x1b\x9c]*(?:\x1b\\|\x9c)?"  # DCS, SOS, PM, APC
    r"|\x1b[ -/]*[0-~]?"
)
_LINE_END = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_INVISIBLE_DIRECTION = re.compile(
    # The flags of England, Scotland and Wales are made of signs that elsewhere only hide words.
    "(\U0001f3f4[\U000e0061-\U000e007a]{4,6}\U000e007f)"
    "|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f]"
)
_DROPPED_CATEGORIES = frozenset({"Cc", "Cs", "Co", "Cn"})
_PLAIN = re.compile(r"[\n\t\x20-\x7e]*\Z")
_PLAIN_LINE = re.compile(r"(?:[!-~]+(?: [!-~]+)*)?\Z")


def clean(text: str) -> str:
    """Return `text` in NFC without control, escape or bidirectional characters; lines stay lines.

    Welsh letters, emoji and every script survive. Cleaning twice changes nothing.
    """
    if _PLAIN.match(text):
        return text
    text = _LINE_END.sub("\n", text)
    text = _ESCAPE_SEQUENCE.sub("", text)
    text = _INVISIBLE_DIRECTION.sub(r"\1", text)
    kept = (c for c in text if c in "\n\t" or unicodedata.category(c) not in _DROPPED_CATEGORIES)
    return unicodedata.normalize("NFC", "".join(kept))


def clean_line(text: str) -> str:
    """Return `text` cleaned, on one line, with runs of white space made single spaces."""
    if _PLAIN_LINE.match(text):
        return text
    return " ".join(clean(text).split())

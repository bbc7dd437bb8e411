"""One course file: bytes in; what it says, with the place of everything, out."""

import re

from stepback_course.course.yaml_nodes import Fault, Fields, Node, Place, Scalar, Unreadable, parse
from stepback_course.text import _

DOCUMENT_LIMIT = 256_000
"""The most bytes one file of a course may have."""

FILES_LIMIT = 200
"""The most files a course may have."""

READING = "reading"
"""The name under which the text below the front matter is kept, beside what the fence holds."""

_FENCE = "---"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")


def read_settings(content: bytes) -> tuple[Node, list[Fault]]:
    """Return a file that is YAML from its first line to its last. Raises Unreadable."""
    return parse(_decoded(content))


def read_page(content: bytes) -> tuple[Node, list[Fault]]:
    """Return a file that is YAML between lines of three dashes and then a reading in Markdown.

    The reading becomes one more value, `reading`. Raises Unreadable.
    """
    lines = _decoded(content).split("\n")
    if lines[0].rstrip() != _FENCE:
        raise _unreadable(1, _("the file must start with a line of three dashes (---)"))
    fences = (number for number, line in enumerate(lines) if number and line.rstrip() == _FENCE)
    if (end := next(fences, None)) is None:
        raise _unreadable(1, _("a second line of three dashes (---) must end the front matter"))
    root, faults = parse("\n".join(lines[1:end]), lines_before=1)
    if isinstance(root, Fields):
        faults += _put_reading(root, lines[end + 1 :], Place(end + 1, 1))
    return root, faults


def _put_reading(root: Fields, lines: list[str], place: Place) -> list[Fault]:
    written = root.keys.get(READING)
    root.keys[READING] = place
    root.nodes[READING] = Scalar(place, "\n".join(lines).strip())
    if written is None:
        return []
    return [Fault(written, _("the reading stands below the second line of dashes, not here"))]


def _decoded(content: bytes) -> str:
    if len(content) > DOCUMENT_LIMIT:
        sentence = _("the file is too large: at most {limit} kB are read")
        raise _unreadable(1, sentence.format(limit=DOCUMENT_LIMIT // 1000))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8", errors="replace")
        raise _unreadable_after(before, _("this is not UTF-8: save the file as UTF-8")) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if control := _CONTROL.search(text):
        sentence = _("an invisible character (U+{code}) stands here: take it out")
        told = sentence.format(code=f"{ord(control.group()):04X}")
        raise _unreadable_after(text[: control.start()], told)
    return text


def _unreadable(line: int, sentence: str, column: int = 1) -> Unreadable:
    return Unreadable(Fault(Place(line, column), sentence))


def _unreadable_after(before: str, sentence: str) -> Unreadable:
    return _unreadable(before.count("\n") + 1, sentence, len(before) - before.rfind("\n"))

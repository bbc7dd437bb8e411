"""What a model refuses, told in sentences of the house instead of the library's words."""

import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from stepback_course.text.cleaning import clean_line
from stepback_course.text.language import _, ngettext

SHOWN = 60
"""How many characters of what somebody wrote a sentence repeats at most."""

_QUOTED = re.compile(r"'([^']*)'")
_KEY = "[key]"

_TEXT = _("{what} should be text")
_WHOLE_NUMBER = _("{what} should be a whole number")
_TRUE_OR_FALSE = _("{what} should be true or false")
_LIST = _("{what} should be a list")
_NAMES = _("{what} should be names with a value each")
_DAY = _("{what} should be a day, written as 2026-03-04")
_ONE_OF = _("{what} is '{value}', which is not one of: {options}")
_MISSING = _("{what} is missing")

_SENTENCES: Mapping[str, str] = {
    "missing": _MISSING,
    "union_tag_not_found": _MISSING,
    "extra_forbidden": _("{what} is not known here"),
    "string_type": _TEXT,
    "int_type": _WHOLE_NUMBER,
    "int_parsing": _WHOLE_NUMBER,
    "int_parsing_size": _WHOLE_NUMBER,
    "int_from_float": _WHOLE_NUMBER,
    "bool_type": _TRUE_OR_FALSE,
    "bool_parsing": _TRUE_OR_FALSE,
    "list_type": _LIST,
    "tuple_type": _LIST,
    "dict_type": _NAMES,
    "model_type": _NAMES,
    "model_attributes_type": _NAMES,
    "date_type": _DAY,
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
    "date_from_datetime_inexact": _DAY,
    "literal_error": _ONE_OF,
    "enum": _ONE_OF,
    "union_tag_invalid": _ONE_OF,
    "greater_than_equal": _("{what} should be {least} or more"),
    "less_than_equal": _("{what} should be {most} or less"),
}
_ABOUT_A_TAG = {"union_tag_not_found", "union_tag_invalid"}
_RAISED_BY_US = {"value_error", "assertion_error"}


def sentences(error: ValueError) -> list[str]:
    """Return a sentence for each thing that a model or an activity refused.

    A ValueError that is not pydantic's was raised with a sentence of its own.
    """
    if not isinstance(error, ValidationError):
        return [clean_line(str(error))]
    return [sentence_of(details) for details in refusals(error)]


def refusals(error: ValidationError) -> list[ErrorDetails]:
    """Return what was refused, without the echoes.

    Pydantic also finds a list too short when its entries are there but are themselves refused.
    """
    found = error.errors(include_url=False)
    around = {loc[:end] for loc in (details["loc"] for details in found) for end in range(len(loc))}
    return [
        details
        for details in found
        if details["type"] != "too_short" or details["loc"] not in around
    ]


def sentence_of(error: ErrorDetails) -> str:
    """Return one sentence that says what is wrong and what is expected."""
    kind, facts = error["type"], error.get("ctx", {})
    if kind in _RAISED_BY_US:
        return clean_line(str(facts["error"]))
    what = _subject(error["loc"])
    if kind in _ABOUT_A_TAG:
        what, facts = facts["discriminator"], {"input": facts.get("tag"), **facts}
    template = _SENTENCES.get(kind)
    if template is None:
        # A limit put on top of another kind of text is told as if it counted entries.
        is_text = isinstance(error["input"], str) and not kind.startswith("string_")
        return _counted(what, f"string_{kind}" if is_text else kind, facts)
    return template.format(
        what=what,
        value=shown(facts.get("input", error["input"])),
        options=", ".join(options_of(error)),
        least=facts.get("ge"),
        most=facts.get("le"),
    )


def options_of(error: ErrorDetails) -> list[str]:
    """Return the values that would have been accepted, where there is a fixed list of them."""
    facts = error.get("ctx", {})
    return _QUOTED.findall(str(facts.get("expected_tags", facts.get("expected", ""))))


def shown(value: object) -> str:
    """Return what somebody wrote, cleaned, on one line and cut to a readable length."""
    text = clean_line(str(value)[: 10 * SHOWN])
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def _subject(loc: tuple[int | str, ...]) -> str:
    """Return what the sentence is about, such as `'when' in entry 3`."""
    match [part for part in loc if part != _KEY][-2:]:
        case [int(entry), str(name)]:
            return _("'{name}' in entry {entry}").format(name=shown(name), entry=entry + 1)
        case [str(name), int(entry)]:
            return _("entry {entry} of '{name}'").format(name=shown(name), entry=entry + 1)
        case [*_before, int(entry)]:
            return _("entry {entry}").format(entry=entry + 1)
        case [*_before, str(name)]:
            return _("'{name}'").format(name=shown(name))
    return _("this")


def _counted(what: str, kind: str, facts: Mapping[str, Any]) -> str:
    """Return what to say about something too long or too short, or about a value itself."""
    match kind:
        case "string_too_long":
            limit = int(facts["max_length"])
            return ngettext(
                "{what} is too long: at most {limit} character fits here",
                "{what} is too long: at most {limit} characters fit here",
                limit,
            ).format(what=what, limit=f"{limit:,}")
        case "string_too_short":
            least = int(facts["min_length"])
            return ngettext(
                "{what} is empty",
                "{what} is too short: it needs at least {least} characters",
                least,
            ).format(what=what, least=least)
        case "too_long":
            limit = int(facts["max_length"])
            return ngettext(
                "{what} has too many entries: at most {limit} fits here",
                "{what} has too many entries: at most {limit} fit here",
                limit,
            ).format(what=what, limit=limit)
        case "too_short":
            least = int(facts["min_length"])
            return ngettext(
                "{what} has too few entries: it needs at least {least}",
                "{what} has too few entries: it needs at least {least}",
                least,
            ).format(what=what, least=least)
    return _("{what} is not written the way it is expected here").format(what=what)

"""Cleaning and comparing what people typed."""

from stepback_course.text.canonical import canonical, digest
from stepback_course.text.cleaning import clean, clean_line
from stepback_course.text.folding import folded
from stepback_course.text.identifiers import (
    check_identifier,
    is_identifier,
    new_identifier,
    same_identifier,
)
from stepback_course.text.language import _, ngettext
from stepback_course.text.words import count_words

__all__ = [
    "_",
    "canonical",
    "check_identifier",
    "clean",
    "clean_line",
    "count_words",
    "digest",
    "folded",
    "is_identifier",
    "new_identifier",
    "ngettext",
    "same_identifier",
]

"""Dates on which somebody may have been born, in figures and in words, English and Welsh."""

import re
from collections.abc import Iterator

from stepback_course.text.identifying.giveaway import Giveaway

OLDEST, YOUNGEST = 25, 3
"""How old a learner can be; a date that many years ago may be when they were born."""

_BELOW_TWENTY = re.findall(
    r"\w+",
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen",
)
_BY_LENGTH = sorted(_BELOW_TWENTY, key=len, reverse=True)
_FIRST_TO_NINTH = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
_ORDINALS = (
    f"{_FIRST_TO_NINTH}|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|"
    "seventeenth|eighteenth|nineteenth|twentieth|thirtieth|"
    rf"(?:twenty|thirty)[ \-](?:{_FIRST_TO_NINTH})"
)
_WELSH_ORDINALS = (
    r"cyntaf|ail|trydydd|pedwerydd|pumed|chweched|seithfed|wythfed|nawfed|degfed|unfed|deuddegfed|"
    r"pymthegfed|ugeinfed|\w+(?:edd|fed|ail) ar (?:ddeg|bymtheg|hugain)"
)
_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
)
_WELSH_MONTHS = (
    "Ionawr|Chwefror|[MF]awrth|Ebrill|[MF]ai|[MF]ehefin|G?orffennaf|Awst|[MF]edi|Hydref|"
    "[TD]achwedd|Rhagfyr"
)
_DAY_AND_MONTH = r"(?:0?[1-9]|[12]\d|3[01])(?P<mark> ?[./\-] ?)(?:0?[1-9]|1[0-2])(?P=mark)"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_WELSH_DAY = r"\d{1,2}(?:af|ail|ydd|fed|eg|ain)?"
_YEAR = r"(?P<year>(?:19|20)\d\d|[’']\d\d)"
_SAID_YEAR = (
    rf"(?P<said>two thousand(?: and)? (?:twenty(?:[ \-]\w+)?|{'|'.join(_BY_LENGTH)})|"
    rf"twenty[ \-](?:twenty(?:[ \-]\w+)?|{'|'.join(_BY_LENGTH)}))"
)
_IN_A_YEAR = rf"(?:,? (?:in )?(?:{_YEAR}|{_SAID_YEAR})\b)?"
_FORMS = (
    r"(?<![\d.,/\-])(?P<year>(?:19|20)\d\d)[./\-](?:0?[1-9]|1[0-2])[./\-]\d{1,2}(?![\d/\-])",
    rf"(?<![\d.,/\-]){_DAY_AND_MONTH}(?P<year>(?:19|20)\d\d|\d\d)(?![\d/\-])",
    rf"\b(?:the )?{_DAY}(?: day)?(?: of)? (?:{_MONTHS})\b(?:\.(?=,? ?\d))?{_IN_A_YEAR}",
    rf"\b(?:{_MONTHS})\.? (?:the )?{_DAY}\b(?!:){_IN_A_YEAR}",
    rf"\b(?:the )?(?:{_ORDINALS})(?: day)? of (?:{_MONTHS})\b{_IN_A_YEAR}",
    rf"\b(?:{_MONTHS}) the (?:{_ORDINALS})\b{_IN_A_YEAR}",
    rf"\b{_WELSH_DAY}(?: o)? (?:{_WELSH_MONTHS})\b(?: {_YEAR}\b)?",
    rf"\b(?:y |yr )?(?:{_WELSH_ORDINALS}) o (?:{_WELSH_MONTHS})\b(?: {_YEAR}\b)?",
)
_DATES = [re.compile(form, re.IGNORECASE) for form in _FORMS]
_MONTH_AND_YEAR = re.compile(
    rf"\b(?:(?:{_MONTHS}|{_WELSH_MONTHS})\.? )?(?:19|20)\d\d\b", re.IGNORECASE
)

_BORN = r"\bborn\b|\bbirth\b|\bganwyd\b|\bganed\b|\bgeni\b"
_AGE_ON = (
    r"\b(?:turn(?:s|ed)?|will be|was|is) (?:\w+ )?"
    rf"(?:{'|'.join(_BY_LENGTH)}|[2-9]|1\d|2[0-5])(?: years old)? on\b"
)
_ABOUT_BEING_BORN = re.compile(_BORN, re.IGNORECASE)
_ABOUT_A_BIRTHDAY = re.compile(
    rf"{_BORN}|\bbirthdays?\b|\bb-?day\b|\bd\.? ?o\.? ?b\b|\b[bp]en-?blwydd|{_AGE_ON}",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<!\b[A-Z])[.!?]\s+(?=[A-ZÂÊÎÔÛŴŶ\"“])|\n{2,}")


def birth_dates(text: str, year: int) -> Iterator[Giveaway]:
    """Yield the dates in a text on which a learner of that present `year` may have been born.

    A date of some years ago is taken for one; any other only beside words about being born.
    """
    if not re.search(r"\d|\bof\b|\bo\b", text):
        return
    for start, end in _sentences(text):
        sentence = text[start:end]
        about_birth = _ABOUT_A_BIRTHDAY.search(sentence) is not None
        for form in _DATES:
            for match in form.finditer(sentence):
                if about_birth or _is_some_years_ago(match, year):
                    yield Giveaway("birth date", match.group(), start + match.start())
        if _ABOUT_BEING_BORN.search(sentence):
            for match in _MONTH_AND_YEAR.finditer(sentence):
                yield Giveaway("birth date", match.group(), start + match.start())


def _is_some_years_ago(match: re.Match[str], year: int) -> bool:
    parts = match.groupdict()
    if parts.get("year"):
        written = int(parts["year"].lstrip("’'"))
        # Two figures are too little to go by where points part them: 1.2.14 may be a paragraph.
        if written < 100 and (parts.get("mark") or "/").strip() == ".":
            return False
        born = written if written >= 100 else 2000 + written
    elif parts.get("said"):
        born = 2000 + _number_of(parts["said"])
    else:
        return False
    return year - OLDEST <= born <= year - YOUNGEST


def _number_of(said: str) -> int:
    """Return what the last words of a year that is written out come to, as in *and fifteen*."""
    words = re.split(r"[ \-]", said.casefold())
    last = words[-1]
    unit = _BELOW_TWENTY.index(last) + 1 if last in _BELOW_TWENTY else 0
    return unit + (20 if "twenty" in words[1:] else 0)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _SENTENCE_END.finditer(text):
        yield start, match.start() + 1
        start = match.end()
    yield start, len(text)

"""What has a form of its own: postcodes, addresses, telephones, e-mail, numbers of pupils."""

import re
from collections.abc import Iterator
from functools import cache

from stepback_course.text.identifying.giveaway import Giveaway, Kind
from stepback_course.text.identifying.lists import words_of

_STREET = (
    "Road|Street|Lane|Avenue|Close|Drive|Crescent|Terrace|Way|Place|Square|Gardens|Grove|Court|"
    "Row|Hill|View|Walk|Mews|Rise|Park|Parade|Green|Villas|Rd|St|Ave"
)
_WELSH_STREET = (
    "Heol|Stryd|Ffordd|Lôn|Lon|Maes|Rhes|Clos|Rhodfa|Parc|Cae|Tyddyn|Bryn|Pen|Tan|Llys|Allt|Gallt|"
    "Cilgant|Teras|Dôl|Trem|Bro|Cwrt|Coed"
)
_HOUSE_NUMBER = r"(?<![\w.,/:])\d{1,4}[A-Za-z]?,? "
_CAPITAL_WORD = r"[A-ZÂÊÎÔÛŴŶ][\w'’\-]*"

_WHOSE_NUMBER = (
    "pupil|admissions?|candidate|student|learner|exams?|examination|hospital|patient|case|file|"
    "library|login|unique learner|unique pupil"
)
_NUMBER_OF = (
    rf"(?:(?:{_WHOSE_NUMBER})(?:'s)?[ \-](?:number|no\.?|id|code|ref(?:erence)?)"
    r"|rhif disgybl|UPN|ULN|UCI|NHS(?: number)?)"
)
_CALLING = r"(?:phone|ring|call|tel\.?|text|mobile|ffôn|ffonio)"
_LOCAL_NUMBER = r"(?:\d{5,8}|\d{3,4}[ \-]\d{3,4})"

_PHONE = re.compile(r"(?<![\w./,:\-])(?:\+|\(?0)[\d ().\-]{8,20}\d(?!\w)")
_DATE = re.compile(r"\d{1,2}[.\-]\d{1,2}[.\-]\d{2,4}")


def formed(text: str) -> Iterator[Giveaway]:
    """Yield what in a text has the form of something that tells who a child is."""
    for match in _PHONE.finditer(text):
        words = match.group().rstrip(" (.-")
        if _is_phone_number(words):
            yield Giveaway("phone", words, match.start())
    for kind, pattern in _patterns():
        group = 1 if pattern.groups else 0
        for match in pattern.finditer(text):
            yield Giveaway(kind, match.group(group).rstrip(" -"), match.start(group))


@cache
def _patterns() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    """Return what finds each kind; where a pattern has a group, that is what gives away."""
    areas = "|".join(sorted(words_of("postcode_areas"), key=len, reverse=True))
    outward, inward = rf"(?:{areas})\d[A-Z\d]?", r"\d[ABD-HJLNP-UW-Z]{2}"
    sources: tuple[tuple[Kind, str, re.RegexFlag], ...] = (
        ("e-mail", r"(?<![\w.+%\-])[\w.+%\-]+@\w[\w\-]*(?:\.\w[\w\-]*)+", re.NOFLAG),
        (
            "e-mail",
            r"(?<![\w.\-])[\w.\-]+ ?(?:\(at\)|\[at\]| at ) ?[\w\-]+"
            r"(?: ?(?:\(dot\)|\[dot\]| dot ) ?\w+)+",
            re.NOFLAG,
        ),
        ("e-mail", r"(?<![\w@.])@\w{3,}", re.NOFLAG),
        ("postcode", rf"(?<!\w){outward}[ \-]{{0,3}}{inward}(?!\w)", re.IGNORECASE),
        ("postcode", r"(?<!\w)GIR ?0AA(?!\w)", re.IGNORECASE),
        (
            "postcode",
            rf"(?:post ?code|cod post)\W{{1,3}}(?:\w+ ){{0,2}}({outward})(?!\w)",
            re.IGNORECASE,
        ),
        ("address", rf"{_HOUSE_NUMBER}(?:{_CAPITAL_WORD} ){{1,3}}(?:{_STREET})(?!\w)", re.NOFLAG),
        ("address", rf"{_HOUSE_NUMBER}The (?:{_STREET})(?!\w)", re.NOFLAG),
        (
            "address",
            rf"{_HOUSE_NUMBER}(?:{_WELSH_STREET})(?:[ \-](?:y|yr|{_CAPITAL_WORD}))+",
            re.NOFLAG,
        ),
        # A pupil's number: a letter, then twelve figures, the last of which may be a letter.
        ("number", r"(?<!\w)[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z](?!\w)", re.IGNORECASE),
        # National Insurance, NHS, and a learner's unique number.
        (
            "number",
            r"(?<!\w)[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D](?!\w)",
            re.IGNORECASE,
        ),
        ("number", r"(?<![\w.,/\-])\d{3}[ \-]\d{3}[ \-]\d{4}(?![\w/\-])", re.NOFLAG),
        ("number", r"(?<![\w.,/+\-])[1-9]\d{9}(?![\w/\-])", re.NOFLAG),
        (
            "number",
            rf"(?<!\w){_NUMBER_OF}\b[^\d\n.]{{0,20}}?"
            r"(?<!\w)([A-Z]{0,3}\d[\d \-]{2,14}\w?)(?!\w)",
            re.IGNORECASE,
        ),
        (
            "phone",
            rf"{_CALLING}\W{{1,2}}(?:\w+ ){{0,3}}?({_LOCAL_NUMBER})(?![/:.\-]\d)(?!\w)",
            re.IGNORECASE,
        ),
    )
    return tuple((kind, re.compile(source, flag)) for kind, source, flag in sources)


def _is_phone_number(words: str) -> bool:
    """Say whether figures can be rung: 0 and nine or ten more, or with a country before them."""
    if _DATE.match(words):
        return False
    figures = re.sub(r"\D", "", words)
    if words.startswith("+"):
        return 10 <= len(figures) <= 14
    if figures.startswith("00"):
        return 12 <= len(figures) <= 16
    return 10 <= len(figures) <= 11

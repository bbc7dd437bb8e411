"""What is printed to try a look, and what must be on each page of it."""

import io
from collections.abc import Iterator
from datetime import date
from itertools import product

from stepback_course.awards.facts import CertificateFacts
from stepback_course.awards.numbers import SPECIMEN_SERIES, compose
from stepback_course.awards.page import Look, pictured, printed
from stepback_course.people.organisation import Organisation
from stepback_course.text import _
from stepback_course.text.fields import Language
from stepback_course.text.refusals import Refusal

_LONG_NAME = "Gwenllïan Angharad Myfanwy Llywelyn-Cadwaladr ap Gruffudd o Ddinbych-y-Pysgod"
_ADDRESS = "https://example.org/check"
_LANGUAGES: tuple[Language, ...] = ("en-cy", "en", "cy")
_MARKS = {"en": ("Specimen:",), "cy": ("Sbesimen:",), "en-cy": ("Sbesimen:", "Specimen:")}


def complaint_about(look: Look) -> str | None:
    """Return a sentence on the first specimen that does not come out as it must, or None."""
    for facts, code in _specimens():
        try:
            page = printed(facts, look, credential=b"{}", code=code)
        except Refusal as refusal:
            return str(refusal)
        missing = _missing(page, facts)
        if missing:
            return missing
    return None


def require_printable(organisation: Organisation) -> None:
    """Return where all that certificates say of an organisation can be printed.

    Raises CannotPrint, and Refusal for a check address that no code could hold.
    """
    facts, _code = next(_specimens())
    said = organisation.model_dump(
        include={"signatory", "signatory_role", "signatory_role_in_welsh", "contact"}
    )
    named = {"issuer": organisation.name, "check_address": organisation.check_address}
    facts = facts.model_copy(update=said | named)
    # Whom to ask stands only on a page without a code, the check address only beside one.
    for code in dict.fromkeys(("", organisation.check_address)):
        printed(facts, code=code)


def picture_of_a_specimen(look: Look) -> bytes:
    """Return a specimen in a look as a picture (PNG), with all that a certificate can have."""
    facts, code = next(_specimens())
    return pictured(facts, look, code=code)


def _specimens() -> Iterator[tuple[CertificateFacts, str]]:
    """Yield full specimens and spare certificates, with the address in their QR code."""
    for is_full, language in product((True, False), _LANGUAGES):
        facts = CertificateFacts(
            number=compose(SPECIMEN_SERIES if is_full else "SBP", 2026, 42),
            name=_LONG_NAME if is_full else "Jo Li",
            course="Step-back Practitioners Course",
            days=2,
            statements=10,
            issuer="Positive Eye Ltd",
            assessed_by="Positive Eye Ltd",
            awarded_on=date(2026, 11, 22),
            setting="Ysgol Gyfun Tŵr-y-Felin" if is_full else "",
            entitlement="and may use Step-in, Step-back techniques across their setting",
            signatory="Ann Other" if is_full else "",
            specimen=is_full,
            language=language,
            contact="certificates@example.org",
            check_address=_ADDRESS if is_full else "",
            valid_until=date(2028, 11, 21) if is_full else None,
            course_in_welsh="Cwrs Ymarferwyr Step-back" if is_full else "",
            case_study_in_welsh="Llais y Dysgwr" if is_full else "",
        )
        yield facts, f"{_ADDRESS}#{'W' * 240}" if is_full else ""


def _missing(page: bytes, facts: CertificateFacts) -> str | None:
    """Return what a page lacks that every certificate has, as a sentence, or None."""
    from pypdf import PdfReader

    pages = PdfReader(io.BytesIO(page)).pages
    if len(pages) != 1:
        return _("a specimen takes {count} pages, and a certificate is one").format(
            count=len(pages)
        )
    text = _letters(pages[0].extract_text())
    marks = _MARKS[facts.language] if facts.specimen else ()
    for words in (facts.name, facts.number, facts.issuer, *marks):
        if _letters(words) not in text:
            return _(
                "a specimen does not say “{words}”: the template has to print the name, the number,"
                " the issuer, and of a specimen that it is one"
            ).format(words=words)
    return None


def _letters(text: str) -> str:
    """Return a text without white space, which a template may put where it likes."""
    return "".join(text.split())

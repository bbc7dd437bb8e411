"""The Certificate of Recognition as a page: what it says, and how it is printed."""

from datetime import UTC, date, datetime, time
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from stepback_course.awards.numbers import SPECIMEN_SERIES, parse
from stepback_course.awards.typesetting import code_points, fonts, unprintable
from stepback_course.text import _
from stepback_course.text.fields import Frozen, Line, Name
from stepback_course.text.refusals import Refusal

TEMPLATE_VERSION = "certificate-1"
"""Changes with the templates, so that the register tells which of them printed a page."""

PREVIEW_PIXELS_PER_INCH = 144


def _as_printed(number: str) -> str:
    return str(parse(number))


Count = Annotated[int, Field(ge=0, le=99)]
Number = Annotated[str, StringConstraints(max_length=40), AfterValidator(_as_printed)]


class CertificateFacts(Frozen):
    """Everything on a certificate that differs from one to the next."""

    number: Number
    name: Name
    """The holder's, as they confirmed it; printed character for character."""
    course: Name
    days: Count
    """Taught days."""
    statements: Count
    case_study: Name = "Learner's Voice"
    """What the case study is called."""
    issuer: Name
    assessed_by: Name
    """An organisation, or the names of assessors."""
    awarded_on: date
    setting: Line = ""
    """The holder's school; where it is empty, nothing is printed in its place."""
    entitlement: Annotated[Line, StringConstraints(min_length=1)]
    """What the holder may do, as the end of the sentence "… has completed the course …"."""
    signatory: Line = ""
    """Printed under the line for the signature; where it is empty, room is left to write it."""
    signatory_role: Line = ""
    specimen: bool
    """Whether the course is illustrative, so that this is nobody's award."""
    language: Literal["en"] = "en"

    @model_validator(mode="after")
    def _only_specimens_are_in_their_series(self) -> "CertificateFacts":
        if self.specimen != (parse(self.number).series == SPECIMEN_SERIES):
            raise ValueError(
                _("{number} is of the wrong series: specimens, and only they, are {series}").format(
                    number=self.number, series=SPECIMEN_SERIES
                )
            )
        return self


class CannotPrint(Refusal):
    """The certificate's fonts do not have a character that should stand on it."""

    def __init__(self, field: str, character: str) -> None:
        """Keep the field of CertificateFacts and the character that stands in it."""
        super().__init__(
            "invalid",
            _(
                "the certificate's fonts do not have '{character}' ({code_points}), which is in"
                " {field}: write it with other letters"
            ).format(
                character=character,
                code_points=code_points(character),
                field=_in_words(field),
            ),
        )
        self.field = field
        self.character = character


def render_certificate(facts: CertificateFacts) -> bytes:
    """Return the certificate as a PDF of one tagged page: PDF/A-3a and PDF/UA-1, fonts embedded.

    With the same engine and template, the same facts give the same bytes on every system. Raises
    CannotPrint.
    """
    import typst

    midnight = datetime.combine(facts.awarded_on, time(), UTC)
    try:
        return typst.compile(
            str(_templates() / "certificate.typ"),
            root=str(_templates()),
            font_paths=fonts(),
            sys_inputs={"facts": facts.model_dump_json()},
            pdf_standards=["a-3a", "ua-1"],
            timestamp=int(midnight.timestamp()),
        )
    except typst.TypstError as error:
        missing = _missing_character(facts, error.diagnostic)
        if missing is None:
            raise
        raise missing from error


def preview_certificate(facts: CertificateFacts) -> bytes:
    """Return a PNG picture of the page that `render_certificate` makes. Raises CannotPrint."""
    import typst

    # A picture would show a box for a missing character: only the PDF's standards refuse it.
    render_certificate(facts)
    return typst.compile(
        str(_templates() / "certificate.typ"),
        root=str(_templates()),
        font_paths=fonts(),
        sys_inputs={"facts": facts.model_dump_json()},
        format="png",
        ppi=PREVIEW_PIXELS_PER_INCH,
    )


def engine_version() -> str:
    """Return the name and version of what prints, for the register."""
    return f"typst {version('typst')}"


def _templates() -> Path:
    return Path(str(files("stepback_course.awards") / "templates"))


def _missing_character(facts: CertificateFacts, complaints: str) -> CannotPrint | None:
    """Return the refusal that typst's complaints amount to, or None where they do not."""
    for character in unprintable(complaints):
        for field, words in facts:
            if isinstance(words, str) and character in words:
                return CannotPrint(field, character)
    return None


def _in_words(field: str) -> str:
    return {
        "name": _("the holder's name"),
        "course": _("the name of the course"),
        "case_study": _("the name of the case study"),
        "issuer": _("the name of the issuer"),
        "assessed_by": _("the assessor's name"),
        "setting": _("the name of the setting"),
        "entitlement": _("the entitlement"),
        "signatory": _("the signatory's name"),
        "signatory_role": _("the signatory's role"),
    }[field]

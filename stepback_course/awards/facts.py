"""What a certificate says: everything on it that differs from one to the next."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from stepback_course.awards.numbers import SPECIMEN_SERIES, parse
from stepback_course.text import _
from stepback_course.text.fields import Frozen, Language, Line, Name, WebAddress


def _as_printed(number: str) -> str:
    return str(parse(number))


def _as_printed_if_any(number: str) -> str:
    return str(parse(number)) if number else ""


Count = Annotated[int, Field(ge=0, le=99)]
Number = Annotated[str, StringConstraints(max_length=40), AfterValidator(_as_printed)]
NumberIfAny = Annotated[str, StringConstraints(max_length=40), AfterValidator(_as_printed_if_any)]


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
    language: Language = "en"
    """English, Welsh, or both side by side."""
    contact: Line = ""
    """Whom to ask whether the certificate stands, quoting its number."""
    check_address: WebAddress = ""
    """The page on which anybody checks the certificate, where the organisation has one."""
    replaces: NumberIfAny = ""
    """The number of the certificate that this one stands for."""
    valid_until: date | None = None
    """The last day of an award that ends."""
    course_in_welsh: Line = ""
    """What the course is called on a page in Welsh; where it is empty, `course` stands there."""
    case_study_in_welsh: Line = ""
    entitlement_in_welsh: Line = ""
    signatory_role_in_welsh: Line = ""

    @property
    def course_as_printed(self) -> str:
        """What the course is called on the page: one name, or both where both languages stand."""
        welsh = self.course_in_welsh or self.course
        if self.language == "cy":
            return welsh
        is_in_both = self.language == "en-cy" and welsh != self.course
        return f"{self.course} / {welsh}" if is_in_both else self.course

    @model_validator(mode="after")
    def _only_specimens_are_in_their_series(self) -> "CertificateFacts":
        if self.specimen != (parse(self.number).series == SPECIMEN_SERIES):
            raise ValueError(
                _("{number} is of the wrong series: specimens, and only they, are {series}").format(
                    number=self.number, series=SPECIMEN_SERIES
                )
            )
        return self

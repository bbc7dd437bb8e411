"""Facts to print, and reading what was printed."""

import io
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from stepback_course.awards.facts import CertificateFacts
from stepback_course.awards.numbers import compose

NUMBER = compose("SBP", 2026, 42)
ADDRESS = "https://check.example.org/certificates"
CODE = ADDRESS + "#" + "aZ0-_9" * 38
"""As long as a check address with signed claims is."""
CREDENTIAL = '{"type":["VerifiableCredential"],"name":"Tŵr ✓"}'.encode()
LONG_NAME = (
    "Gwenllïan Angharad Myfanwy Rhiannon Eluned Llywelyn-Cadwaladr ap Gruffudd o Ddinbych-y-Pysgod"
)


def facts(**changes: Any) -> CertificateFacts:
    return CertificateFacts.model_validate(
        {
            "number": NUMBER,
            "name": "Siân Llŷr Gwynedd-Price",
            "course": "Step-back Practitioners Course",
            "days": 2,
            "statements": 10,
            "case_study": "Learner's Voice",
            "issuer": "Positive Eye Ltd",
            "assessed_by": "Mair Evans",
            "awarded_on": date(2026, 11, 22),
            "setting": "Ysgol Gyfun Tŵr-y-Felin",
            "entitlement": "and may use Step-in, Step-back techniques across their setting",
            "signatory": "Ann Other",
            "signatory_role": "Director",
            "specimen": False,
            "contact": "certificates@example.org",
            "check_address": ADDRESS,
            "course_in_welsh": "Cwrs Ymarferwyr Step-back",
            "case_study_in_welsh": "Llais y Dysgwr",
            "entitlement_in_welsh": "ac y caiff ddefnyddio technegau Step-in, Step-back",
            "signatory_role_in_welsh": "Cyfarwyddwr",
        }
        | changes
    )


def specimen(**changes: Any) -> CertificateFacts:
    return facts(number=compose("SPECIMEN", 2026, 42), specimen=True, **changes)


def read(page: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(page))


def words_on(page: bytes) -> str:
    """The page's text with every run of white space, line ends included, made one space."""
    return " ".join(read(page).pages[0].extract_text().split())


def catalogue(page: bytes) -> Any:
    """The PDF's root object, whose members are as the standard names them."""
    return read(page).root_object


def elements(element: Any) -> list[Any]:
    """The elements of the structure tree below one, in reading order."""
    element = element.get_object()
    if not isinstance(element, dict):
        return []
    children = element.get("/K", [])
    children = children if isinstance(children, list) else [children]
    itself = [element] if "/S" in element else []
    return itself + [each for child in children for each in elements(child)]


def tool(name: str) -> str:
    """The path of a program; the test is skipped where there is none."""
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"{name} is not installed here")
    return path


def answer(*command: str | Path) -> str:
    """What a program printed. Raises CalledProcessError where it is not content."""
    return subprocess.run(
        [str(part) for part in command], capture_output=True, encoding="utf-8", check=True
    ).stdout


def longest(word: str, language: str) -> CertificateFacts:
    """A specimen with as much of `word` everywhere as there may be."""
    name, line = word[:119] + "W", word[:299] + "W"
    names = dict.fromkeys(["name", "course", "case_study", "issuer", "assessed_by"], name)
    lines = dict.fromkeys(
        ["setting", "entitlement", "signatory", "signatory_role", "contact"], line
    )
    return specimen(**names, **lines, language=language, check_address="")

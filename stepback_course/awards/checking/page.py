"""One static page on which anybody with a browser checks the code of a certificate.

It needs nothing but itself, and asks for nothing but the list of withdrawn numbers beside it.
"""

import base64
import hashlib
import json
from collections.abc import Sequence
from datetime import date
from importlib.resources import files
from typing import Any

from stepback_course.awards.checking import claims, withdrawn
from stepback_course.awards.checking.letters import to_letters
from stepback_course.awards.keys.did import public_of
from stepback_course.awards.keys.issuers import IssuerKey
from stepback_course.awards.numbers import SPECIMEN_SERIES
from stepback_course.people.organisation import Organisation

FILE_NAME = "index.html"
LANGUAGES = ("en", "cy")
_ROOM = "stepback_course.awards.checking"


def render_check_page(organisation: Organisation, issuers: Sequence[IssuerKey], made: date) -> str:
    """Return the page of HTML that checks what the keys of an organisation signed.

    It is in English and Welsh; a browser that wants neither is shown the organisation's language.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader(_ROOM),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style, script = _template("check.css"), _template("check.js")
    return environment.get_template("check.html.j2").render(
        given=_given(organisation, issuers, made),
        policy=_policy(style, script),
        style=style,
        script=script,
    )


def _given(organisation: Organisation, issuers: Sequence[IssuerKey], made: date) -> dict[str, Any]:
    """Return everything that the script of the page is told."""
    is_welsh = organisation.language == "cy"
    return {
        "issuer": organisation.name,
        "contact": organisation.contact,
        "made": made.isoformat(),
        "languages": LANGUAGES[::-1] if is_welsh else LANGUAGES,
        "words": json.loads(_template("words.json")),
        "keys": [_key(issuer) for issuer in issuers],
        "purpose": claims.PURPOSE,
        "longest": claims.LONGEST,
        "signature_bytes": claims.SIGNATURE_BYTES,
        "specimen": f"{SPECIMEN_SERIES}-",
        "list_purpose": withdrawn.PURPOSE,
        "list_name": withdrawn.FILE_NAME,
    }


def _key(issuer: IssuerKey) -> dict[str, Any]:
    last_day = claims.last_day_of(issuer)
    return {
        "tag": claims.tag_of(issuer.did),
        "did": issuer.did,
        "public": to_letters(public_of(issuer.did)),
        "since": issuer.since,
        "until": issuer.until,
        "last_day": last_day.isoformat() if last_day else "",
        "compromised": bool(issuer.compromised_from),
    }


def _policy(style: str, script: str) -> str:
    """Return a Content-Security-Policy: this style, this script, and no address but the page's."""
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {_hash(script)}",
            f"style-src {_hash(style)}",
            "img-src data:",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
        ]
    )


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def _template(name: str) -> str:
    return (files(_ROOM) / "templates" / name).read_text(encoding="utf-8")

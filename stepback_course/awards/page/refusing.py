"""Saying why a page cannot be printed: a character that no font has, or an own look's template."""

import re
from pathlib import PurePath
from typing import TYPE_CHECKING

from stepback_course.awards.facts import CertificateFacts
from stepback_course.awards.typesetting import code_points, unprintable
from stepback_course.text import _
from stepback_course.text.refusals import Refusal

if TYPE_CHECKING:
    import typst

_WHERE = re.compile(r"┌─ (\S+?):(\d+):\d+")


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


def missing_character(facts: CertificateFacts, complaints: str) -> CannotPrint | None:
    """Return the refusal that typst's complaints amount to, or None where they do not."""
    for character in unprintable(complaints):
        for field, words in facts:
            if isinstance(words, str) and character in words:
                return CannotPrint(field, character)
    return None


def broken_look(error: "typst.TypstError") -> Refusal:
    """Return what the engine complains of in an organisation's own look, and where."""
    found = _WHERE.search(error.diagnostic)
    where = (
        _("{file}, line {line}").format(file=PurePath(found[1]).name, line=found[2])
        if found
        else _("the look")
    )
    if "would escape" in error.message:
        sentence = _(
            "{where}: the template reads a file outside its folder, and only what is in the folder"
            " can be printed"
        )
    elif "not found" in error.message:
        sentence = _("{where}: the template reads a file that is not in the folder")
    else:
        sentence = _("{where}: certificates cannot be printed in this look: {complaint}")
    complaint = error.message.partition("\n")[0]
    return Refusal("invalid", sentence.format(where=where, complaint=complaint))


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
        "contact": _("whom to ask"),
        "check_address": _("the address of the check page"),
    }[field.removesuffix("_in_welsh")]

"""One certificate of the register: what it says, saving it, replacing it, revoking it."""

from collections.abc import Iterator, Mapping
from functools import partial

from stepback_course.awards.facts import CertificateFacts
from stepback_course.awards.making import issuing_key
from stepback_course.awards.models import (
    REPLACEMENT_REASONS,
    REVOCATION_REASONS,
    Certificate,
)
from stepback_course.clock import day_of
from stepback_course.desks import Desks
from stepback_course.people.organisation import LANGUAGES
from stepback_course.plain.acts import Act, choose_act
from stepback_course.plain.awarding.letters import write_letters
from stepback_course.plain.awarding.unlocking import unlock_to_sign
from stepback_course.plain.conversation import Conversation, numbered
from stepback_course.reports.certificates import described, ended_line
from stepback_course.reports.files import write_whole
from stepback_course.store import StoreError
from stepback_course.text import _
from stepback_course.text.paths import typed_path, usual_folder
from stepback_course.text.refusals import Refusal

_ABOUT = _(
    "A certificate is never changed. Where its name has to be corrected or its paper was lost, a "
    "new one takes its place and keeps the day of the award. One that should never have been is "
    "revoked, for good. Both stay in the register."
)


def visit_certificate(talk: Conversation, desks: Desks, number: str) -> None:
    """Say one certificate, and do with it what is chosen, until the person goes back.

    Raises Left, Refusal, StoreError.
    """
    certificate = desks.register.certificate(number)
    _say(talk, desks, certificate)
    while act := choose_act(
        talk, _("This certificate, what now"), _acts(talk, desks, certificate), about=_ABOUT
    ):
        try:
            act.do()
        except (Refusal, StoreError) as error:
            talk.say(str(error))
        certificate = desks.register.certificate(number)


def _say(talk: Conversation, desks: Desks, certificate: Certificate) -> None:
    today = day_of(desks.clock())
    lines = described(certificate, today, is_whole=desks.register.is_whole(certificate))
    talk.title(next(lines))
    talk.say(*lines)


def _acts(talk: Conversation, desks: Desks, certificate: Certificate) -> Iterator[Act]:
    yield Act("h", _("Hear it again"), partial(_say, talk, desks, certificate))
    yield Act("s", _("Save its page"), partial(_save, talk, desks, certificate))
    if certificate.state == "issued":
        yield Act(
            "l",
            _("Write a letter to its holder"),
            partial(write_letters, talk, desks, [certificate.number]),
        )
        yield Act("p", _("Replace it"), partial(_replace, talk, desks, certificate))
        yield Act("v", _("Revoke it"), partial(_revoke, talk, desks, certificate))


def _save(talk: Conversation, desks: Desks, certificate: Certificate) -> None:
    folder = talk.ask_again(_("In which folder"), str(usual_folder()))
    if folder:
        path = typed_path(folder) / f"{certificate.number}.pdf"
        write_whole(path, desks.register.pdf(certificate.number))
        if ended := ended_line(certificate, day_of(desks.clock())):
            talk.say(ended)
        talk.say(_("Saved: {path}").format(path=path))


def _replace(talk: Conversation, desks: Desks, certificate: Certificate) -> None:
    """Ask for what a replacement takes, and put it in the place of a certificate.

    Raises Refusal where certificates are issued on another computer, before anything is asked.
    """
    issuing_key(desks.store, desks.chest)
    reason = _choose(talk, _("Why"), REPLACEMENT_REASONS)
    said = _name_and_language(talk, certificate.facts, reason) if reason else None
    note = (
        talk.ask(_("What else there is to say about it, or Enter"), about=_ABOUT) if said else None
    )
    if reason is None or said is None or note is None:
        talk.say(_("Nothing is replaced."))
        return
    name, language = said
    sure = _("Replace {number} by a new certificate for {name},").format(
        number=certificate.number, name=name
    )
    if not talk.agree(sure, about=_ABOUT) or not unlock_to_sign(talk, desks):
        talk.say(_("Nothing is replaced."))
        return
    made = desks.register.replace(
        certificate.number, reason, name=name, language=language, note=note
    )
    talk.say(_("{new} stands in its place.").format(new=made.number))


def _name_and_language(
    talk: Conversation, facts: CertificateFacts, reason: str
) -> tuple[str, str] | None:
    """Return the name and the language of a replacement; None where the person goes back."""
    name: str | None = facts.name
    language: str | None = facts.language
    if reason == "name":
        name = talk.ask_again(_("The name to print"), facts.name, about=_ABOUT)
    elif reason == "language":
        language = _choose(talk, _("The language of the certificate"), LANGUAGES)
    return (name, language) if name and language else None


def _revoke(talk: Conversation, desks: Desks, certificate: Certificate) -> None:
    """Revoke a certificate once that is agreed to."""
    reason = _choose(talk, _("Why"), REVOCATION_REASONS)
    note = talk.ask(_("What else there is to say about it, or Enter")) if reason else None
    sure = _("Revoke {number} of {name}, for good,").format(
        number=certificate.number, name=certificate.facts.name
    )
    if reason is None or note is None or not talk.agree(sure, about=_ABOUT):
        talk.say(_("Nothing is revoked."))
        return
    desks.register.revoke(certificate.number, reason, note)
    talk.say(
        _("{number} is revoked.").format(number=certificate.number),
        _("Make the list of withdrawn numbers anew, where you publish one."),
    )


def _choose(talk: Conversation, question: str, offered: Mapping[str, str]) -> str | None:
    """Return the key of one of some things that are offered by their words."""
    chosen = talk.choose(question, numbered(list(offered.values())), about=_ABOUT)
    return list(offered)[int(chosen) - 1] if chosen else None

"""What certificates and letters say of the organisation, in plain lines."""

from collections.abc import Iterator
from functools import partial

from pydantic import ValidationError

from stepback_course.desks import Desks
from stepback_course.people.organisation import (
    LANGUAGES,
    LINES,
    Organisation,
    organisation_of,
    what_is_needed,
)
from stepback_course.plain.acts import Act, choose_act
from stepback_course.plain.conversation import Conversation, numbered
from stepback_course.store import StoreError
from stepback_course.text import _
from stepback_course.text.refusals import Refusal

_ABOUT = _(
    "Certificates that are issued from now on say what stands here; earlier ones stay as they are. "
    "What they look like is changed by a command: stepback certificates look, with the name of a "
    "folder."
)


def visit_organisation(talk: Conversation, desks: Desks) -> None:
    """Say each setting, and change one after another until the person goes back.

    Raises Left, StoreError.
    """
    talk.title(_("The organisation"))
    while True:
        acts = list(_acts(talk, desks, organisation_of(desks.store)))
        act = choose_act(talk, _("Which setting"), acts, about=_ABOUT)
        if act is None:
            return
        try:
            act.do()
        except (Refusal, StoreError) as error:
            talk.say(_("Nothing is changed: {reason}").format(reason=error))


def _acts(talk: Conversation, desks: Desks, now: Organisation) -> Iterator[Act]:
    for number, (field, (label, _hint)) in enumerate(LINES.items(), start=1):
        stands = str(getattr(now, field)) or _("empty")
        said = _("{label}: {stands}").format(label=label, stands=stands)
        yield Act(str(number), said, partial(_change_line, talk, desks, now, field))
    language = _("Certificates are in: {language}").format(language=LANGUAGES[now.language])
    yield Act("l", language, partial(_change_language, talk, desks, now))
    fee = (
        _("A certificate waits until the fee is recorded as paid")
        if now.fee_before_award
        else _("No certificate waits for a fee")
    )
    yield Act(
        "f", fee, partial(_change, talk, desks, now, "fee_before_award", not now.fee_before_award)
    )


def _change_line(talk: Conversation, desks: Desks, now: Organisation, field: str) -> None:
    label, hint = LINES[field]
    typed = talk.ask_again(label, str(getattr(now, field)), about=hint)
    if typed is not None:
        _change(talk, desks, now, field, typed)


def _change_language(talk: Conversation, desks: Desks, now: Organisation) -> None:
    chosen = talk.choose(_("Which language"), numbered(list(LANGUAGES.values())), about=_ABOUT)
    if chosen is not None:
        _change(talk, desks, now, "language", list(LANGUAGES)[int(chosen) - 1])


def _change(talk: Conversation, desks: Desks, now: Organisation, field: str, value: object) -> None:
    """Keep one setting, or say what it takes. Raises Refusal where it cannot be printed."""
    from stepback_course.awards.settings import settle_organisation

    try:
        changed = Organisation.model_validate(now.model_dump() | {field: value})
    except ValidationError:
        needed = what_is_needed(field)
        talk.say(_("Nothing is changed. What belongs here: {needed}").format(needed=needed))
        return
    settle_organisation(desks.store, desks.actor, changed)
    talk.say(_("Kept."))

"""Permission for the learner's part: given, narrowed, taken back, given again; without I/O."""

from collections.abc import Iterable
from datetime import date

from pydantic import ValidationError

from stepback_course.course.models import Unit
from stepback_course.portfolio.models import Consent, Scope
from stepback_course.text import _
from stepback_course.text.days import shown_day
from stepback_course.text.problems import sentences
from stepback_course.text.refusals import Refusal

EVERYTHING: tuple[Scope, ...] = ("assessment",)
"""What is taken back where somebody withdraws: without assessment nobody may read the part."""


def is_frozen(unit: Unit, consent: Consent | None) -> bool:
    """Say whether nothing more may be done with a unit, because permission was taken back."""
    return unit.needs_consent and consent is not None and bool(consent.withdrawn)


def require_not_frozen(unit: Unit, consent: Consent | None) -> None:
    """Return where a unit may be worked on. Raises Refusal where permission was taken back."""
    if consent is not None and is_frozen(unit, consent):
        raise Refusal(
            "withdrawn",
            _(
                "permission for '{unit}' was taken back on {day}: nothing more is done with it "
                "unless it is given again"
            ).format(unit=unit.title, day=shown_day(consent.withdrawn)),
        )


def require_permission(consent: Consent | None) -> None:
    """Return where something about the learner may be written. Raises Refusal where not yet."""
    if consent is None:
        raise Refusal(
            "not_ready",
            _("permission comes first: record it before anything about the learner is written"),
        )
    if not consent.learner_agrees:
        raise Refusal(
            "not_ready",
            _("the learner has not said yes: without that nothing about them is written"),
        )


def require_come(known: Consent | None, offered: Consent, today: date) -> None:
    """Return where every day that is new in a permission has come. Raises Refusal.

    Before the day on which it was given, a permission could not be taken back.
    """
    standing = {known.on, known.withdrawn} if known else set[str]()
    for day in (offered.on, offered.withdrawn):
        if day > today.isoformat() and day not in standing:
            sentence = _("{day} is still to come: say when permission was given or taken back")
            raise Refusal("invalid", sentence.format(day=shown_day(day)))


def taken_back(consent: Consent, on: str, scopes: Iterable[Scope] = EVERYTHING) -> Consent:
    """Return a permission after it was taken back on a day, wholly or for some scopes.

    Raises Refusal for a day that is none, or lies before the one on which permission was given.
    """
    gone = set(scopes)
    if "assessment" not in gone:
        left = tuple(scope for scope in consent.scopes if scope not in gone)
        return consent.model_copy(update={"scopes": left})
    if not on:
        raise Refusal("invalid", _("say on which day permission was taken back"))
    try:
        return Consent.model_validate(consent.model_dump() | {"withdrawn": on})
    except ValidationError as error:
        raise Refusal("invalid", "; ".join(sentences(error))) from None


def taken_back_too(ours: Consent, theirs: Consent) -> Consent:
    """Return our permission after it was taken back where another was recorded."""
    return ours.model_copy(update={"withdrawn": max(theirs.withdrawn, ours.on)})


def is_lighter(known: Consent, offered: Consent) -> bool:
    """Say whether a permission differs from the known one only in covering less.

    That may be recorded at any time, whatever became of the unit meanwhile.
    """
    as_known = {"scopes": known.scopes, "withdrawn": known.withdrawn}
    return (
        offered.model_copy(update=as_known) == known
        and set(offered.scopes) <= set(known.scopes)
        and (not known.withdrawn or offered.withdrawn == known.withdrawn)
    )


def is_given_again(known: Consent, offered: Consent) -> bool:
    """Say whether a permission that was taken back is given anew, about the same learner.

    Raises Refusal where one that was taken back is changed in any other way, or was given before.
    """
    if not known.withdrawn:
        return False
    if offered.withdrawn or offered.on < known.withdrawn:
        raise Refusal(
            "withdrawn",
            _(
                "permission was taken back on {day}: where it was given again, say on which day "
                "after that"
            ).format(day=shown_day(known.withdrawn)),
        )
    return offered.learner == known.learner

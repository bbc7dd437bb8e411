"""Who runs the course here."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, get_args

from pydantic import AfterValidator, Field

from stepback_course.people.actor import Actor
from stepback_course.people.policy import require
from stepback_course.store import NEVER_WRITTEN, Change, Store, new_operation
from stepback_course.text import _
from stepback_course.text.days import day_from
from stepback_course.text.fields import LATER, Frozen, Language, Line, Name, WebAddress

FOLDER = "organisation/settings"
RECORD = "settings"
LANGUAGES: Mapping[str, str] = {
    "en": _("English"),
    "cy": _("Welsh"),
    "en-cy": _("English and Welsh side by side"),
}
"""What a certificate can be in, by Language."""
LINES: Mapping[str, tuple[str, str]] = {
    "name": (_("Organisation"), _("such as Positive Eye Ltd")),
    "signatory": (_("Who signs"), _("empty leaves room to write a name")),
    "signatory_role": (_("As what"), _("printed under the signature")),
    "signatory_role_in_welsh": (_("As what, in Welsh"), _("may stay empty")),
    "contact": (_("Whom to ask"), _("printed, and shown in every help")),
    "check_address": (_("Check page"), _("https://…, may stay empty")),
    "case_study_months": (_("Months kept"), _("case studies, before they are erased")),
    "closed_days": (_("Closed on"), _("public holidays: 25 December 2026, 1/1/2027")),
}
"""By field of Organisation that is a line of text or a number: its label, what belongs into it."""
_NEEDED: Mapping[str, str] = {
    "check_address": _("an address that begins with https:// and has no # in it"),
    "case_study_months": _("a whole number from 1 to 600"),
    "closed_days": _("days with their year and commas between them, such as 25 December 2026"),
}


def _days_in_order(text: str) -> str:
    """Return days with commas between them as records write days, the earliest first."""
    days = {day_from(part) for part in text.split(",") if part.strip()}
    if "" in days:
        raise ValueError(_NEEDED["closed_days"])
    return ", ".join(sorted(days))


class Organisation(Frozen):
    """What certificates and letters say of the organisation."""

    name: Name = "Positive Eye Ltd"
    signatory: Line = ""
    """Who signs certificates; an empty line leaves room for a name."""
    signatory_role: Line = "Step-back Co-ordinator"
    signatory_role_in_welsh: Line = ""
    """Where it is empty, the role stands as it is on a certificate in Welsh."""
    contact: Line = ""
    """Whom people ask for help, and whether a certificate stands."""
    check_address: WebAddress = ""
    """The page on which anybody checks a certificate, where the organisation has one."""
    language: Language = "en"
    """What certificates are in where their holder has not said."""
    fee_before_award: bool = False
    """Whether a certificate waits until the fee is recorded as settled."""
    case_study_months: Annotated[int, Field(ge=1, le=600)] = 24
    """How many months after its last step a case study is due to be erased."""
    closed_days: Annotated[Line, AfterValidator(_days_in_order), LATER] = ""
    """Days on which nobody works here, weekends apart, with commas between them."""

    @property
    def closed(self) -> frozenset[date]:
        """The days on which nobody works here, weekends apart."""
        return frozenset(date.fromisoformat(each) for each in self.closed_days.split(", ") if each)


def organisation_of(store: Store) -> Organisation:
    """Return the organisation's settings, or the usual ones where none are kept."""
    record = store.get(FOLDER, RECORD)
    return Organisation.model_validate(record.document) if record else Organisation()


def keep_organisation(store: Store, actor: Actor, organisation: Organisation) -> None:
    """Keep the organisation's settings. Raises Refusal where the actor may not make cohorts."""
    require(actor, "make_cohort")
    record = store.get(FOLDER, RECORD)
    change = Change(
        record.revision if record else NEVER_WRITTEN, organisation.model_dump(mode="json")
    )
    store.put(FOLDER, {RECORD: change}, operation=new_operation(), actor=actor.id)


def what_is_needed(field: str) -> str:
    """Return what a field of Organisation takes, for whoever gave it something else."""
    return _NEEDED.get(field, _("this is needed"))


def language_of(answer: str) -> Language:
    """Return the language that was chosen of LANGUAGES."""
    found: Language = next(each for each in get_args(Language) if each == answer)
    return found


def is_laptop(store: Store) -> bool:
    """Say whether an office elsewhere decides what counts. Raises StoreError."""
    # Read here and not through `handover`, which loads more than a first question should wait for.
    record = store.get(FOLDER, "exchange")
    office = record.document.get("office") if record else None
    return bool(record and office and office["store"] != record.document["store"])

"""Who runs the course here."""

from typing import Annotated

from pydantic import Field

from stepback_course.people.actor import Actor
from stepback_course.people.policy import require
from stepback_course.store import NEVER_WRITTEN, Change, Store, new_operation
from stepback_course.text.fields import Frozen, Line, Name

FOLDER = "organisation/settings"
RECORD = "settings"


class Organisation(Frozen):
    """What certificates and letters say of the organisation."""

    name: Name = "Positive Eye Ltd"
    signatory: Line = ""
    """Who signs certificates; an empty line leaves room for a name."""
    signatory_role: Line = "Step-back Co-ordinator"
    contact: Line = ""
    """Whom people ask for help."""
    case_study_months: Annotated[int, Field(ge=1, le=600)] = 24
    """How many months after its last step a case study is due to be erased."""


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


def is_laptop(store: Store) -> bool:
    """Say whether an office elsewhere decides what counts. Raises StoreError."""
    # Read here and not through `handover`, which loads more than a first question should wait for.
    record = store.get(FOLDER, "exchange")
    office = record.document.get("office") if record else None
    return bool(record and office and office["store"] != record.document["store"])

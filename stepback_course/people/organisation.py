"""Who runs the course here."""

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

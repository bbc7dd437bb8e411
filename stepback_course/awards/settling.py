"""What a certificate will say, gathered when its number is reserved."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from stepback_course.awards.facts import CertificateFacts
from stepback_course.awards.models import Certificate, Reservation
from stepback_course.awards.rules import Progress, award_needs
from stepback_course.cohorts import Registry
from stepback_course.course.models import Course
from stepback_course.people import Actor
from stepback_course.people.organisation import Organisation
from stepback_course.portfolio.award import AwardRecord
from stepback_course.portfolio.folder import Kept, PortfolioFolder
from stepback_course.portfolio.learner.permission import is_frozen
from stepback_course.store import Conflict
from stepback_course.text import _

RETRIES = 20
_Result = TypeVar("_Result")


def facts_of(
    folder: PortfolioFolder,
    organisation: Organisation,
    *,
    number: str,
    day: str,
    is_signed: bool,
) -> CertificateFacts:
    """Return what the certificate of one portfolio says, awarded on `day`.

    A name that is not confirmed is printed as the portfolio has it. What nobody signed cannot be
    checked, so that no address of a check page stands on it.
    """
    course, award, profile = folder.course, folder.award().model, folder.profile
    return CertificateFacts.model_validate(
        {
            "number": number,
            "name": award.name or profile.name,
            "course": course.name,
            "days": course.rules.award.days,
            "statements": sum(unit.kind == "statement" for unit in course.units),
            "issuer": organisation.name,
            "assessed_by": organisation.name,
            "awarded_on": day,
            "setting": profile.setting,
            "entitlement": course.rules.award.entitlement,
            "signatory": organisation.signatory,
            "signatory_role": organisation.signatory_role,
            "specimen": course.origin == "illustrative",
            "language": award.language or organisation.language,
            "contact": organisation.contact,
            "check_address": organisation.check_address if is_signed else "",
            "signatory_role_in_welsh": organisation.signatory_role_in_welsh,
            **_in_welsh(course),
        }
    )


def _in_welsh(course: Course) -> dict[str, str]:
    """Return what a course calls itself in Welsh, where it says."""
    welsh = course.rules.award.welsh
    return {f"{field}_in_welsh": words for field, words in welsh or ()}


def needs_of(
    folder: PortfolioFolder, registry: Registry, organisation: Organisation, *, is_excepted: bool
) -> Sequence[str]:
    """Return what the award of one portfolio still needs, from its records.

    `is_excepted` says that the provider awards without second looks.
    """
    units = folder.course.units
    # What stands in a record's row is all that counts here, and reading it costs a tenth.
    rows = {unit.id: folder.unit_row(unit.id) for unit in units}
    award = folder.award().model
    sampled = [unit for unit, row in rows.items() if row.get("sampled")]
    progress = Progress(
        met={unit: row.get("state") == "met" for unit, row in rows.items()},
        attendance=registry.attended(folder.profile),
        name=award.name,
        language=award.language,
        unchecked=[] if is_excepted else sampled,
        appealed=[unit for unit, row in rows.items() if row.get("appeal")],
        frozen=[unit.id for unit in units if is_frozen(unit, folder.consent_to(unit))],
        owes_fee=organisation.fee_before_award and not award.fee_settled,
    )
    return tuple(award_needs(progress))


def settled(reservation: Reservation) -> dict[str, Any]:
    """Return what the award record says of a certificate while its number is reserved."""
    facts = reservation.facts
    return {
        "number": facts.number,
        "let_go": "",
        "awarded_on": facts.awarded_on.isoformat(),
        "at": reservation.at,
        "key": reservation.key,
        "look": reservation.look,
        "facts": facts.model_dump(mode="json"),
    }


def noted(standing: Certificate) -> dict[str, Any]:
    """Return what the award record says of a certificate that is in the register."""
    made = Reservation(standing.facts, standing.issued, standing.key, standing.look)
    return {**settled(made), "issued": standing.issued}


def nothing_reserved(award: AwardRecord) -> dict[str, Any]:
    """Return what an award record says once its reservation is let go of."""
    return {
        "number": "",
        "let_go": award.number,
        "awarded_on": "",
        "at": "",
        "key": "",
        "look": "",
        "facts": {},
    }


def keep_award(
    folder: PortfolioFolder, kept: Kept[AwardRecord], actor: Actor, changes: Mapping[str, Any]
) -> Kept[AwardRecord]:
    """Write an award record with changes, and return it as it then stands. Raises Conflict."""
    award = kept.model.model_copy(update=dict(changes))
    revisions = folder.put({"award": folder.award_change(kept, award)}, actor=actor)
    return Kept(award, revisions["award"])


def tried_again(attempt: Callable[[], _Result]) -> _Result:
    """Return what an attempt returns, made anew while somebody else writes in the portfolio.

    An attempt reads the portfolio itself. Raises Conflict where there is no end to it.
    """
    for _try in range(RETRIES):
        try:
            return attempt()
        except Conflict:
            continue
    raise Conflict(_("the portfolio is being written elsewhere: try again"), {})

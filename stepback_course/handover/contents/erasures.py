"""A practitioner's request that something be erased, as it reaches the office."""

from stepback_course.handover.contents.arrivals import Arrival, Taking, settle
from stepback_course.handover.contents.outcomes import Outcome
from stepback_course.handover.contents.parcels import ErasureRequest, read_parcel
from stepback_course.portfolio.folder import PortfolioFolder, folder_name
from stepback_course.store import NEVER_WRITTEN, Change
from stepback_course.text import _, same_identifier
from stepback_course.text.refusals import Refusal


def take_erasure(arrival: Arrival) -> tuple[Outcome, ...]:
    """Record at the office that something is to be erased; a person decides and does it."""
    parcel = read_parcel(arrival.bundle, ErasureRequest)
    desks = arrival.desks
    profile = PortfolioFolder(desks.store, desks.courses, parcel.portfolio).profile
    if not same_identifier(profile.person, arrival.person):
        raise Refusal("not_allowed", _("the portfolio is somebody else's"))
    row = {"kind": "erasure", "portfolio": profile.id, "person": profile.person.lower()}
    document = {"at": arrival.now(), "reason": parcel.reason}
    change = Change(NEVER_WRITTEN, document, row)
    why = _("the request is recorded; nothing was erased")
    outcome = Outcome(what=profile.id, word="taken", why=why)
    return settle(
        arrival,
        folder_name(profile.id),
        lambda: Taking([outcome], {f"erasure/{arrival.id}": change}),
    )

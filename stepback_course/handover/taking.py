"""Which bundle is taken in where, and whose word it is."""

from collections.abc import Callable, Mapping

from stepback_course.clock import instant
from stepback_course.desks import Desks
from stepback_course.handover.contents.arrivals import Arrival, Taking, settle
from stepback_course.handover.contents.decisions import take_marked
from stepback_course.handover.contents.erasures import take_erasure, take_office_erasure
from stepback_course.handover.contents.handing_out import take_handed_out
from stepback_course.handover.contents.outcomes import Outcome
from stepback_course.handover.contents.parcels import Acknowledged, read_parcel
from stepback_course.handover.contents.presences import take_attended, take_cohort
from stepback_course.handover.contents.receipts import take_receipts
from stepback_course.handover.contents.returns import take_returned
from stepback_course.handover.contents.submissions import take_submitted
from stepback_course.handover.envelope.bundle import Bundle
from stepback_course.handover.envelope.manifest import Kind
from stepback_course.handover.office.cards import Owner, owner_of, register
from stepback_course.handover.office.exchange import office_of, require_office
from stepback_course.text import _, same_identifier
from stepback_course.text.refusals import Refusal

Take = Callable[[Arrival], tuple[Outcome, ...]]


def take_on_laptop(desks: Desks, bundle: Bundle, file: str) -> tuple[Outcome, ...]:
    """Take in what the office this store joined has sealed; `file` is its name for people.

    Raises Refusal where anybody else sealed it, and where nothing of it can be taken.
    """
    require_office(bundle.manifest, office_of(desks.store), file)
    take = _ON_A_LAPTOP.get(bundle.manifest.kind)
    if take is None:
        raise Refusal("not_for_here", _("the office does not send this to a laptop"))
    return take(Arrival(desks, bundle, bundle.manifest.sender.person))


def take_at_office(desks: Desks, bundle: Bundle) -> tuple[Outcome, ...]:
    """Take in what somebody sealed on a laptop, in the name of whoever its key is registered to.

    Raises Refusal where the key is nobody's, and where nothing of it can be taken.
    """
    if bundle.manifest.organisation != office_of(desks.store).store:
        raise Refusal("not_for_here", _("this bundle is about another office's work"))
    owner = _owner(desks, bundle)
    arrival = Arrival(desks, bundle, owner.person)
    match bundle.manifest.kind:
        case "submission":
            return take_submitted(arrival)
        case "feedback":
            return take_marked(arrival, owner)
        case "attendance" if owner.held_as_staff(arrival.now()):
            return take_attended(arrival)
        case "erase":
            return take_erasure(arrival)
        case "introduction":
            known = Outcome(what=owner.person, word="taken")
            return settle(arrival, f"person/{owner.person}", lambda: Taking([known], {}))
        case _:
            raise Refusal("not_allowed", _("the office does not take this from a laptop"))


def _owner(desks: Desks, bundle: Bundle) -> Owner:
    """Return whose card signed a bundle, registering it first where it introduces itself."""
    manifest, at = bundle.manifest, instant(desks.clock())
    owner = owner_of(desks.store, manifest.sender.card.signing)
    if manifest.introduction is not None and (owner is None or owner.staff is None):
        owner = register(desks, manifest.introduction, at)
    if owner is None or not same_identifier(owner.person, manifest.sender.person):
        raise Refusal(
            "not_allowed",
            _("the key that signed it is not registered here to {person}").format(
                person=manifest.sender.person
            ),
        )
    person = desks.directory.find(owner.person)
    if person is not None and not person.active:
        raise Refusal("not_allowed", _("{name} is no longer active here").format(name=person.name))
    if not owner.held(at):
        raise Refusal(
            "not_allowed",
            _("the key that signed it was revoked: {person} needs a new invitation").format(
                person=owner.person
            ),
        )
    return owner


def _take_receipt(arrival: Arrival) -> tuple[Outcome, ...]:
    return take_receipts(arrival, read_parcel(arrival.bundle, Acknowledged).receipts)


_ON_A_LAPTOP: Mapping[Kind, Take] = {
    "feedback": take_returned,
    "submission": take_handed_out,
    "attendance": take_cohort,
    "receipt": _take_receipt,
    "erase": take_office_erasure,
}

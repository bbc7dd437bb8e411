"""A whole portfolio on its way to a new computer of the same practitioner."""

import io
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, BinaryIO, Literal

from pydantic import Field, ValidationError

from stepback_course.clock import instant
from stepback_course.cohorts.models import Cohort
from stepback_course.course.models import Course
from stepback_course.desks import Desks
from stepback_course.handover.contents.arrivals import BundleNote
from stepback_course.handover.contents.outcomes import Outcome
from stepback_course.handover.contents.parcels import (
    AsideList,
    Contents,
    Exchanged,
    file_of,
    has_file,
    kept_files,
    packed,
    read_parcel,
)
from stepback_course.handover.envelope.bundle import Bundle
from stepback_course.handover.keys.keyring import Key
from stepback_course.handover.office.enrolment import keep_enrolment, portfolio_seeds
from stepback_course.handover.office.exchange import (
    Office,
    changed_card,
    exchange_here,
    keep_office,
    office_of,
)
from stepback_course.marking.models import Explained
from stepback_course.people import Person, RoleEntry
from stepback_course.people.policy import require
from stepback_course.portfolio.award import AwardRecord
from stepback_course.portfolio.erasing.forgetting import Forgetting
from stepback_course.portfolio.erasing.rules import Tombstone
from stepback_course.portfolio.erasing.tombstones import kept_in, tombstone_folder
from stepback_course.portfolio.erasing.traces import named_by
from stepback_course.portfolio.folder import PortfolioFolder, folder_name
from stepback_course.portfolio.learner.learners import LearnersRecord
from stepback_course.portfolio.models import (
    Allowed,
    Consent,
    Digest,
    Draft,
    Enrolment,
    EvidenceRecord,
    Profile,
    UnitRecord,
)
from stepback_course.portfolio.versions.rules import VersionsRecord
from stepback_course.store import Exists, Record, Scalar, new_operation
from stepback_course.store.portions import missing
from stepback_course.text import _
from stepback_course.text.fields import Frozen, Identifier, Line
from stepback_course.text.refusals import Refusal

_MODELS: Mapping[str, type[Frozen]] = {
    "profile": Profile,
    "enrolment": Enrolment,
    "consent": Consent,
    "award": AwardRecord,
    "draft": Draft,
    "unit": UnitRecord,
    "versions": VersionsRecord,
    "exchange": Exchanged,
    "aside": AsideList,
    "allowed": Allowed,
    "evidence": EvidenceRecord,
    "explained": Explained,
    "learners": LearnersRecord,
    "erasure": Tombstone,
    "bundle": BundleNote,
}
"""By the first part of a record's name, what a practitioner's folder holds."""
_NAMING = ("unit/", "versions/", "evidence/", "learners", "aside/")
"""The records that name files, themselves or through a file that lists them."""
_FILE_LIMIT = 20_000_000
"""The largest file that a portfolio names, in bytes: a piece of evidence or a closed case study."""


class MovedRecord(Frozen):
    """One record as it stands."""

    revision: Annotated[int, Field(ge=1)]
    document: dict[str, Any]
    summary: dict[str, Scalar] | None = None


class Moved(Frozen):
    """Everything a new computer needs to go on where the old one stopped."""

    schema_: Annotated[Literal["stepback.moved/1"], Field(alias="schema")] = "stepback.moved/1"
    portfolio: Identifier
    person: Person
    cohort: Cohort
    course: Course
    office: Office
    enrolments: Annotated[tuple[Key, ...], Field(max_length=100)]
    """The private keys of the invitations, with which the new computer introduces itself."""
    records: Annotated[dict[Line, MovedRecord], Field(max_length=2000)]
    files: Annotated[tuple[Digest, ...], Field(max_length=1900)]


def pack_moved(desks: Desks, portfolio: str) -> Contents:
    """Return everything of a portfolio. Raises Refusal where it is not the actor's to move."""
    folder = PortfolioFolder(desks.store, desks.courses, portfolio)
    profile = folder.profile
    require(desks.actor, "write_portfolio", cohort=profile.cohort, practitioner=profile.person)
    person = desks.directory.find(profile.person)
    if person is None:
        raise Refusal("unknown", _("this store does not know whose portfolio it is"))
    records = desks.store.records(folder.name)
    naming = (each.document for name, each in records.items() if name.startswith(_NAMING))
    files = sorted(named_by(desks.store, naming) & set(desks.store.files()))
    parcel = Moved(
        portfolio=profile.id,
        person=person,
        cohort=desks.registry.cohort(profile.cohort),
        course=folder.course,
        office=office_of(desks.store),
        enrolments=tuple(portfolio_seeds(desks.store, profile.person)),
        records={
            name: MovedRecord(
                revision=record.revision, document=record.document, summary=record.summary
            )
            for name, record in records.items()
        },
        files=tuple(files),
    )
    return Contents(packed(parcel, kept_files(desks.store, files)), profile.id)


def take_moved(desks: Desks, bundle: Bundle, file: str) -> tuple[Outcome, ...]:
    """Go on with a portfolio that came from another computer; again changes nothing.

    The portfolio's folder is written last, whole. Raises Refusal where this store belongs with
    another office, or has the portfolio already and it is not the same.
    """
    parcel = read_parcel(bundle, Moved)
    _require_sound(parcel)
    _meet_office(desks, parcel, file)
    # What this computer knows to have been erased since does not come back with it.
    moved = Forgetting(_MovedSource(parcel, bundle), kept_in([tombstone_folder()]))
    for digest in moved.files():
        with moved.open_file(digest) as content:
            desks.store.put_file(content, limit=_FILE_LIMIT)
    desks.courses.add(parcel.course, actor=desks.actor.id, at=instant(desks.clock()))
    if desks.directory.find(parcel.person.id) is None:
        practitioner = (RoleEntry(role="practitioner"),)
        desks.directory.keep(parcel.person.model_copy(update={"roles": practitioner}))
    if desks.store.get(f"cohort/{parcel.cohort.id}", "cohort") is None:
        desks.registry.keep_cohort(parcel.cohort)
    folder = folder_name(parcel.portfolio)
    records = moved.records(folder)
    try:
        is_new = desks.store.take_over(
            folder, records, operation=new_operation(), actor=desks.actor.id
        )
    except Exists:
        raise Refusal(
            "taken",
            _(
                "the portfolio '{portfolio}' is on this computer already, and it is not as this "
                "file has it: nothing was written over it"
            ).format(portfolio=parcel.portfolio),
        ) from None
    word: Literal["taken", "already here"] = "taken" if is_new else "already here"
    return (Outcome(what=parcel.portfolio, word=word),)


class _MovedSource:
    """A move as something to copy from."""

    def __init__(self, parcel: Moved, bundle: Bundle) -> None:
        self._parcel = parcel
        self._bundle = bundle
        self._folder = folder_name(parcel.portfolio)

    def folders(self) -> Iterator[str]:
        yield self._folder

    def records(self, folder: str) -> dict[str, Record]:
        return {
            name: Record(folder, name, each.revision, each.document, each.summary)
            for name, each in self._parcel.records.items()
        }

    def files(self) -> Iterator[str]:
        yield from self._parcel.files

    def open_file(self, digest: str) -> BinaryIO:
        if not has_file(self._bundle, digest):
            raise missing(digest)
        return io.BytesIO(file_of(self._bundle, digest))


def _require_sound(parcel: Moved) -> None:
    """Raise Refusal where records are not what they say, or do not belong together."""
    try:
        for name, record in parcel.records.items():
            model = _MODELS[name.partition("/")[0]]
            if record.document:  # one that was erased is empty
                model.model_validate(record.document)
        profile = Profile.model_validate(parcel.records["profile"].document)
    except (KeyError, ValidationError):
        profile = None
    if profile is None or (profile.id, profile.person, profile.cohort, profile.course) != (
        parcel.portfolio,
        parcel.person.id,
        parcel.cohort.id,
        parcel.course.reference,
    ):
        raise Refusal("invalid", _("this bundle does not hold a whole portfolio"))


def _meet_office(desks: Desks, parcel: Moved, file: str) -> None:
    exchange = exchange_here(desks.store, desks.actor.id)
    known = exchange.office
    if known is not None and (exchange.is_office or known.store != parcel.office.store):
        raise Refusal("taken", _("this store belongs with {office}").format(office=known.name))
    if known is not None and known.card != parcel.office.card:
        raise changed_card(known, parcel.office.card, file)
    for seed in parcel.enrolments:
        keep_enrolment(exchange.store, parcel.person.id, seed, staff=False)
    keep_office(desks.store, parcel.office, actor=desks.actor.id, instead_of=known)

"""What bundles carry, as models: read with the same care from an office as from anybody else."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field, ValidationError

from stepback_course.cohorts.models import Cohort, Presence
from stepback_course.course.models import Course
from stepback_course.handover.contents.outcomes import Outcome
from stepback_course.handover.envelope.bundle import Bundle
from stepback_course.handover.envelope.manifest import BundleId
from stepback_course.handover.keys.keyring import Instant
from stepback_course.people import Person
from stepback_course.portfolio.award import AwardRecord
from stepback_course.portfolio.erasing.rules import Tombstone
from stepback_course.portfolio.models import (
    Consent,
    Decision,
    Digest,
    Enrolment,
    Profile,
    UnitRecord,
)
from stepback_course.store import Store
from stepback_course.text import _, canonical
from stepback_course.text.fields import LATER, Frozen, Identifier, Language, Line, Name
from stepback_course.text.problems import sentences
from stepback_course.text.refusals import Refusal

MEMBER = "parcel.json"
VERSIONS_KEPT = 200
"""How many versions of one record are remembered; a practitioner rewrites a permission rarely."""

ASIDE_LIMIT = 100
"""How many other versions of one record are kept beside it."""
UNITS_LIMIT = 1000
"""How many units one bundle hands out, or brings back decided."""
DECISIONS_LIMIT = 50
"""How many decisions on one attempt travel; all but the last were undone."""

Versions = Annotated[tuple[Digest, ...], Field(max_length=VERSIONS_KEPT)]
"""The digests of a record's versions that were sent or taken, oldest first."""


ERASURES_LIMIT = 1000
"""How many erasures one bundle tells of."""
Tombstones = Annotated[tuple[Tombstone, ...], Field(max_length=ERASURES_LIMIT)]
"""What was erased at the sender's, oldest first."""


class ConfirmedName(Frozen):
    """The name to print, as its owner confirmed it."""

    name: Name
    confirmed: Instant
    language: Annotated[Language | Literal[""], LATER] = ""


class Receipt(Frozen):
    """That a bundle was opened, when, and what came of it."""

    bundle: BundleId
    at: Line
    lines: Annotated[tuple[Outcome, ...], Field(max_length=100)]
    head: Annotated[Line, LATER] = ""
    """What the portfolio then came to; see `portfolio.heads`."""


Receipts = Annotated[tuple[Receipt, ...], Field(max_length=200)]


class Papers(Frozen):
    """What a practitioner owns beside their units, each with its versions."""

    consent: Consent | None = None
    consents: Versions = ()
    name: ConfirmedName | None = None
    names: Versions = ()


class Submitted(Frozen):
    """From a practitioner to the office: what they did."""

    schema_: Annotated[Literal["stepback.submitted/1"], Field(alias="schema")] = (
        "stepback.submitted/1"
    )
    profile: Profile
    papers: Papers
    units: dict[Identifier, UnitRecord]
    erased: Annotated[Tombstones, LATER] = ()


class ReturnedUnit(Frozen):
    """A unit as the office has it and its practitioner may know it."""

    record: UnitRecord
    refused: Versions = ()
    """Steps of the practitioner's that the office did not take."""


class Returned(Frozen):
    """From the office to a practitioner: what was decided, and everything else they may know."""

    schema_: Annotated[Literal["stepback.returned/1"], Field(alias="schema")] = (
        "stepback.returned/1"
    )
    edition: Annotated[int, Field(ge=0)]
    """Grows with everything that happens to the portfolio at the office."""
    profile: Profile
    papers: Papers
    units: dict[Identifier, ReturnedUnit]
    enrolment: Enrolment
    award: AwardRecord
    attendance: dict[Annotated[int, Field(ge=1, le=10)], Presence]
    receipts: Receipts = ()
    erased: Annotated[Tombstones, LATER] = ()


class HandedUnit(Frozen):
    """One unit that is to be marked elsewhere."""

    profile: Profile
    unit: Identifier
    record: UnitRecord


class HandedOut(Frozen):
    """From the office to an assessor: what they are to mark."""

    schema_: Annotated[Literal["stepback.handed-out/1"], Field(alias="schema")] = (
        "stepback.handed-out/1"
    )
    assessor: Person
    cohorts: tuple[Cohort, ...]
    courses: tuple[Course, ...]
    units: Annotated[tuple[HandedUnit, ...], Field(max_length=UNITS_LIMIT)]
    receipts: Receipts = ()


class MarkedUnit(Frozen):
    """What an assessor decided about one attempt, those undone included, oldest first."""

    portfolio: Identifier
    unit: Identifier
    file: Digest
    """The submission that was judged."""
    decisions: Annotated[tuple[Decision, ...], Field(min_length=1, max_length=DECISIONS_LIMIT)]


class Marked(Frozen):
    """From an assessor to the office: what they decided."""

    schema_: Annotated[Literal["stepback.marked/1"], Field(alias="schema")] = "stepback.marked/1"
    units: Annotated[tuple[MarkedUnit, ...], Field(max_length=UNITS_LIMIT)]


class Attended(Frozen):
    """Who attended which taught day of a cohort, and who is in it; both ways."""

    schema_: Annotated[Literal["stepback.attended/1"], Field(alias="schema")] = (
        "stepback.attended/1"
    )
    cohort: Cohort
    courses: tuple[Course, ...] = ()
    profiles: Annotated[tuple[Profile, ...], Field(max_length=5000)] = ()
    days: dict[Annotated[int, Field(ge=1, le=10)], dict[Identifier, Presence]]
    receipts: Receipts = ()


class Erasures(Frozen):
    """From a practitioner to the office: what they erased. From the office: what anybody did."""

    schema_: Annotated[Literal["stepback.erasures/1"], Field(alias="schema")] = (
        "stepback.erasures/1"
    )
    erased: Annotated[Tombstones, Field(min_length=1)]


class Acknowledged(Frozen):
    """From the office: which bundles were opened."""

    schema_: Annotated[Literal["stepback.acknowledged/1"], Field(alias="schema")] = (
        "stepback.acknowledged/1"
    )
    receipts: Receipts


class Exchanged(Frozen):
    """What a portfolio's folder remembers of what was sent and taken."""

    versions: dict[Line, Versions] = Field(default_factory=dict)
    """Of each record that has no trail."""
    confirmed: dict[Line, Digest] = Field(default_factory=dict)
    """On a laptop: by unit and record, the version that the office is known to have."""
    sealed: Annotated[dict[Identifier, Digest], LATER] = Field(default_factory=dict)
    """On a laptop: by unit, the version that was sealed for the office last."""
    claims: dict[Identifier, Digest] = Field(default_factory=dict)
    """On an assessor's laptop: by unit, the step with which the office handed it out last."""
    edition: Annotated[int, Field(ge=0)] = 0
    """On a laptop: the newest edition of what the office gave back."""
    refused: dict[Identifier, Versions] = Field(default_factory=dict)
    """At the office: by unit, steps of the practitioner's that were not taken."""


class Aside(Frozen):
    """Another version of a record, kept beside the one that stands."""

    bundle: BundleId
    card: Line
    kept: Line
    document: dict[str, Any]


class AsideList(Frozen):
    """Every other version of a record."""

    copies: Annotated[tuple[Aside, ...], Field(max_length=ASIDE_LIMIT)] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """What goes into one bundle."""

    members: Mapping[str, bytes]
    about: str = ""
    """What it is, in a few words."""
    items: tuple[str, ...] = ()
    """The digests of what need not be sent again once it has arrived."""
    remember: Callable[[], None] = field(default=lambda: None, compare=False)
    """Remembers that it was sealed, which it is told of once its file is written."""


Parcel = TypeVar("Parcel", bound=Frozen)


def packed(parcel: Frozen, files: Mapping[str, bytes] | None = None) -> dict[str, bytes]:
    """Return a bundle's members: what it says, and files by their hash."""
    content = canonical(parcel.model_dump(mode="json", by_alias=True))
    return {MEMBER: content} | {_file(name): each for name, each in (files or {}).items()}


def read_parcel(bundle: Bundle, model: type[Parcel]) -> Parcel:
    """Return what a bundle says. Raises Refusal where it says something else."""
    try:
        return model.model_validate_json(bundle.read(MEMBER))
    except KeyError:
        reason = _("it says nothing")
    except ValidationError as error:
        reason = sentences(error)[0]
    raise Refusal(
        "invalid", _("this bundle is not what its kind says: {reason}").format(reason=reason)
    )


def file_of(bundle: Bundle, digest: str) -> bytes:
    """Return a file that came with a bundle. Raises Refusal where it did not."""
    try:
        return bundle.read(_file(digest))
    except KeyError:
        raise Refusal("invalid", _("a file that it names is missing in the bundle")) from None


def has_file(bundle: Bundle, digest: str) -> bool:
    """Say whether a file came with a bundle."""
    return _file(digest) in bundle.manifest.members


def kept_files(store: Store, digests: Iterable[str]) -> dict[str, bytes]:
    """Return files of a store by their hash. Raises what `Store.open_file` raises."""
    files = {}
    for digest in digests:
        with store.open_file(digest) as content:
            files[digest] = content.read()
    return files


def _file(digest: str) -> str:
    return f"files/{digest}"

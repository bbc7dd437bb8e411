"""What a practitioner did on their laptop, done again at the office by the same rules, without I/O.

Nothing a laptop says of a unit is believed: each step beyond the office's record is taken again
with the functions that the workbook uses, and the outcome has to be what was sent, hash by hash.
"""

from typing import Protocol

from stepback_course.clock import exact_instant, parse_instant
from stepback_course.course.models import Course, Unit
from stepback_course.handover.contents.frozen import check_submission
from stepback_course.handover.contents.lineage import attempts_beyond, entries_beyond
from stepback_course.handover.contents.outcomes import told
from stepback_course.people import OWNER, Actor
from stepback_course.portfolio.erasing.rules import WHYS, erased_unit
from stepback_course.portfolio.models import Entry, Profile, UnitRecord
from stepback_course.portfolio.steps import next_attempt, submitted, withdrawn
from stepback_course.portfolio.trail import is_whole, shown, shown_strand
from stepback_course.text import _, same_identifier
from stepback_course.text.refusals import Refusal


class Files(Protocol):
    """Where the files that came with a record are read."""

    def __call__(self, digest: str) -> bytes:
        """Return a file by its hash. Raises Refusal where it did not come."""


def replayed(
    unit: Unit,
    ours: UnitRecord,
    theirs: UnitRecord,
    *,
    profile: Profile,
    course: Course,
    files: Files,
) -> UnitRecord:
    """Return our record after the steps that theirs has beyond it.

    `theirs` has to be a later version of ours. Raises Refusal where a step is not a
    practitioner's, cannot be taken, or leads elsewhere than was sent.
    """
    record = ours
    for entry in checked_steps(unit, ours, theirs, profile=profile, course=course, files=files):
        actor, at = Actor(entry.actor, profile.name), parse_instant(entry.at)
        if entry.action == "withdraw":
            _require_unclaimed(unit, record)
            record = withdrawn(unit, record, actor=actor, at=at)
            continue
        if entry.action == "erase":
            record = erased_unit(
                unit.title, record, actor=actor, role=entry.role, at=at, why=entry.reason
            )
            continue
        attempt = theirs.attempts[len(record.attempts)].model_copy(
            update={"withdrawn": False, "erased": ""}
        )
        if attempt.number != next_attempt(unit, course.rules, record):
            raise _altered(unit)
        record = submitted(unit, record, attempt, actor=actor, at=at)
    if shown(record) != theirs:
        raise _altered(unit)
    return record


def checked_steps(
    unit: Unit,
    ours: UnitRecord,
    theirs: UnitRecord,
    *,
    profile: Profile,
    course: Course,
    files: Files,
) -> tuple[Entry, ...]:
    """Return what their trail has beyond what it shares with ours, each a practitioner's own step.

    Raises Refusal where their record is not whole, where a step is somebody else's or not a
    practitioner's to take, and where the file of an attempt is not what the trail says.
    """
    require_whole(unit, theirs)
    beyond = entries_beyond(ours, theirs)
    for entry in beyond:
        _require_practitioners(unit, entry, profile)
    if sum(entry.action == "submit" for entry in shown_strand(theirs)) != len(theirs.attempts):
        raise _altered(unit)
    for attempt in attempts_beyond(ours, theirs):
        if attempt.erased:
            continue
        content = files(attempt.file)
        check_submission(
            content, profile=profile, course=course, unit=unit, attempt=attempt, files=files
        )
    return beyond


def require_whole(unit: Unit, record: UnitRecord) -> None:
    """Raise Refusal where a record does not follow from its trail."""
    if not is_whole(record):
        raise _altered(unit)


def _require_practitioners(unit: Unit, entry: Entry, profile: Profile) -> None:
    if entry.action not in ("submit", "withdraw", "erase") or entry.role != "practitioner":
        raise Refusal(
            "not_allowed",
            _("'{unit}' was not taken: '{step}' is not a practitioner's step").format(
                unit=unit.title, step=entry.action
            ),
        )
    # The owner of the practitioner's own laptop is the practitioner: their card vouches for it.
    if not any(same_identifier(entry.actor, each) for each in (profile.person, OWNER.id)):
        raise Refusal(
            "not_allowed",
            _("'{unit}' was not taken: '{person}' is not its practitioner").format(
                unit=unit.title, person=entry.actor
            ),
        )
    is_plain = entry.reason in WHYS if entry.action == "erase" else not entry.reason
    if exact_instant(entry.at) is None or not is_plain:
        raise _altered(unit)


def _require_unclaimed(unit: Unit, record: UnitRecord) -> None:
    if record.state in ("marking", "decided"):
        raise Refusal(
            "closed",
            _("'{unit}' was not taken back: it is being marked since {since}").format(
                unit=unit.title,
                since=told(record.lease.at if record.lease else record.trail[-1].at),
            ),
        )


def _altered(unit: Unit) -> Refusal:
    return Refusal(
        "invalid",
        _("'{unit}' was not taken: its record does not follow from its trail").format(
            unit=unit.title
        ),
    )

"""A portfolio's folder with a bundle open beside it: what the two have in common at both ends."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field

from stepback_course.handover.contents.arrivals import Arrival, Taking, put_aside
from stepback_course.handover.contents.lineage import attempts_beyond
from stepback_course.handover.contents.outcomes import Outcome, Word
from stepback_course.handover.contents.papers import Versioned, relation, versioned
from stepback_course.handover.contents.parcels import (
    ConfirmedName,
    Exchanged,
    Papers,
    file_of,
    has_file,
)
from stepback_course.portfolio.evidence.rules import FILE_LIMIT
from stepback_course.portfolio.folder import Kept, PortfolioFolder, folder_name
from stepback_course.portfolio.learner.permission import taken_back_too
from stepback_course.portfolio.models import Consent, Profile, UnitRecord
from stepback_course.portfolio.submitting import SUBMISSION_LIMIT
from stepback_course.portfolio.summaries import portfolio_row
from stepback_course.store import NEVER_WRITTEN, Change, Document, Encoded, Record
from stepback_course.text import _, same_identifier
from stepback_course.text.refusals import Refusal


def papers_of(folder: PortfolioFolder, exchanged: Exchanged) -> Papers:
    """Return the permission and the confirmed name of a portfolio, with their versions."""
    award = folder.award().model
    confirmed = {"name": award.name, "confirmed": award.confirmed, "language": award.language}
    name = ConfirmedName.model_validate(confirmed) if award.name else None
    consent = versioned(folder.consent().model, exchanged.versions.get("consent", ()))
    named = versioned(name, exchanged.versions.get("name", ()))
    return Papers(
        consent=folder.consent().model,
        consents=consent.versions,
        name=name,
        names=named.versions,
    )


def keep_profile(arrival: Arrival, profile: Profile) -> None:
    """Write a portfolio's folder with nothing but whose it is, where there is none.

    Raises Refusal where its id is somebody else's here.
    """
    store, folder = arrival.desks.store, folder_name(profile.id)
    record = store.get(folder, "profile")
    if record is None:
        change = Change(NEVER_WRITTEN, profile.model_dump(mode="json"), portfolio_row(profile))
        store.put(
            folder,
            {"profile": change},
            operation=f"{arrival.id}-profile",
            actor=arrival.desks.actor.id,
        )
        return
    known = Profile.model_validate(record.document)
    if not same_identifier(known.person, profile.person) or known.course != profile.course:
        raise Refusal(
            "taken",
            _("the portfolio '{portfolio}' is another one in this store").format(
                portfolio=profile.id
            ),
        )


@dataclass
class OpenedFolder:
    """One portfolio as it stands now, and what a bundle is to change in it."""

    arrival: Arrival
    portfolio: str
    outcomes: list[Outcome] = field(default_factory=list)
    changes: dict[str, Change] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read the folder as it stands at one moment."""
        desks = self.arrival.desks
        self.folder = PortfolioFolder(desks.store, desks.courses, self.portfolio)
        self.folder.read()
        self.records: Mapping[str, Record] = desks.store.records(self.folder.name)
        self._kept: Kept[Exchanged] = self.folder.kept("exchange", Exchanged)
        self.exchanged = self._kept.model

    def taking(self) -> Taking:
        """Return what changes, and what is said of it."""
        if self.exchanged != self._kept.model:
            document = self.exchanged.model_dump(mode="json")
            self.changes["exchange"] = Change(self._kept.revision, document)
        return Taking(self.outcomes, self.changes)

    def say(self, what: str, word: Word, why: str = "") -> None:
        """Add a line to what is said."""
        self.outcomes.append(Outcome(what=what, word=word, why=why))

    def keep_aside(self, name: str, document: Document, card: str) -> None:
        """Keep another version of a record beside it; `card` is the key that signed it, if any."""
        self.changes |= put_aside(self.arrival, self.records, name, [document], card)

    def remember_claim(self, unit: str, theirs: UnitRecord) -> None:
        """Remember the step with which a unit was handed out."""
        claims = self.exchanged.claims | {unit: theirs.trail[-1].hash}
        self.exchanged = self.exchanged.model_copy(update={"claims": claims})

    def file(self, digest: str) -> bytes:
        """Return a file of the bundle. Raises Refusal where it did not come."""
        return file_of(self.arrival.bundle, digest)

    def keep_files(self, ours: UnitRecord, theirs: UnitRecord) -> None:
        """Keep the files of the attempts that are new."""
        for attempt in attempts_beyond(ours, theirs):
            if attempt.erased:
                continue
            self._keep_file(attempt.file, SUBMISSION_LIMIT)
            for file in attempt.evidence:
                self._keep_file(file, FILE_LIMIT)

    def keep_files_that_came(self, theirs: UnitRecord) -> None:
        """Keep the files of a record's attempts that are in the bundle; the others are here."""
        for file in theirs.files:
            if has_file(self.arrival.bundle, file):
                self._keep_file(file, FILE_LIMIT)

    def _keep_file(self, digest: str, limit: int) -> None:
        self.arrival.desks.store.put_file(io.BytesIO(self.file(digest)), limit=limit)

    def take_papers(self, theirs: Papers) -> None:
        """Take what is newer of the permission and the confirmed name; a practitioner owns both."""
        ours = papers_of(self.folder, self.exchanged)
        consent = Versioned(theirs.consent, theirs.consents)
        if self._is_to_take("consent", Versioned(ours.consent, ours.consents), consent):
            self._write_consent(theirs.consent)
        elif ours.consent and theirs.consent and theirs.consent.withdrawn > ours.consent.withdrawn:
            # Whatever else was written apart: that it was taken back counts wherever it was said.
            self._write_consent(taken_back_too(ours.consent, theirs.consent))
            self.say("consent", "taken", _("it was taken back on another computer"))
        name = Versioned(theirs.name, theirs.names)
        if self._is_to_take("name", Versioned(ours.name, ours.names), name):
            self._write_name(name)

    def _is_to_take(self, what: str, ours: Versioned, theirs: Versioned) -> bool:
        if theirs.document is None:  # never given, or erased
            return False
        if not theirs.is_sound:
            self.say(what, "refused", _("its versions do not lead to it"))
            return False
        match relation(ours, theirs):
            case "theirs_newer":
                if what == "name" and self.folder.award().model.number:
                    self.say(what, "refused", _("the certificate is made out already"))
                    return False
                versions = self.exchanged.versions | {what: theirs.versions}
                self.exchanged = self.exchanged.model_copy(update={"versions": versions})
                self.say(what, "taken")
                return True
            case "apart":
                document = theirs.document.model_dump(mode="json")
                self.keep_aside(what, document, self.arrival.card)
                self.say(what, "kept aside", _("another computer sent something else before"))
            case "same" | "ours_newer":
                self.say(what, "already here")
        return False

    def _write_consent(self, consent: Consent | None) -> None:
        if consent is None:
            return
        for name, change in self.folder.consent_changes(consent).items():
            came = self.changes.get(name)
            if came is not None:  # a unit that came with it, whose row is made before this
                unit = self.folder.unit(name.removeprefix("unit/"))
                coming = came.document
                document = coming.decoded() if isinstance(coming, Encoded) else coming
                record = UnitRecord.model_validate(document)
                kept = Kept(record, came.base_revision)
                self.changes[name] = self.folder.record_change(unit, kept, record)
            elif name == "consent" or change.base_revision != NEVER_WRITTEN:
                self.changes[name] = change

    def _write_name(self, name: Versioned) -> None:
        if name.document is not None:
            award = self.folder.award()
            taken = award.model.model_copy(update=name.document.model_dump())
            self.changes["award"] = self.folder.award_change(award, taken)

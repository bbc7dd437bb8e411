"""What two computers said differently, read beside each other."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from stepback_course.cohorts.models import Presence, SessionRegister
from stepback_course.desks import Desks
from stepback_course.handover.contents.outcomes import told
from stepback_course.handover.contents.parcels import Aside, AsideList, ConfirmedName
from stepback_course.handover.naming import Names, names_here
from stepback_course.people.policy import may
from stepback_course.portfolio.folder import PortfolioFolder
from stepback_course.portfolio.models import Consent, Response, UnitRecord
from stepback_course.portfolio.telling.plain import consent_lines
from stepback_course.portfolio.telling.plain_lines import labelled
from stepback_course.portfolio.trail import shown_strand
from stepback_course.portfolio.versions.comparing import differing
from stepback_course.portfolio.versions.keeping import read_attempt
from stepback_course.store import Missing, Record, Store
from stepback_course.store.paging import all_rows
from stepback_course.text import _
from stepback_course.text.differences import Piece, differences_in_words, word_differences

_ASIDE = "aside/"
LAST_STEPS: Mapping[str, str] = {
    "submit": _("submitted {when}"),
    "withdraw": _("taken back {when}"),
    "release met": _("met {when}"),
    "refer": _("not yet met {when}"),
    "reopen": _("opened for one more attempt {when}"),
    "appeal": _("appealed against {when}"),
    "answer": _("the appeal answered {when}"),
    "end appeal": _("the appeal ended {when}"),
    "uphold met": _("met after an appeal {when}"),
    "uphold refer": _("not yet met after an appeal {when}"),
    "erase": _("erased {when}"),
}


@dataclass(frozen=True, slots=True)
class TwoTexts:
    """One thing as it stands here, and as the other version has it."""

    title: str
    standing: str
    other: str

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """How what stands becomes the other, word by word."""
        return word_differences(self.standing, self.other)


@dataclass(frozen=True, slots=True)
class Both:
    """Two versions of one record as they are read."""

    standing: str = ""
    """What became of the one that stands, in a few words, where that is known."""
    other: str = ""
    """The same of the one beside it."""
    differences: tuple[TwoTexts, ...] = ()
    """What reads differently; nothing where only what became of it differs."""


@dataclass(frozen=True, slots=True)
class OtherVersion:
    """A version of a record that is kept beside the one that stands."""

    key: str
    """Told apart from every other by this."""
    folder: str
    record: str
    """Beside which record it is kept."""
    what: str
    """Whose it is and which unit, day or paper, in names."""
    kept: str
    """The instant at which it was put there."""
    came: bool
    """Whether it came in a file; otherwise it is what this computer had itself."""
    both: Both

    @property
    def lines(self) -> list[str]:
        """What became of both, a line for each, where that is known."""
        if not self.both.standing:
            return []
        other = (
            _("Kept beside it, from another computer: {what}")
            if self.came
            else _("Kept beside it, as it was on this computer: {what}")
        )
        return [
            _("What stands: {what}").format(what=self.both.standing),
            other.format(what=self.both.other),
        ]


def has_other_versions(store: Store) -> bool:
    """Say whether anything is kept beside what stands. Raises StoreError."""
    return bool(store.find("bundle", {"aside": True}, limit=1).rows)


def other_versions(desks: Desks) -> list[OtherVersion]:
    """Return what is kept beside what stands and whoever sits here may read, the newest first.

    Raises StoreError.
    """
    names = names_here(desks)
    folders = {row.folder for row in all_rows(desks.store, "bundle", aside=True)}
    found = [version for folder in sorted(folders) for version in _in_folder(desks, folder, names)]
    return sorted(found, key=lambda version: version.kept, reverse=True)


def in_words(version: OtherVersion) -> Iterator[str]:
    """Yield both versions as they are read aloud, from what stands to the other."""
    yield from version.lines
    if not version.both.differences:
        yield _("Both read the same.")
    for text in version.both.differences:
        for sentence in differences_in_words(text.standing, text.other):
            yield labelled(text.title, sentence)


def _in_folder(desks: Desks, name: str, names: Names) -> Iterator[OtherVersion]:
    kind, _slash, identifier = name.partition("/")
    records = desks.store.records(name)
    folder = PortfolioFolder(desks.store, desks.courses, identifier)
    if kind == "cohort":
        is_readable = may(desks.actor, "record_attendance", cohort=identifier)
    else:
        profile = folder.profile
        is_readable = may(
            desks.actor, "read_portfolio", cohort=profile.cohort, practitioner=profile.person
        )
    for what, number, copy in _copies(records) if is_readable else ():
        yield OtherVersion(
            key=f"{name}/{what}/{number}",
            folder=name,
            record=what,
            what=names.what(f"{identifier} {what}"),
            kept=copy.kept,
            came=bool(copy.card),
            both=(
                _presences(records.get(f"session/{what}"), copy, names)
                if kind == "cohort"
                else _papers(folder, what, copy)
                if what in ("consent", "name")
                else _units(desks.store, folder, what, copy)
            ),
        )


def _copies(records: Mapping[str, Record]) -> Iterator[tuple[str, int, Aside]]:
    """Yield what a folder keeps aside: beside which record, which of them it is, and itself."""
    for name, record in records.items():
        if name.startswith(_ASIDE):
            copies = AsideList.model_validate(record.document).copies
            for number, copy in enumerate(copies):
                yield name.removeprefix(_ASIDE), number, copy


def _units(store: Store, folder: PortfolioFolder, what: str, copy: Aside) -> Both:
    standing, other = folder.record(what).model, UnitRecord.model_validate(copy.document)
    unit = folder.unit(what)
    differences = differing(unit, _answers(store, standing), _answers(store, other))
    texts = (TwoTexts(each.activity.title, each.before, each.after) for each in differences)
    return Both(_became(standing), _became(other), tuple(texts))


def _answers(store: Store, record: UnitRecord) -> Mapping[str, Response]:
    """Return the answers of the newest attempt, taken back or not; none where they were erased."""
    attempt = next((each for each in reversed(record.attempts) if not each.erased), None)
    try:
        return read_attempt(store, attempt) if attempt else {}
    except Missing:
        return {}


def _became(record: UnitRecord) -> str:
    """Say what happened last to a unit that its practitioner knows of."""
    strand = shown_strand(record)
    if not strand:
        return _("not submitted")
    return LAST_STEPS[strand[-1].action].format(when=told(strand[-1].at))


def _papers(folder: PortfolioFolder, what: str, copy: Aside) -> Both:
    if what == "name":
        name = ConfirmedName.model_validate(copy.document).name
        return Both(
            differences=(TwoTexts(_("Name on the certificate"), folder.award().model.name, name),)
        )
    consent = folder.consent().model
    standing = consent_lines(consent) if consent else []
    other = consent_lines(Consent.model_validate(copy.document))
    return Both(differences=(TwoTexts(_("Permission"), "\n".join(standing), "\n".join(other)),))


def _presences(record: Record | None, copy: Aside, names: Names) -> Both:
    portfolio = str(copy.document["portfolio"])
    other = {name: value for name, value in copy.document.items() if name != "portfolio"}
    register = SessionRegister.model_validate(record.document) if record else None
    standing = register.presences.get(portfolio) if register else None
    texts = [
        _recorded(presence, names) if presence else ""
        for presence in (standing, Presence.model_validate(other))
    ]
    return Both(differences=(TwoTexts(names.of(portfolio) or portfolio, *texts),))


def _recorded(presence: Presence, names: Names) -> str:
    words = {"attended": _("attended"), "absent": _("absent")}
    return _("{word}, recorded by {person} on {when}").format(
        word=words[presence.status],
        person=names.of(presence.actor) or presence.actor,
        when=told(presence.at),
    )

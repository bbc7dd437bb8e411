"""What in a portfolio may tell who a child is, and why it stands all the same, without I/O."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from stepback_course.course.activities import ActivityBase, Choice, Sort, Targets
from stepback_course.course.models import Unit
from stepback_course.portfolio.models import (
    Allowed,
    Consent,
    Draft,
    EvidenceFile,
    Overall,
    Profile,
)
from stepback_course.portfolio.telling.words import unit_name
from stepback_course.text import _, clean, clean_line, ngettext
from stepback_course.text.fields import LINE_LIMIT, NOTE_LIMIT
from stepback_course.text.identifying import Giveaway, Kind, giveaways
from stepback_course.text.problems import sentences
from stepback_course.text.refusals import Refusal

KINDS: Mapping[Kind, str] = {
    "birth date": _("a day of birth"),
    "postcode": _("a postcode"),
    "address": _("an address"),
    "phone": _("a telephone number"),
    "e-mail": _("an e-mail address or account"),
    "number": _("a number that belongs to one person"),
    "setting": _("the name of your setting"),
    "name": _("a name"),
}
"""What each kind of finding may be, in words."""
_BESIDE = 40
"""How many characters on either side of the words are shown with them."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Words that may tell who a child is, and where they stand."""

    unit: str
    place: str
    """The id of the activity or the criterion, or the empty text for the unit as a whole."""
    title: str
    """The same place in words."""
    kind: Kind
    words: str
    """As they stand, on one line; no more of them than an explanation is kept for."""
    around: str
    """The words with what stands beside them, on one line."""

    @property
    def key(self) -> str:
        """What an explanation is found by: one serves every place where these words stand."""
        return _key(self.words)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known of a portfolio when its words are read."""

    year: int
    """The present one."""
    setting: str = ""
    allowed: tuple[str, ...] = ()
    """The names that may stand."""

    @classmethod
    def of(
        cls, profile: Profile, consent: Consent | None, allowed: Iterable[str], year: int
    ) -> "Surroundings":
        """Return what a portfolio says of itself.

        The name of its owner may stand, and the made-up one of the learner.
        """
        surroundings = cls(year, profile.setting, tuple(allowed)).knowing(profile.name)
        return surroundings.knowing(consent.learner) if consent else surroundings

    def knowing(self, *names: str) -> "Surroundings":
        """Return the same with more names that may stand, whole and each of their words."""
        words = [word for name in names for word in name.split()]
        return replace(self, allowed=(*self.allowed, *names, *words))

    def read(self, text: str) -> list[Giveaway]:
        """Return what in a text may tell who a child is."""
        return giveaways(text, year=self.year, setting=self.setting, allowed=self.allowed)


def unit_findings(unit: Unit, draft: Draft, surroundings: Surroundings) -> Iterator[Finding]:
    """Yield what in the answers to one unit may tell who a child is, in the order of the unit."""
    for activity in unit.activities:
        response = draft.responses.get(activity.id)
        if response is None:
            continue
        # On a taught day the partner is a colleague; in the case study it may be the learner.
        is_colleague = not unit.needs_consent
        beside = surroundings.knowing(response.partner) if is_colleague else surroundings
        title = _("{unit}, {activity}").format(unit=unit_name(unit), activity=activity.title)
        for text in (*typed_texts(activity, response.value), response.partner):
            yield from findings_in(text, unit.id, activity.id, title, beside)


def evidence_findings(
    unit: Unit, files: Iterable[EvidenceFile], surroundings: Surroundings
) -> Iterator[Finding]:
    """Yield what in the lines about a unit's files may tell who a child is."""
    for file in files:
        title = _("what {file} shows").format(file=file.name)
        yield from findings_in(file.shows, unit.id, "", title, surroundings)


def feedback_findings(
    unit: Unit, feedback: Mapping[str, str], overall: Overall, surroundings: Surroundings
) -> Iterator[Finding]:
    """Yield what in an assessor's words on one unit may tell who a child is."""
    for number, criterion in enumerate(unit.criteria, start=1):
        title = _("feedback on criterion {number}").format(number=number)
        text = feedback.get(criterion.id, "")
        yield from findings_in(text, unit.id, criterion.id, title, surroundings)
    for text in (overall.stood_out, overall.missing, overall.next_step):
        yield from findings_in(text, unit.id, "", _("the feedback as a whole"), surroundings)


def findings_in(
    text: str, unit: str, place: str, title: str, surroundings: Surroundings
) -> Iterator[Finding]:
    """Yield what in one text may tell who a child is."""
    for giveaway in surroundings.read(text):
        around = _around(text, giveaway)
        words = clean_line(giveaway.words)[:LINE_LIMIT]
        yield Finding(unit, place, title, giveaway.kind, words, around)


def by_words(findings: Iterable[Finding]) -> list[tuple[Finding, ...]]:
    """Return findings, those of the same words together, in the order in which they come up."""
    together: dict[str, list[Finding]] = {}
    for finding in findings:
        together.setdefault(finding.key, []).append(finding)
    return [tuple(same) for same in together.values()]


def warning_of(findings: Iterable[Finding]) -> str:
    """Return what somebody is told whose words may tell who a child is; empty where they do not."""
    told = [
        _("“{words}” ({kind})").format(words=same[0].words, kind=KINDS[same[0].kind])
        for same in by_words(findings)
    ]
    sentence = _("This may tell who a child is, and others read it: {what}.")
    return sentence.format(what=", ".join(told)) if told else ""


def unexplained(findings: Iterable[Finding], explanations: Mapping[str, str]) -> list[Finding]:
    """Return the findings that no explanation speaks of."""
    explained = {_key(words) for words, why in explanations.items() if why.strip()}
    return [finding for finding in findings if finding.key not in explained]


def require_explained(findings: Iterable[Finding], explanations: Mapping[str, str]) -> None:
    """Return where every finding is explained. Raises Refusal that names the first that is not."""
    left = unexplained(findings, explanations)
    if left:
        count = len(by_words(left))
        raise Refusal(
            "identifiers",
            ngettext(
                "'{words}' in '{title}' may tell who a child is: change it, or say why it may stay",
                "{count} things may tell who a child is, the first being '{words}' in '{title}': "
                "change each, or say why it may stay",
                count,
            ).format(count=count, words=left[0].words, title=left[0].title),
        )


def explanations_of(findings: Iterable[Finding], explanations: Mapping[str, str]) -> dict[str, str]:
    """Return the explanations that speak of these findings, by the words as they stand.

    Raises Refusal for one that is too long.
    """
    why = {_key(words): clean(sentence).strip() for words, sentence in explanations.items()}
    if any(len(sentence) > NOTE_LIMIT for sentence in why.values()):
        raise Refusal(
            "invalid",
            _("say in fewer words why it may stay: at most {limit} characters fit here").format(
                limit=f"{NOTE_LIMIT:,}"
            ),
        )
    return {finding.words: why[finding.key] for finding in findings if why.get(finding.key)}


def explanation_lines(explanations: Mapping[str, str]) -> list[str]:
    """Return why words were let stand, a line each, for whoever reads them."""
    line = _("{words}: {why}")
    return [line.format(words=words, why=why) for words, why in explanations.items()]


def allowed_names(names: Iterable[str]) -> Allowed:
    """Return names that may stand, cleaned, each once. Raises Refusal for too long or too many.

    Only names are allowed for good: a postcode or a number is explained each time.
    """
    once = {_key(name): clean_line(name) for name in names}
    try:
        return Allowed(names=tuple(name for name in once.values() if name))
    except ValidationError as error:
        raise Refusal("invalid", "; ".join(sentences(error))) from None


def typed_texts(activity: ActivityBase, value: Any) -> Iterator[str]:
    """Yield the texts of an answer that somebody typed, without the ids that it names."""
    match activity:
        case Choice():
            return
        case Sort():
            yield from _texts({name: part for name, part in value.items() if name != "piles"})
        case Targets():
            yield from _texts([row | {"card": ""} for row in value])
        case _:
            yield from _texts(value)


def _texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case Mapping():
            for member in value.values():
                yield from _texts(member)
        case list():
            for member in value:
                yield from _texts(member)


def _key(words: str) -> str:
    return clean_line(words).casefold()


def _around(text: str, giveaway: Giveaway) -> str:
    start, end = max(0, giveaway.start - _BESIDE), giveaway.end + _BESIDE
    before = "…" if start else ""
    after = "…" if end < len(text) else ""
    return clean_line(f"{before}{text[start:end]}{after}")

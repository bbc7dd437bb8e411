"""Who is ready for a certificate, and why the others are not; and issuing."""

from collections.abc import Iterator, Sequence
from functools import partial

from stepback_course.awards.making import issuing_key
from stepback_course.awards.models import Candidate, Refused
from stepback_course.desks import Desks
from stepback_course.plain.acts import Act, choose_act
from stepback_course.plain.asking import ask_numbers
from stepback_course.plain.awarding.letters import offer_letters
from stepback_course.plain.awarding.organisation_desk import visit_organisation
from stepback_course.plain.awarding.register_desk import RegisterDesk
from stepback_course.plain.awarding.unlocking import signing_line, unlock_to_sign
from stepback_course.plain.conversation import Choice, Conversation
from stepback_course.store import StoreError
from stepback_course.text import _, ngettext
from stepback_course.text.refusals import Refusal

NEAR = 9
"""How many people are said at once."""
_ABOUT = _(
    "Somebody is ready once every unit is met, both days are attended and they have confirmed the "
    "name to print. A certificate is issued once: to issue again adds none, and finishes what was "
    "interrupted."
)
_KEY_COMMANDS = _(
    "The key is kept by commands, typed where stepback is started. stepback key new makes one. "
    "stepback key show says how it stands. stepback key paper prints its paper copy. stepback key "
    "restore brings it back from paper. stepback key rotate makes another in its place."
)


class AwardsDesk:
    """Where a coordinator issues certificates."""

    def __init__(self, talk: Conversation, desks: Desks) -> None:
        """Begin with everybody on the way to the award."""
        self._talk = talk
        self._desks = desks

    def visit(self) -> None:
        """Do one thing after another until the person goes back. Raises Left, Refusal."""
        self._talk.title(_("Certificates"))
        while True:
            candidates = self._desks.office.candidates()
            self._talk.say(*_counts(candidates), signing_line(self._desks))
            acts = list(self._acts(candidates))
            act = choose_act(self._talk, _("Certificates, what now"), acts, about=_ABOUT)
            if act is None:
                return
            try:
                act.do()
            except (Refusal, StoreError) as error:
                self._talk.say(str(error))

    def _acts(self, candidates: Sequence[Candidate]) -> Iterator[Act]:
        waiting = [each for each in candidates if _waits(each)]
        if waiting:
            label = ngettext(
                "Issue {count} certificate", "Issue {count} certificates", len(waiting)
            )
            issue = partial(self._issue, waiting)
            yield Act("i", label.format(count=len(waiting)), issue)
        if len(waiting) > 1:
            yield Act("s", _("Issue some of them"), partial(self._issue_some, waiting))
        yield Act("w", _("Who is ready, and what the others need"), partial(self._say, candidates))
        register = RegisterDesk(self._talk, self._desks)
        yield Act("r", _("The register"), register.visit)
        organisation = partial(visit_organisation, self._talk, self._desks)
        yield Act("o", _("What certificates say of the organisation"), organisation)
        yield Act("k", _("The key that signs"), self._say_key)

    def _say(self, candidates: Sequence[Candidate]) -> None:
        """Say some at a time how they stand: who is ready first, who has a certificate last."""
        ordered = sorted(candidates, key=lambda each: (bool(each.number), not _waits(each)))
        for at in range(0, len(ordered), NEAR):
            for each in ordered[at : at + NEAR]:
                line = _("{name}: {stands}").format(name=each.name, stands=_stands(each))
                self._talk.say(line)
            more = [Choice("m", _("More"))]
            if at + NEAR < len(ordered) and not self._talk.choose(_("What now"), more):
                return

    def _say_key(self) -> None:
        """Say how it stands with the key, and by which commands it is kept."""
        self._talk.say(signing_line(self._desks), _KEY_COMMANDS)

    def _issue_some(self, waiting: Sequence[Candidate]) -> None:
        for number, each in enumerate(waiting, start=1):
            self._talk.say(_("{number}. {name}").format(number=number, name=each.name))
        numbers = ask_numbers(self._talk, _("Which numbers"), len(waiting), about=_ABOUT)
        if numbers:
            self._issue([waiting[number - 1] for number in numbers])

    def _issue(self, chosen: Sequence[Candidate]) -> None:
        """Issue certificates once that is agreed to, saying each; letters are offered then.

        Raises Refusal where they are issued on another computer, before anything is asked.
        """
        issuing_key(self._desks.store, self._desks.chest)
        count = len(chosen)
        sure = ngettext("Issue {count} certificate,", "Issue {count} certificates,", count)
        is_agreed = self._talk.agree(sure.format(count=count), about=_ABOUT)
        if not is_agreed or not unlock_to_sign(self._talk, self._desks):
            self._talk.say(_("Nothing is issued."))
            return
        issued = []
        outcomes = self._desks.office.issue_many(each.portfolio for each in chosen)
        for number, outcome in enumerate(outcomes, start=1):
            if isinstance(outcome, Refused):
                told = outcome.sentence
            else:
                issued.append(outcome.number)
                told = _("{name}, {number}").format(
                    name=outcome.certificate.facts.name, number=outcome.number
                )
            self._talk.say(_("{at} of {count}: {told}").format(at=number, count=count, told=told))
            if self._talk.is_ending:
                break
        done = ngettext("{count} certificate is issued.", "{count} are issued.", len(issued))
        self._talk.say(done.format(count=len(issued)))
        if issued:
            offer_letters(self._talk, self._desks, issued)


def _waits(candidate: Candidate) -> bool:
    """Say whether a certificate can be issued or finished now."""
    return candidate.is_ready or candidate.is_begun


def _counts(candidates: Sequence[Candidate]) -> Iterator[str]:
    """Yield how many stand where."""
    waiting = sum(_waits(each) for each in candidates)
    revoked = sum(each.is_revoked for each in candidates)
    have = sum(bool(each.number) and not _waits(each) for each in candidates) - revoked
    others = len(candidates) - waiting - have - revoked
    yield ngettext("{count} is ready.", "{count} are ready.", waiting).format(count=waiting)
    yield ngettext(
        "{count} still needs something.", "{count} still need something.", others
    ).format(count=others)
    yield ngettext("{count} has a certificate.", "{count} have a certificate.", have).format(
        count=have
    )


def _stands(candidate: Candidate) -> str:
    """Return whether somebody is ready, and if not, why."""
    if candidate.is_begun:
        return _("begun and interrupted: to issue it finishes it")
    if candidate.is_revoked:
        return _("{number}, revoked").format(number=candidate.number)
    if candidate.is_ready:
        return _("ready")
    return candidate.number or "; ".join(candidate.needs)

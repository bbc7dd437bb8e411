"""Releasing decisions: a list of what will happen, then the releasing."""

from stepback_course.desks import Desks
from stepback_course.marking.release_plan import Planned, ReleasePlan, plan_counts, plan_title
from stepback_course.marking.telling import verdict_word
from stepback_course.plain.asking import ask_numbers
from stepback_course.plain.conversation import Conversation, numbered
from stepback_course.plain.marking.submission_desk import SubmissionDesk
from stepback_course.portfolio.privacy import by_words
from stepback_course.text import _, ngettext
from stepback_course.text.paths import typed_path, usual_folder

_ABOUT = _(
    "Practitioners see a decision once it is released, and that cannot be taken back. What is held "
    "back stays here until somebody lets it go; the practitioner never sees why."
)
_FOLDER = "stepback-letters"


def release_decisions(talk: Conversation, desks: Desks) -> None:
    """Say what a release would come to, and do what is chosen. Raises Left, Refusal, StoreError."""
    plan = desks.releases.plan(desks.releases.waiting())
    if not plan.lines:
        talk.say(_("No decision waits to be released."))
        return
    while True:
        _say_plan(talk, plan)
        choices = [
            _("Release all that can go out"),
            _("Release some"),
            _("Hold back, or let go"),
            _("Read one again, or undo it"),
        ]
        match talk.choose(_("What now"), numbered(choices), about=_ABOUT):
            case "1":
                _release(talk, desks, plan.ready)
                return
            case "2":
                if chosen := _choose(talk, plan, _("Which numbers")):
                    _release(talk, desks, tuple(line for line in chosen if line.is_ready))
                    return
            case "3":
                plan = _hold(talk, desks, plan)
            case "4":
                for line in _choose(talk, plan, _("Which number"))[:1]:
                    SubmissionDesk(talk, desks, *line.key).visit()
                plan = desks.releases.plan(desks.releases.waiting())
            case _:
                return


def _say_plan(talk: Conversation, plan: ReleasePlan) -> None:
    talk.title(plan_title(plan))
    talk.say(*plan_counts(plan))
    for number, line in enumerate(plan.lines, start=1):
        talk.say(
            _("{number}. {name}, {unit}: {stands}").format(
                number=number, name=line.row.name, unit=line.unit, stands=_stands(line)
            )
        )


def _stands(line: Planned) -> str:
    """Return what was decided, and what stands in the way of its release."""
    if line.obstacle:
        return line.obstacle
    verdict = verdict_word(line.verdict) if line.verdict else ""
    if line.held:
        return _("{verdict}, {held}").format(verdict=verdict, held=line.held)
    if line.is_wordless:
        return _("{verdict}, without a word").format(verdict=verdict)
    return verdict


def _choose(talk: Conversation, plan: ReleasePlan, question: str) -> list[Planned]:
    """Return the lines whose numbers are typed; none where a single dot was typed."""
    numbers = ask_numbers(talk, question, len(plan.lines), about=_ABOUT)
    return [plan.lines[number - 1] for number in numbers]


def _hold(talk: Conversation, desks: Desks, plan: ReleasePlan) -> ReleasePlan:
    """Hold decisions back, or let go what is held; return the plan as it is then."""
    changed = {}
    for line in _choose(talk, plan, _("Hold back or let go which numbers")):
        if line.held:
            desks.releases.let_go(*line.key)
            talk.say(_("{name}, {unit} is let go.").format(name=line.row.name, unit=line.unit))
        else:
            question = _("Why {name}, {unit} is held back")
            why = talk.ask(question.format(name=line.row.name, unit=line.unit), about=_ABOUT)
            if not why:
                continue
            desks.releases.hold(*line.key, why)
        changed[line.key] = desks.releases.look_again(line)
    return ReleasePlan(tuple(changed.get(line.key, line) for line in plan.lines))


def _release(talk: Conversation, desks: Desks, lines: tuple[Planned, ...]) -> None:
    """Release lines once everything that may tell who a child is was explained."""
    explanations = _explain(talk, ReleasePlan(lines))
    if explanations is None:
        talk.say(_("Nothing is released."))
        return
    count = len(lines)
    sure = ngettext("Release {count} decision,", "Release {count} decisions,", count)
    if not lines or not talk.agree(sure.format(count=count), about=_ABOUT):
        talk.say(_("Nothing is released."))
        return
    released = desks.releases.release(lines, explanations)
    done = len(released.done)
    sentence = ngettext("{count} decision is released.", "{count} decisions are released.", done)
    talk.say(sentence.format(count=done), *released.refused)
    if released.done:
        _offer_letters(talk, desks, released.done)


def _explain(talk: Conversation, plan: ReleasePlan) -> dict[str, str] | None:
    """Ask once about each thing that may tell who a child is; None where one may not stay."""
    explanations: dict[str, str] = {}
    for same in by_words(plan.findings):
        words = same[0].words
        talk.say(
            _("{words} may tell who a child is. It stands in:").format(words=words),
            *(_("{place}: {around}").format(place=f.title, around=f.around) for f in same),
        )
        why = talk.ask(_("Why it may stay, or a dot to change it first"), about=_ABOUT)
        if not why:
            return None
        explanations[words] = why
    return explanations


def _offer_letters(talk: Conversation, desks: Desks, released: tuple[Planned, ...]) -> None:
    if not talk.agree(_("Write a letter to each practitioner, for you to send,"), about=_ABOUT):
        return
    from stepback_course.reports.letters.released import write_released_letters

    folder = talk.ask_again(_("In which folder"), str(usual_folder() / _FOLDER))
    if folder:
        paths = write_released_letters(desks, released, typed_path(folder))
        talk.say(*map(str, paths), _("Nothing has been sent."))

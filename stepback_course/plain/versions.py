"""Earlier versions of a unit: listed, compared in words, brought back."""

from collections.abc import Iterable

from stepback_course.plain.answer_book import AnswerBook
from stepback_course.plain.conversation import Conversation, numbered
from stepback_course.portfolio.telling.words import shown_instant
from stepback_course.portfolio.versions.comparing import AnswerDifference, differing
from stepback_course.portfolio.versions.history import Version
from stepback_course.text import _
from stepback_course.text.differences import differences_in_words

_ABOUT = _(
    "A version is how the unit stood at some time. Choose one to hear what is different from now; "
    "then you are asked whether to bring it back. How it stands now is kept first, so nothing is "
    "lost either way."
)


def visit_versions(book: AnswerBook) -> None:
    """Let the person hear earlier versions and bring one back. Raises Left, Refusal, StoreError."""
    talk, history = book.talk, book.desks.history
    unit = book.view.unit
    versions = history.versions(book.portfolio, unit.id)
    if not versions:
        talk.say(_("No earlier version is kept yet. One is kept whenever you leave the unit."))
        return
    labels = numbered([_version_line(version) for version in versions])
    while (chosen := talk.choose(_("Which version"), labels, about=_ABOUT)) is not None:
        version = versions[int(chosen) - 1]
        then = history.answers(book.portfolio, unit.id, version.key)
        differences = differing(unit, then, book.view.draft.responses)
        say_differences(talk, differences)
        if not differences:
            talk.say(_("It reads as the unit does now."))
        elif book.view.is_open and talk.agree(_("Bring this version back,"), about=_ABOUT):
            changed = history.bring_back(book.portfolio, unit.id, version.key)
            titles = [each.title for each in unit.activities if each.id in changed]
            talk.say(_("Brought back: {titles}.").format(titles=", ".join(titles)))
            return


def say_differences(talk: Conversation, differences: Iterable[AnswerDifference]) -> None:
    """Say in words how answers differ from earlier ones."""
    for difference in differences:
        talk.say(_("{activity}:").format(activity=difference.activity.title))
        talk.say(*differences_in_words(difference.before, difference.after))


def _version_line(version: Version) -> str:
    lines = {
        "left": _("{when}, when you left the unit"),
        "typing": _("{when}, while you were writing"),
        "replaced": _("{when}, before something was replaced"),
        "submitted": _("{when}, submitted as attempt {attempt}"),
    }
    return lines[version.reason].format(when=shown_instant(version.at), attempt=version.attempt)

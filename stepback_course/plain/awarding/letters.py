"""Letters that carry certificates to their holders."""

from collections.abc import Sequence

from stepback_course.desks import Desks
from stepback_course.plain.conversation import Conversation
from stepback_course.text import _
from stepback_course.text.paths import typed_path, usual_folder

_FOLDER = "stepback-certificates"
_ABOUT = _("Each letter has the certificate attached, and waits in a folder for you to send it.")


def offer_letters(talk: Conversation, desks: Desks, numbers: Sequence[str]) -> None:
    """Write a letter to each holder where that is wanted. Raises Left, Refusal, StoreError."""
    if talk.agree(_("Write a letter to each holder, for you to send,"), about=_ABOUT):
        write_letters(talk, desks, numbers)


def write_letters(talk: Conversation, desks: Desks, numbers: Sequence[str]) -> None:
    """Ask for a folder and write a letter to each holder. Raises Left, Refusal, StoreError."""
    from stepback_course.reports.letters.awarded import write_award_letters

    folder = talk.ask_again(_("In which folder"), str(usual_folder() / _FOLDER), about=_ABOUT)
    if folder:
        paths = write_award_letters(desks, numbers, typed_path(folder))
        talk.say(*map(str, paths), _("Nothing has been sent."))

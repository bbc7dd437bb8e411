"""Saying once how an answer came about: with a partner, on paper first, how a learner sorted."""

from collections.abc import Mapping

from pydantic import ValidationError

from stepback_course.course.activities import Activity, Sort
from stepback_course.plain.answer_book import AnswerBook
from stepback_course.plain.conversation import Choice, Conversation, numbered
from stepback_course.plain.days import ask_day
from stepback_course.portfolio.models import Occasion
from stepback_course.portfolio.telling.words import SCRIBES, SORTED_HOW
from stepback_course.text import _
from stepback_course.text.problems import sentences
from stepback_course.text.refusals import Refusal

_KEEP = "k"


def ask_occasion(book: AnswerBook, activity: Activity) -> None:
    """Ask how the answer to an activity came about, and save that with it.

    A single dot leaves everything as it is. Raises Left, Refusal, StoreError.
    """
    response = book.response(activity.id)
    known = response.occasion if response else Occasion()
    book.talk.say(_("Say it once, here. It stands beside your answer, and in what you declare."))
    said = _asked(book, known, is_learners=isinstance(activity, Sort) and activity.learner)
    if said is not None:
        try:
            occasion = Occasion.model_validate(known.model_dump() | said)
        except ValidationError as error:
            raise Refusal("invalid", "; ".join(sentences(error))) from None
        book.save(activity.id, book.value(activity.id), occasion=occasion)


def _asked(book: AnswerBook, known: Occasion, *, is_learners: bool) -> dict[str, str] | None:
    """Return what is said of an occasion; None where a question was ended with a dot."""
    talk = book.talk
    said: dict[str, str | None] = {}
    if is_learners:
        said["how"] = _one_of(talk, _("How did the learner sort"), SORTED_HOW, known.how)
        if said["how"] is not None:
            said["scribe"] = _one_of(talk, _("Who wrote their words"), SCRIBES, known.scribe)
    if None not in said.values():
        about = _("The first name of a colleague, or Enter.")
        said["partner"] = talk.ask_again(_("Done with"), known.partner, about=about)
    if None not in said.values():
        question = _("First done on paper on")
        said["from_paper"] = ask_day(talk, book.today, question, known.from_paper)
    given = {name: words for name, words in said.items() if words is not None}
    return given if len(given) == len(said) else None


def _one_of(
    talk: Conversation, question: str, words: Mapping[str, str], standing: str
) -> str | None:
    """Return the key of one of some words; None for a dot."""
    keys = list(words)
    choices = numbered(list(words.values()))
    if standing:
        choices.append(Choice(_KEEP, _("Leave it: {words}").format(words=words[standing])))
    chosen = talk.choose(question, choices)
    if chosen is None or chosen == _KEEP:
        return None if chosen is None else standing
    return keys[int(chosen) - 1]

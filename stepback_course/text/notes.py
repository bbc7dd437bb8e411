"""A few sentences that somebody gives with what they do."""

from stepback_course.text.cleaning import clean
from stepback_course.text.fields import NOTE_LIMIT
from stepback_course.text.language import _
from stepback_course.text.refusals import Refusal


def checked_note(text: str) -> str:
    """Return a note or a reason as records keep it. Raises Refusal where it is too long."""
    text = clean(text).strip()
    if len(text) > NOTE_LIMIT:
        sentence = _("this is too long: at most {limit} characters are kept")
        raise Refusal("invalid", sentence.format(limit=NOTE_LIMIT))
    return text

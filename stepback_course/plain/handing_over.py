"""Handing work over to the office in sealed files, and opening what came from there."""

from pathlib import Path
from typing import TYPE_CHECKING

from stepback_course.desks import Desks
from stepback_course.plain.conversation import Choice, Conversation
from stepback_course.text import _, ngettext
from stepback_course.text.paths import downloads_folder, typed_path, usual_folder

if TYPE_CHECKING:
    from stepback_course.handover.contents.outcomes import Opened, Word
    from stepback_course.handover.courier import Courier
    from stepback_course.handover.naming import Names

_ABOUT = _(
    "An office elsewhere decides what counts. What you submit or decide goes there in a sealed "
    "file, which you send by e-mail or on a stick; what comes from there is in such a file. Nobody "
    "else can open them, and a file that is lost or comes twice does no harm."
)
_WORDS: "dict[Word, str]" = {
    "taken": _("taken in"),
    "already here": _("was here already"),
    "kept aside": _("kept aside, to be looked at"),
    "refused": _("refused"),
    "not for here": _("not for here"),
}


def hand_over(talk: Conversation, desks: Desks) -> None:
    """Seal what the office has not got, or open a file from there. Raises Left, Refusal."""
    from stepback_course.handover.asides import has_other_versions
    from stepback_course.handover.courier import Courier

    courier = Courier(desks)
    choices = [
        Choice("s", _("Seal what the office has not got yet")),
        Choice("o", _("Open a file that came from the office")),
    ]
    if has_other_versions(desks.store):
        choices.append(Choice("k", _("Hear what was kept aside")))
    match talk.choose(_("Handing over"), choices, about=_ABOUT):
        case "s":
            _seal(talk, courier)
        case "o":
            _open(talk, desks, courier)
        case "k":
            _tell_asides(talk, desks)


def _seal(talk: Conversation, courier: "Courier") -> None:
    """Write everything new in files, in a folder that the person names."""
    offers = [offer for offer in courier.offers() if offer.is_new and not offer.why_not]
    if not offers:
        talk.say(_("The office has everything already."))
        return
    for offer in offers:
        talk.say(_("New: {what}").format(what=offer.about))
    folder = talk.ask_again(_("Into which folder"), str(usual_folder()), about=_ABOUT)
    if not folder:
        return
    files = [
        sealed.file
        for offer in offers
        if (sealed := courier.seal(offer, typed_path(folder))) is not None
    ]
    done = ngettext("Sealed. Send this file:", "Sealed. Send these {count} files:", len(files))
    talk.say(done.format(count=len(files)), *map(str, files))


def _open(talk: Conversation, desks: Desks, courier: "Courier") -> None:
    """Open a file, or a folder of them, and say what came of each."""
    from stepback_course.handover.naming import names_here

    typed = talk.ask_again(_("Which file or folder"), str(downloads_folder()), about=_ABOUT)
    if not typed:
        return
    files = courier.open([typed_path(typed)], words=lambda name: _six_words(talk, name))
    names = names_here(desks)
    for opened in files:
        _say_opened(talk, opened, names)


def _six_words(talk: Conversation, name: str) -> str:
    return talk.ask(_("The six words for {file}").format(file=Path(name).name)) or ""


def _say_opened(talk: Conversation, opened: "Opened", names: "Names") -> None:
    talk.say(_("{file}:").format(file=opened.file))
    for outcome in opened.outcomes:
        line = _("{what}: {word}. {why}") if outcome.why else _("{what}: {word}.")
        what, why = names.what(outcome.what), names.sentence(outcome.why)
        talk.say(line.format(what=what, word=_WORDS[outcome.word], why=why))


def _tell_asides(talk: Conversation, desks: Desks) -> None:
    """Say how what stands differs from what is kept beside it."""
    from stepback_course.handover.asides import in_words, other_versions

    for version in other_versions(desks):
        talk.say(_("{what}:").format(what=version.what), *in_words(version))

"""The passphrase of the key with which certificates are signed."""

from stepback_course.clock import time_of_day
from stepback_course.desks import Desks
from stepback_course.plain.conversation import Conversation
from stepback_course.text import _
from stepback_course.text.refusals import Refusal

TRIES = 3
_ABOUT = _(
    "Certificates are signed with a key on this computer, which its passphrase unlocks. A terminal "
    "does not show it while you type. After a quarter of an hour without use it locks itself."
)


def signing_line(desks: Desks) -> str:
    """Return a sentence on whether certificates are signed here, or why that is not known."""
    try:
        signing = desks.office.signing()
    except Refusal as refusal:
        return str(refusal)
    match signing:
        case "unsigned":
            return _("Certificates are unsigned: this organisation has no key.")
        case "locked":
            return _("Certificates are signed, and the key is locked: you are asked to unlock it.")
        case "ready":
            return _("Certificates are signed, and the key is unlocked.")
        case "elsewhere":
            return _(
                "Certificates are signed, and the key is not on this computer: they are issued "
                "where it is."
            )
        case "laptop":
            return _("Certificates are issued at the office, and this computer is not it.")


def unlock_to_sign(talk: Conversation, desks: Desks) -> bool:
    """Unlock the key where certificates are signed; say whether what follows may be done.

    Raises Left, and Refusal where certificates are issued on another computer.
    """
    from stepback_course.awards.keys.passphrase import WrongPassphrase
    from stepback_course.awards.making import issuing_key

    chest = desks.chest
    is_signing = issuing_key(desks.store, chest) is not None
    if not is_signing or chest is None or chest.is_unlocked:
        return True
    for _try in range(TRIES):
        typed = talk.ask_hidden(_("The passphrase of the key"), about=_ABOUT)
        if typed is None:
            return False
        try:
            chest.unlock(typed)
        except WrongPassphrase as refusal:
            talk.say(str(refusal))
            continue
        if locks := chest.locks_at:
            talk.say(_("Unlocked until {time}.").format(time=time_of_day(locks)[:5]))
        return True
    return False

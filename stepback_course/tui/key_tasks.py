"""What is read of the signing key and done with it, called in threads, and the words for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from stepback_course.awards.keys.issuers import IssuerKey
from stepback_course.awards.making import AT_THE_OFFICE, Signing
from stepback_course.clock import day_of, parse_instant
from stepback_course.desks import Desks
from stepback_course.text import _
from stepback_course.text.days import shown_day
from stepback_course.text.refusals import Refusal


@dataclass(frozen=True, slots=True)
class KeyState:
    """How it stands with the key that signs certificates."""

    here: str
    """The public name of the key on this computer; empty where there is none."""
    rehearsed: str
    """The instant at which its paper copy was last typed in; empty where it never was."""
    known: tuple[IssuerKey, ...]
    """Every key that the store has known, the oldest first."""
    problem: str = ""
    """Why the key's file cannot be read, in a sentence."""

    @property
    def current(self) -> IssuerKey | None:
        """The key with which the organisation signs now."""
        return next((key for key in self.known if key.is_current), None)

    @property
    def is_stray(self) -> bool:
        """Whether there is a key here that the store does not know."""
        return bool(self.here) and all(key.did != self.here for key in self.known)

    @property
    def is_locked_out(self) -> bool:
        """Whether certificates are signed by a key that is not on this computer."""
        return self.current is not None and self.current.did != self.here


def read_key_state(desks: Desks) -> KeyState:
    """Return how it stands with the key. Raises Refusal, StoreError."""
    known = desks.keys.known()
    chest = desks.chest
    if chest is None:
        return KeyState("", "", known)
    try:
        return KeyState(chest.did or "", chest.rehearsed, known)
    except Refusal as refusal:
        return KeyState("", "", known, str(refusal))


@dataclass(frozen=True, slots=True)
class KeyNeeded:
    """How it stands with the key, for something that waits for it."""

    signing: Signing


def read_key_needed(desks: Desks) -> KeyNeeded:
    """Return whether signing waits for the key. Raises Refusal, StoreError."""
    return KeyNeeded(desks.office.signing())


def make_key(desks: Desks, passphrase: str) -> str:
    """Make the key of this computer, with which certificates are signed from now on.

    Returns what was done, as do those below. Raises Refusal, StoreError, as they do.
    """
    desks.keys.make(passphrase)
    return _(
        "The key is made and unlocked. Certificates are signed from now on. Take its paper copy "
        "now: without it, a lost computer is a lost key."
    )


def adopt_key(desks: Desks, passphrase: str) -> str:
    """Let the key that is on this computer already sign."""
    desks.keys.adopt(passphrase)
    return _("Certificates are signed with the key on this computer from now on.")


def rotate_key(desks: Desks, passphrase: str) -> str:
    """Make a new key in place of the one there is."""
    desks.keys.rotate(passphrase)
    return _(
        "A new key is made and unlocked. What the old one signed stays good. Take the paper copy "
        "of the new one now, and destroy that of the old."
    )


def restore_key(desks: Desks, lines: Sequence[str], passphrase: str) -> str:
    """Keep a key that was typed in from paper."""
    desks.keys.restore("\n".join(lines), passphrase)
    return _("The key is on this computer, unlocked.")


def rehearse_key(desks: Desks, lines: Sequence[str]) -> str:
    """Compare a paper copy that was typed in with the key."""
    desks.keys.rehearse("\n".join(lines))
    return _("The paper copy is right. Put it where fire and thieves do not come.")


def tell_compromised(desks: Desks, did: str, since: date) -> str:
    """Say that somebody else may have had a key since that day."""
    desks.keys.compromised(did, since)
    return _(
        "It signs no more. What it signed before is good only where the register has it. Make "
        "another key now."
    )


def paper_lines(desks: Desks) -> tuple[str, ...]:
    """Return the lines of the paper copy. Raises Refusal where the key is locked."""
    return tuple(desks.keys.paper().splitlines())


# In words.


def why_not_here(signing: Signing) -> str:
    """Return why nothing can be issued on this computer; an empty text where it can."""
    if signing == "laptop":
        return AT_THE_OFFICE
    if signing == "elsewhere":
        return _(
            "The key that signs certificates is not on this computer. Issue where it is, or bring "
            "the key here from its paper copy."
        )
    return ""


def short_name(did: str) -> str:
    """Return the public name of a key, shortened where nobody has to compare it."""
    return _("{start}…{end}").format(start=did[:18], end=did[-6:]) if len(did) > 30 else did


def day_line(moment: str) -> str:
    """Return the day of an instant as it is read aloud."""
    return shown_day(day_of(parse_instant(moment)).isoformat()) if moment else ""


def standing_words(key: IssuerKey, here: str) -> str:
    """Return how a key of the organisation stands."""
    if key.compromised_from:
        return _("✗ others may have had it since {day}").format(day=day_line(key.compromised_from))
    if not key.is_current:
        return _("○ retired on {day}").format(day=day_line(key.until))
    if key.did == here:
        return _("✓ signs, on this computer")
    return _("✓ signs, on another computer")


def state_lines(state: KeyState, until: str) -> str:
    """Return how it stands with the key, a line for each thing.

    `until` is the time of day at which it locks itself; empty while it is locked.
    """
    if state.problem:
        return state.problem
    if not state.here and state.current is None:
        return _(
            "There is no key: certificates are unsigned. They are good on paper and stand in the "
            "register, but no machine can check them. A key is made once, on the one computer that "
            "issues certificates."
        )
    if not state.here:
        return _(
            "The key that signs is on another computer: certificates are issued there. If that "
            "computer is lost, bring the key here from its paper copy."
        )
    lines = [_("Key {did}").format(did=state.here)]
    if state.is_stray:
        lines.append(_("○ It does not sign for this organisation: a lets it, with its passphrase."))
    elif state.is_locked_out:
        lines.append(_("✗ It is not the one that signs: see the list below."))
    lines.append(
        _("◔ unlocked until {time}; each use begins the time anew").format(time=until)
        if until
        else _("● locked: its passphrase unlocks it for one sitting")
    )
    lines.append(
        _("✓ paper copy typed back on {day}").format(day=day_line(state.rehearsed))
        if state.rehearsed
        else _("○ no paper copy has been typed back yet: take one, and try it")
    )
    return "\n".join(lines)

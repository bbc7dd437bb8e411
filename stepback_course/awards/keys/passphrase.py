"""The passphrase that locks a signing key: what counts as one, and how it becomes bytes."""

import unicodedata

from stepback_course.text import _, ngettext
from stepback_course.text.refusals import Refusal

SHORTEST = 15
"""In characters: NIST SP 800-63B-4 asks this of a password that nothing else stands beside."""
LONGEST = 500
FEWEST_DIFFERENT = 6
"""Different characters, so that a row of one letter is none."""


class WrongPassphrase(Refusal):
    """A passphrase does not open the key."""

    def __init__(self, sentence: str) -> None:
        """Keep the sentence for the person who typed it."""
        super().__init__("invalid", sentence)


def passphrase_bytes(typed: str) -> bytes:
    """Return a passphrase as bytes: on every keyboard the same, however its words are spaced.

    Raises Refusal where it is too long.
    """
    if len(typed) > LONGEST:
        raise Refusal(
            "too_large",
            _("a passphrase has {count} characters at most").format(count=LONGEST),
        )
    return " ".join(unicodedata.normalize("NFC", typed).split()).encode("utf-8", "surrogatepass")


def check_new_passphrase(typed: str) -> None:
    """Return where a passphrase can lock a key. Raises Refusal where it is easily guessed."""
    text = passphrase_bytes(typed).decode("utf-8", "surrogatepass")
    if len(text) < SHORTEST:
        raise Refusal(
            "invalid",
            ngettext(
                "this passphrase has {count} character: take {least} or more, such as four words"
                " that do not belong together",
                "this passphrase has {count} characters: take {least} or more, such as four words"
                " that do not belong together",
                len(text),
            ).format(count=len(text), least=SHORTEST),
        )
    if len(set(text)) < FEWEST_DIFFERENT:
        raise Refusal(
            "invalid",
            _(
                "this passphrase repeats a few characters and is easily guessed: take four words"
                " that do not belong together"
            ),
        )

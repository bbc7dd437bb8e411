"""The signing key of this computer: locked in its folder, and unlocked for one sitting."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from stepback_course.clock import Clock, instant
from stepback_course.text import _
from stepback_course.text.refusals import Refusal

if TYPE_CHECKING:
    from stepback_course.awards.keys.folder import KeyFolder
    from stepback_course.awards.keys.sealed import KeyFile
    from stepback_course.awards.keys.signing import SigningKey


def issuing_folder() -> Path:
    """Return where the signing key of this computer is: in STEPBACK_KEYS, else the user's data.

    Beside the usual store and never in one, so that no copy or backup of a store carries it.
    """
    if folder := os.environ.get("STEPBACK_KEYS"):
        return Path(folder).expanduser().absolute() / "issuing"
    from platformdirs import user_data_path

    return user_data_path("stepback-issuing-keys")


class KeyChest:
    """Makes, unlocks, locks and renews the key; at most one is here."""

    def __init__(
        self, folder: Path, clock: Clock, minutes: int = 15, *, work: int | None = None
    ) -> None:
        """Keep the key in `folder`, which need not be there yet.

        It locks itself after so many minutes without use. `work` is how hard each guess at the
        passphrase of a new file is, scrypt's N; without it, as hard as is usual.
        """
        self._place = folder
        self._clock = clock
        self._rest = timedelta(minutes=minutes)
        self._work = work
        self._guard = Lock()
        self._open: tuple[SigningKey, datetime] | None = None
        """The key, and when it was last used."""

    @cached_property
    def _folder(self) -> "KeyFolder":
        # Whoever starts the program waits for no more than a key needs that nobody asks for.
        from stepback_course.awards.keys.folder import KeyFolder

        return KeyFolder(self._place)

    @property
    def path(self) -> Path:
        """Return the file in which the key is, or would be."""
        return self._folder.path

    def file(self) -> "KeyFile | None":
        """Return what the file of the key says without its passphrase; None where there is none.

        Raises Refusal where it cannot be read, is damaged, or others can read it.
        """
        return self._folder.read()

    def require_key(self) -> "KeyFile":
        """Return what `file` returns. Raises Refusal where there is no key on this computer."""
        file = self.file()
        if file is None:
            raise Refusal(
                "unknown",
                _(
                    "there is no signing key on this computer: make one with `stepback key new`, or"
                    " type in its paper copy with `stepback key restore`"
                ),
            )
        return file

    @property
    def did(self) -> str | None:
        """Return the public name of the key, locked or not; None where there is none.

        Raises what `file` raises.
        """
        file = self.file()
        return file.did if file else None

    @property
    def rehearsed(self) -> str:
        """Return the instant at which the paper copy was last typed in; empty where it never was.

        Raises what `file` raises.
        """
        did = self.did
        return self._folder.rehearsed(did) if did else ""

    def make(self, passphrase: str) -> "SigningKey":
        """Make the key of this computer, unlocked. Raises Refusal where there is one already."""
        from stepback_course.awards.keys.signing import new_key

        return self._keep(new_key(), passphrase, self._folder.write_first)

    def rotate(self, passphrase: str) -> "SigningKey":
        """Make a new key, unlocked, in place of the one there is, whose private half is gone then.

        Nothing is signed with that one again, and what is gone nobody can take. Raises Refusal.
        """
        from stepback_course.awards.keys.signing import new_key

        return self._keep(new_key(), passphrase, self._folder.write_instead)

    def restore(self, seed: bytes, passphrase: str) -> "SigningKey":
        """Keep a key whose private half was typed in from paper, unlocked.

        Where the key is here already, it has the new passphrase from now on. Raises Refusal where
        another key is here.
        """
        from stepback_course.awards.keys.signing import key_from_seed

        key = key_from_seed(seed)
        if self.file() is None:
            return self._keep(key, passphrase, self._folder.write_first)
        self._require_same(key)
        return self._keep(key, passphrase, self._folder.write_instead)

    def rehearse(self, text: str) -> None:
        """Compare a paper copy that was typed in with the key of this computer, and note when.

        Nothing is unlocked. Raises Refusal where a line is not as printed, or of another key.
        """
        from stepback_course.awards.keys.paper import key_from_paper

        key = key_from_paper(text)
        self._require_same(key)
        self._folder.note_rehearsal(key.did, instant(self._clock()))

    def unlock(self, passphrase: str) -> "SigningKey":
        """Open the key for this sitting. Takes half a second and 128 MiB.

        Raises WrongPassphrase, and Refusal where there is no key or its file is damaged.
        """
        from stepback_course.awards.keys.sealed import unseal

        return self._opened(unseal(self.require_key(), passphrase, self.path))

    def lock(self) -> None:
        """Forget the key until it is unlocked again."""
        with self._guard:
            self._open = None

    def unlocked(self) -> "SigningKey | None":
        """Return the key in order to use it; None where it is locked.

        Its minutes without use begin anew.
        """
        with self._guard:
            key, _used = self._awake() or (None, None)
            self._open = (key, self._clock()) if key else None
            return key

    @property
    def locks_at(self) -> datetime | None:
        """Return when the key locks itself if nobody uses it; None where it is locked.

        To ask is no use of it, so that a screen may ask as often as it likes.
        """
        with self._guard:
            self._open = self._awake()
            return self._open[1] + self._rest if self._open else None

    @property
    def is_unlocked(self) -> bool:
        """Say whether the key is unlocked, which is no use of it either."""
        return self.locks_at is not None

    def _awake(self) -> "tuple[SigningKey, datetime] | None":
        """Return the key and when it was last used, unless its minutes are over."""
        if self._open is None:
            return None
        # A clock that was put back tells nothing of how long the key was left alone.
        rested = self._clock() - self._open[1]
        return self._open if timedelta() <= rested < self._rest else None

    def _opened(self, key: "SigningKey") -> "SigningKey":
        with self._guard:
            self._open = (key, self._clock())
        return key

    def _keep(
        self, key: "SigningKey", passphrase: str, write: Callable[[bytes], None]
    ) -> "SigningKey":
        from stepback_course.awards.keys.passphrase import check_new_passphrase
        from stepback_course.awards.keys.sealed import WORK, seal

        check_new_passphrase(passphrase)
        write(seal(key, passphrase, made=instant(self._clock()), work=self._work or WORK))
        return self._opened(key)

    def _require_same(self, key: "SigningKey") -> None:
        file = self.require_key()
        if file.did != key.did:
            raise Refusal(
                "taken",
                _(
                    "this is the paper copy of {other}, and the key on this computer is {did}."
                    " Nothing was changed. If the key on this computer is not needed, move"
                    " {file} away first."
                ).format(other=key.did, did=file.did, file=self.path),
            )

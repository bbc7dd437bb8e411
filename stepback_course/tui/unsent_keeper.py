"""Keeps what is written in a form until the form is sent, or left on purpose."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import datetime
from threading import Event, Lock

from stepback_course.desks import Desks
from stepback_course.portfolio.unsent import Form, Unsent, forget, keep, kept
from stepback_course.text import _, same_identifier
from stepback_course.tui.saving import Place, SaveOutcome, Unsaved


class UnsentKeeper:
    """Holds what is written in one form until it is on this computer's disk.

    Thread-safe: the form notes changes while a thread keeps earlier ones.
    """

    def __init__(self, desks: Desks, portfolio: str, unit: str, name: str) -> None:
        """Keep the form of that name about a unit for whoever sits at these desks.

        `unit` is empty where the form is about several units.
        """
        self._form = Form(desks.store.url, desks.actor.id, portfolio, unit, name)
        self._clock = desks.clock
        self._since: datetime | None = None
        self._noted: Mapping[str, str] = {}
        self._kept: Unsent | None = None
        """What this window has put on the disk, or found there."""
        self._over = Event()
        self._writing = Lock()
        self._noting = Lock()

    def found(self) -> Unsent | None:
        """Return what was written in this form before and not sent, and go on from there."""
        unsent = kept(self._form)
        if unsent is not None:
            self._since = unsent.since
            self._noted = unsent.answers
            self._kept = unsent
        return unsent

    def note(self, answers: Mapping[str, str]) -> None:
        """Note what stands in the form now; nothing where it is as it was laid out."""
        with self._noting:
            self._noted = answers
            self._since = self._since or self._clock()

    def forget(self) -> None:
        """Keep nothing of this form any more: it is sent, or left on purpose."""
        self._over.set()
        # A save that is under way looks afterwards whether it is over, and does the same.
        self._remove()

    def drop(self, portfolio: str, units: Collection[str]) -> None:
        """Let go of a form about these units of a portfolio, or about all: they are erased."""
        form = self._form
        is_about = not units or form.unit in ("", *units)
        if is_about and same_identifier(portfolio, form.portfolio):
            self.forget()

    def save(self) -> SaveOutcome:
        """Put what is noted on the disk, and say whether it is there; called from any thread.

        What another window has put there since is never written over.
        """
        with self._writing:
            with self._noting:
                answers, since = self._noted, self._since
            known = self._kept.answers if self._kept else {}
            if self._over.is_set() or since is None or answers == known:
                return SaveOutcome((), (), self._clock())
            if self._is_elsewhere():
                return self._not_kept(
                    _(
                        "This was written, sent or left in another window meanwhile. What stands "
                        "here is kept nowhere else until you send it."
                    ),
                    is_conflict=True,
                )
            unsent = Unsent(since=since, answers=answers) if answers else None
            try:
                if unsent:
                    keep(self._form, unsent)
                else:
                    forget(self._form)
            except OSError as error:
                sentence = _("What you write is not kept yet ({reason}). It is still here.")
                return self._not_kept(sentence.format(reason=error.strerror or error))
            self._kept = unsent
            if self._over.is_set():
                self._remove()
            return SaveOutcome((self._place,), (), self._clock())

    def end(self) -> list[str]:
        """Save a last time, and return what to tell the person where that was not possible."""
        if not self.save().unsaved:
            return []
        sentence = (
            _("What you wrote about {unit} and did not send could not be kept. It is:")
            if self._form.unit
            else _("What you wrote and did not send could not be kept. It is:")
        )
        words = "\n\n".join(self._noted.values())
        return [f"{sentence.format(unit=self._form.unit)}\n\n{words}\n"]

    @property
    def _place(self) -> Place:
        return self._form.unit, self._form.name

    def _is_elsewhere(self) -> bool:
        """Say whether the disk has something else than what this window knows of."""
        return kept(self._form) != self._kept

    def _not_kept(self, sentence: str, *, is_conflict: bool = False) -> SaveOutcome:
        unsaved = Unsaved(self._place, sentence, is_conflict=is_conflict)
        return SaveOutcome((), (unsaved,), self._clock())

    def _remove(self) -> None:
        if not self._is_elsewhere():
            with suppress(OSError):
                forget(self._form)

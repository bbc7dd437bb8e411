"""The desk at which the register of certificates is kept."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeVar

from stepback_course.awards import trail
from stepback_course.awards.ending import Endings, Wanted
from stepback_course.awards.entries import KIND, register_row
from stepback_course.awards.making import Maker
from stepback_course.awards.models import (
    REPLACEMENT_REASONS,
    REVOCATION_REASONS,
    Certificate,
    RegisterPage,
    RegisterRow,
    Sought,
    Withdrawal,
)
from stepback_course.awards.numbers import SPECIMEN_SERIES
from stepback_course.awards.settling import tried_again
from stepback_course.clock import Clock
from stepback_course.course.shelf import Shelf
from stepback_course.people import Actor
from stepback_course.people.policy import Action, may, require
from stepback_course.portfolio.folder import PortfolioFolder, opened_folder
from stepback_course.store import Scalar, Store
from stepback_course.store.paging import all_rows
from stepback_course.text import _, clean_line, folded
from stepback_course.text.notes import checked_note
from stepback_course.text.refusals import Refusal

if TYPE_CHECKING:
    from stepback_course.awards.keys.chest import KeyChest

PAGE = 200
_Result = TypeVar("_Result")


class Register:
    """Shows every certificate that was ever issued, and replaces and revokes them."""

    def __init__(
        self,
        store: Store,
        courses: Shelf,
        actor: Actor,
        clock: Clock,
        chest: "KeyChest | None" = None,
    ) -> None:
        """Sit down as `actor`; a replacement is signed with the key of `chest`."""
        self._store = store
        self._courses = courses
        self._actor = actor
        maker = Maker(store, actor, clock, chest)
        self._entries = maker.entries
        self._endings = Endings(maker, actor, clock)

    def page(
        self, sought: Sought | None = None, *, after: str | None = None, limit: int = PAGE
    ) -> RegisterPage:
        """Return the certificates that are sought, a page at a time, in the order of numbers.

        Only those of cohorts that the actor sees; a page may therefore be empty, and others follow.
        """
        require(self._actor, "see_register")
        sought = sought or Sought()
        rows: list[RegisterRow] = []
        while True:
            found = self._store.find(
                KIND,
                _filters(sought),
                sort="number",
                descending=sought.newest_first,
                after=after,
                limit=limit - len(rows),
            )
            rows += (
                row
                for each in found.rows
                if self._is_sought(sought, row := register_row(each.summary))
            )
            after = found.next
            if after is None or len(rows) >= limit:
                return RegisterPage(tuple(rows), after)

    def rows(self, sought: Sought | None = None) -> Iterator[RegisterRow]:
        """Yield every certificate that is sought, as lists show it, however many there are."""
        after: str | None = None
        while True:
            page = self.page(sought, after=after)
            yield from page.rows
            after = page.next
            if after is None:
                return

    def every(self, sought: Sought | None = None) -> Iterator[Certificate]:
        """Yield every certificate that is sought, whole, in the order of their numbers."""
        for row in self.rows(sought):
            yield self._entries.certificate(row.number)

    def certificate(self, number: str) -> Certificate:
        """Return one certificate, capital and small letters being the same.

        Raises Refusal where the register has none of this number, and where the actor may not see
        it.
        """
        found = self._entries.certificate(number.strip())
        require(self._actor, "see_register", cohort=found.cohort)
        return found

    def pdf(self, number: str) -> bytes:
        """Return the certificate's page as it was issued."""
        with self._store.open_file(self.certificate(number).pdf) as page:
            return page.read()

    def credential(self, number: str) -> bytes | None:
        """Return the certificate's signed credential as it was issued; None where unsigned."""
        certificate = self.certificate(number)
        if not certificate.credential:
            return None
        with self._store.open_file(certificate.credential) as credential:
            return credential.read()

    def badge(self, number: str) -> bytes:
        """Return a PNG picture of the certificate's page with the credential inside.

        Raises Refusal where the certificate is unsigned.
        """
        from stepback_course.awards.credential import baked
        from stepback_course.awards.looks import look_of
        from stepback_course.awards.page import pictured

        certificate, credential = self.certificate(number), self.credential(number)
        if credential is None:
            raise Refusal(
                "not_ready",
                _(
                    "certificate {number} is unsigned: it has no badge that machines can check"
                ).format(number=certificate.number),
            )
        look = look_of(self._store, certificate.look)
        return baked(pictured(certificate.facts, look, code=certificate.code), credential)

    def is_whole(self, certificate: Certificate) -> bool:
        """Say whether a certificate's trail is unbroken and says what its record does."""
        return trail.is_whole(certificate)

    def replace(
        self, number: str, reason: str, *, name: str = "", language: str = "", note: str = ""
    ) -> Certificate:
        """Put a new certificate in the place of one that stands, and return the new one.

        The day of the award stays; the name and the language stay where they are not given. Where
        it was begun before and interrupted, it is finished. Raises Refusal, also where the name or
        the language is the reason and stays the same, KeyElsewhere where the key is not at hand,
        CannotPrint, StoreError.
        """
        _require_reason(reason, REPLACEMENT_REASONS)
        wanted = Wanted(reason, checked_note(note), clean_line(name), language)
        return self._in_portfolio(
            number,
            "issue_certificate",
            lambda folder, known: self._endings.replace(folder, known, wanted),
        )

    def revoke(self, number: str, reason: str, note: str = "") -> Certificate:
        """Revoke a certificate, for good, and return it as it then stands; again changes nothing.

        Raises Refusal, StoreError.
        """
        _require_reason(reason, REVOCATION_REASONS)
        said = checked_note(note)
        return self._in_portfolio(
            number,
            "revoke_certificate",
            lambda folder, known: self._endings.revoke(folder, known, reason, said),
        )

    def withdrawn(self) -> list[Withdrawal]:
        """Return every certificate that was replaced or revoked, specimens too, by number."""
        require(self._actor, "see_register")
        ended = []
        for row in all_rows(self._store, KIND, sort="number"):
            said = row.summary
            state = register_row(said).state
            if state != "issued":
                at, newer = str(said.get("ended") or ""), str(said.get("replaced_by") or "")
                ended.append(Withdrawal(str(said["number"]), state, at, newer))
        return ended

    def _in_portfolio(
        self, number: str, action: Action, change: Callable[[PortfolioFolder, str], _Result]
    ) -> _Result:
        """Change a certificate under its portfolio, again where somebody else wrote there."""
        known = self._entries.certificate(number.strip())

        def attempt() -> _Result:
            folder = opened_folder(self._store, self._courses, self._actor, action, known.portfolio)
            return change(folder, known.number)

        return tried_again(attempt)

    def _is_sought(self, sought: Sought, row: RegisterRow) -> bool:
        if sought.specimens is not None and sought.specimens != row.is_specimen:
            return False
        if not may(self._actor, "see_register", cohort=row.cohort):
            return False
        if not sought.words:
            return True
        where = folded(" ".join((row.name, row.number, row.portfolio, row.cohort)))
        return all(word in where for word in folded(sought.words).split())


def _filters(sought: Sought) -> dict[str, Scalar]:
    """Return what the store's lists can be asked for."""
    asked: dict[str, Scalar] = {
        "state": sought.state,
        "series": SPECIMEN_SERIES if sought.specimens else sought.series.upper(),
        "year": sought.year,
        "cohort": sought.cohort,
        "portfolio": sought.portfolio,
    }
    return {key: value for key, value in asked.items() if value}


def _require_reason(reason: str, reasons: dict[str, str]) -> None:
    if reason not in reasons:
        raise Refusal(
            "invalid",
            _("'{reason}' is not a reason here: choose one of {reasons}").format(
                reason=reason[:60], reasons=", ".join(reasons)
            ),
        )

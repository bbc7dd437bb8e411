"""The desk at which certificates are issued."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from stepback_course.awards.candidates import candidates_of
from stepback_course.awards.ending import Endings
from stepback_course.awards.facts import CertificateFacts
from stepback_course.awards.making import KeyElsewhere, Maker, Signing, is_of
from stepback_course.awards.models import Candidate, Certificate, Issued, Refused, Reservation
from stepback_course.awards.numbers import series_of
from stepback_course.awards.settling import (
    facts_of,
    keep_award,
    needs_of,
    noted,
    nothing_reserved,
    settled,
    tried_again,
)
from stepback_course.clock import Clock, day_of, instant
from stepback_course.cohorts import Registry
from stepback_course.course.shelf import Shelf
from stepback_course.marking.quality.keeping import standing_exception
from stepback_course.people import Actor
from stepback_course.people.policy import require
from stepback_course.portfolio.award import AwardRecord
from stepback_course.portfolio.folder import Kept, PortfolioFolder, opened_folder
from stepback_course.store import Busy, Conflict, Store
from stepback_course.text import _
from stepback_course.text.refusals import Refusal

if TYPE_CHECKING:
    from stepback_course.awards.keys.chest import KeyChest


class Office:
    """Says who is ready and why not, and issues certificates."""

    def __init__(
        self,
        store: Store,
        courses: Shelf,
        actor: Actor,
        clock: Clock,
        chest: "KeyChest | None" = None,
    ) -> None:
        """Sit down as `actor`; what the organisation signs, it signs with the key of `chest`."""
        self._store = store
        self._courses = courses
        self._actor = actor
        self._clock = clock
        self._registry = Registry(store, courses, actor, clock)
        self._maker = Maker(store, actor, clock, chest)
        self._entries = self._maker.entries
        self._endings = Endings(self._maker, actor, clock)

    def candidates(self, cohort: str | None = None) -> list[Candidate]:
        """Return everybody in a cohort, or in all, with what their award still needs; by name."""
        require(self._actor, "see_register", cohort=cohort)
        found = candidates_of(
            self._store,
            self._registry,
            cohort,
            is_excepted=self._is_excepted(),
            asks_fee=self._maker.settings.now().organisation.fee_before_award,
        )
        return list(found)

    def signing(self) -> Signing:
        """Say whether certificates are signed here, and whether the key is at hand."""
        return self._maker.signing()

    def previewed(self, portfolio: str) -> CertificateFacts:
        """Return what a portfolio's certificate would say today, whatever is still missing.

        Its number is the next one, which is reserved for nobody.
        """
        folder = self._opened(portfolio)
        number, day = self._number_and_day(folder)
        return self._facts(folder, number, day, is_signed=self.signing() != "unsigned")

    def issue(self, portfolio: str) -> Certificate:
        """Issue the certificate of one portfolio; a second time, return the one there is.

        The number is reserved in the portfolio's award record first, page and credential are made
        from that record alone, and the register's folder of that number is then created
        exclusively: so there are no gaps and no twins, and what a crash interrupts is finished by
        calling again. What cannot be printed reserves nothing. Raises Refusal where something is
        still missing or the certificate was revoked, KeyElsewhere where the key is not at hand,
        CannotPrint, StoreError.
        """
        return tried_again(lambda: self._issue(self._opened(portfolio)))

    def issue_many(self, portfolios: Iterable[str]) -> Iterator[Issued | Refused]:
        """Issue one certificate after another, and yield what came of each.

        Whoever stops asking stops the issuing; doing it again goes on. Raises KeyElsewhere and
        StoreError, before which everything that was yielded is done.
        """
        for portfolio in portfolios:
            try:
                yield Issued(portfolio, self.issue(portfolio))
            except KeyElsewhere:
                raise
            except (Refusal, Busy, Conflict) as refusal:
                yield Refused(portfolio, str(refusal))

    def settle_fee(self, portfolio: str) -> None:
        """Record that the fee was paid, or is not asked of somebody; again changes nothing."""
        folder = opened_folder(
            self._store, self._courses, self._actor, "settle_fee", portfolio, "profile", "award"
        )
        award = folder.award()
        if not award.model.fee_settled:
            keep_award(folder, award, self._actor, {"fee_settled": instant(self._clock())})

    def _opened(self, portfolio: str) -> PortfolioFolder:
        return opened_folder(
            self._store, self._courses, self._actor, "issue_certificate", portfolio
        )

    def _issue(self, folder: PortfolioFolder) -> Certificate:
        award = self._endings.caught_up(folder, folder.award())
        standing = self._endings.finish(folder, award)
        if standing is None and award.model.issued:
            standing = self._noted(folder, award.model)
        if standing is None:
            return self._issue_first(folder, award)
        if standing.state == "revoked":
            raise Refusal(
                "closed", _("certificate {number} was revoked").format(number=standing.number)
            )
        return standing

    def _noted(self, folder: PortfolioFolder, award: AwardRecord) -> Certificate:
        """Return the certificate that is noted as issued. Raises Refusal where it is not there."""
        standing = self._entries.certificate(award.number)
        if not is_of(standing, folder.profile.id):
            raise Refusal(
                "damaged",
                _(
                    "by its records, {name} has certificate {number}, and the register has that of"
                    " somebody else: bring the register back from a backup"
                ).format(name=folder.profile.name, number=award.number),
            )
        return standing

    def _issue_first(self, folder: PortfolioFolder, award: Kept[AwardRecord]) -> Certificate:
        # Read before the register is searched: what is entered after that has this very number.
        number, day = self._number_and_day(folder)
        standing = self._entered(folder, award.model)
        if standing is None:
            award, standing = self._enter(folder, award, number, day)
        keep_award(folder, award, self._actor, noted(standing))
        return standing

    def _entered(self, folder: PortfolioFolder, award: AwardRecord) -> Certificate | None:
        """Return the certificate that the register has already, though nobody noted it yet."""
        standing = self._entries.find(award.number or award.let_go)
        return standing if standing and is_of(standing, folder.profile.id) else None

    def _enter(
        self, folder: PortfolioFolder, award: Kept[AwardRecord], number: str, day: str
    ) -> tuple[Kept[AwardRecord], Certificate]:
        """Return the award record as it then stands, and what stands in the register."""
        key = self._maker.key()
        self._require_earned(folder)

        def reserve(reservation: Reservation) -> None:
            nonlocal award
            award = keep_award(folder, award, self._actor, settled(reservation))

        reservation = self._reserved(award.model, key.did if key else "")
        if reservation is None:
            facts = self._facts(folder, number, day, is_signed=key is not None)
            reservation = self._maker.reservation(facts, key)
            reserve(reservation)
        try:
            standing = self._maker.enter(folder.profile, reservation, reserve)
        except KeyElsewhere:
            raise
        except Refusal:
            entered = self._entered(folder, award.model)
            if entered is None:
                # What is reserved can never be printed: the name may be confirmed otherwise.
                keep_award(folder, award, self._actor, nothing_reserved(award.model))
                raise
            standing = entered
        return award, standing

    def _reserved(self, award: AwardRecord, key: str) -> Reservation | None:
        """Return what was reserved before; None where nothing was, or all but the number is stale.

        A key that was changed meanwhile signs nothing more, and a look that was changed may be
        gone.
        """
        if not award.number or (award.key, award.look) != (key, self._maker.settings.now().look.id):
            return None
        facts = CertificateFacts.model_validate(award.facts)
        return Reservation(facts, award.at, award.key, award.look)

    def _number_and_day(self, folder: PortfolioFolder) -> tuple[str, str]:
        """Return the number and the day that are reserved, or else the next one and today."""
        award = folder.award().model
        day = award.awarded_on or day_of(self._clock()).isoformat()
        series = series_of(folder.course.origin)
        return award.number or self._entries.next_number(series, int(day[:4])), day

    def _facts(
        self, folder: PortfolioFolder, number: str, day: str, *, is_signed: bool
    ) -> CertificateFacts:
        """Return what a certificate of this number and day says."""
        organisation = self._maker.settings.now().organisation
        return facts_of(folder, organisation, number=number, day=day, is_signed=is_signed)

    def _require_earned(self, folder: PortfolioFolder) -> None:
        is_excepted, organisation = self._is_excepted(), self._maker.settings.now().organisation
        for need in needs_of(folder, self._registry, organisation, is_excepted=is_excepted):
            raise Refusal(
                "not_ready",
                _("no certificate for {name} yet: {need}").format(
                    name=folder.profile.name, need=need
                ),
            )

    def _is_excepted(self) -> bool:
        """Say whether a provider of one awards without second looks today."""
        return standing_exception(self._store, self._clock()) is not None

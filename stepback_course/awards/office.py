"""The desk at which certificates are issued and the register is kept."""

import io
from collections.abc import Iterator

from stepback_course.awards.certificate import (
    TEMPLATE_VERSION,
    CertificateFacts,
    engine_version,
    render_certificate,
)
from stepback_course.awards.models import Candidate, Certificate
from stepback_course.awards.numbers import compose, parse, series_of
from stepback_course.awards.rules import award_needs
from stepback_course.clock import Clock, day_of, instant
from stepback_course.cohorts import Registry
from stepback_course.course.models import Course
from stepback_course.course.shelf import Shelf
from stepback_course.marking.quality.keeping import standing_exception
from stepback_course.people import Actor
from stepback_course.people.organisation import organisation_of
from stepback_course.people.policy import require
from stepback_course.portfolio.folder import Kept, PortfolioFolder
from stepback_course.portfolio.models import AwardRecord
from stepback_course.store import NEVER_WRITTEN, Change, Exists, Scalar, Store, new_operation
from stepback_course.store.paging import all_rows
from stepback_course.text import _, same_identifier
from stepback_course.text.refusals import Refusal

PDF_LIMIT = 20_000_000


class Office:
    """Says who is ready and why not, issues certificates, and keeps their register."""

    def __init__(self, store: Store, courses: Shelf, actor: Actor, clock: Clock) -> None:
        """Sit down as `actor`."""
        self._store = store
        self._courses = courses
        self._actor = actor
        self._clock = clock
        self._registry = Registry(store, courses, actor, clock)

    def candidates(self, cohort: str | None = None) -> list[Candidate]:
        """Return everybody in a cohort, or in all, with what their award still needs; by name."""
        require(self._actor, "see_register", cohort=cohort)
        awards = {
            str(row.summary["portfolio"]): row.summary for row in all_rows(self._store, "award")
        }
        appealed = self._units_by_portfolio(appeal=True)
        unchecked = {} if self._is_excepted() else self._units_by_portfolio(sampled=True)
        candidates = []
        for row in self._registry.progress(cohort):
            award = awards.get(row.portfolio, {"name": "", "number": ""})
            met = {unit: status == "met" for unit, status in row.statuses.items()}
            needs = award_needs(
                met,
                row.attendance,
                str(award["name"]),
                unchecked=unchecked.get(row.portfolio, ()),
                appealed=appealed.get(row.portfolio, ()),
            )
            candidates.append(
                Candidate(
                    portfolio=row.portfolio,
                    name=str(award["name"]) or row.name,
                    cohort=row.cohort,
                    needs=() if award["number"] else tuple(needs),
                    number=str(award["number"]),
                )
            )
        return candidates

    def register(self) -> Iterator[Certificate]:
        """Yield every certificate in the order of their numbers."""
        require(self._actor, "see_register")
        for row in all_rows(self._store, "certificate", sort="number"):
            yield self.certificate(str(row.summary["number"]))

    def certificate(self, number: str) -> Certificate:
        """Return one certificate. Raises Refusal where the register has none of this number."""
        record = self._store.get(f"certificate/{number}", "certificate")
        if record is None:
            raise Refusal(
                "unknown", _("the register has no certificate {number}").format(number=number)
            )
        return Certificate.model_validate(record.document)

    def pdf(self, number: str) -> bytes:
        """Return the certificate's page as it was issued."""
        with self._store.open_file(self.certificate(number).pdf) as page:
            return page.read()

    def issue(self, portfolio: str) -> Certificate:
        """Issue the certificate of one portfolio; a second time, return the one there is.

        The number is reserved in the portfolio's award record first, the page is made from that
        record alone, and the register's folder of that number is then created exclusively: so
        there are no gaps and no twins, and what a crash interrupts is finished by calling again.
        Raises Refusal where something is still missing.
        """
        folder = PortfolioFolder(self._store, self._courses, portfolio)
        profile = folder.profile
        require(
            self._actor,
            "issue_certificate",
            cohort=profile.cohort,
            practitioner=profile.person,
        )
        award = folder.award()
        if award.model.issued:
            return self.certificate(award.model.number)
        if not award.model.number:
            self._require_earned(folder, award.model)
            award = self._reserve(folder, award, after="")
        while True:
            certificate = self._make(folder, award.model)
            standing = self._enter(certificate)
            if same_identifier(standing.portfolio, profile.id):
                break
            award = self._reserve(folder, award, after=standing.number)
        issued = award.model.model_copy(update={"issued": standing.issued})
        self._keep_award(folder, award, issued)
        return standing

    def _is_excepted(self) -> bool:
        """Say whether a provider of one awards without second looks today."""
        return standing_exception(self._store, self._clock()) is not None

    def _units_by_portfolio(self, **filters: Scalar) -> dict[str, list[str]]:
        """Return the units that a list finds, by portfolio."""
        units: dict[str, list[str]] = {}
        for row in all_rows(self._store, "unit", sort=None, **filters):
            units.setdefault(str(row.summary["portfolio"]), []).append(str(row.summary["unit"]))
        return units

    def _require_earned(self, folder: PortfolioFolder, award: AwardRecord) -> None:
        profile = folder.profile
        course = folder.course
        records = {unit: folder.record(unit).model for unit in course.unit_ids}
        met = {unit: record.state == "met" for unit, record in records.items()}
        appealed = [unit for unit, each in records.items() if each.appeal and each.appeal.is_open]
        sampled = [unit for unit, each in records.items() if each.sampled]
        unchecked = [] if self._is_excepted() else sampled
        nothing = (None,) * course.rules.award.days
        attendance = self._registry.attendance(profile.cohort).get(profile.id, nothing)
        needs = award_needs(met, attendance, award.name, unchecked=unchecked, appealed=appealed)
        for need in needs:
            raise Refusal(
                "not_ready",
                _("no certificate for {name} yet: {need}").format(name=profile.name, need=need),
            )

    def _reserve(
        self, folder: PortfolioFolder, award: Kept[AwardRecord], *, after: str
    ) -> Kept[AwardRecord]:
        day = award.model.awarded_on or day_of(self._clock()).isoformat()
        number = self._next_number(folder.course, int(day[:4]), after)
        facts = self._facts(folder, award.model, number, day)
        reserved = award.model.model_copy(
            update={
                "number": number,
                "awarded_on": day,
                "facts": facts.model_dump(mode="json"),
            }
        )
        return self._keep_award(folder, award, reserved)

    def _keep_award(
        self, folder: PortfolioFolder, kept: Kept[AwardRecord], award: AwardRecord
    ) -> Kept[AwardRecord]:
        revisions = folder.put({"award": folder.award_change(kept, award)}, actor=self._actor)
        return Kept(award, revisions["award"])

    def _next_number(self, course: Course, year: int, after: str) -> str:
        series = series_of(course.origin)
        newest = self._store.find(
            "certificate",
            {"series": series, "year": year},
            sort="serial",
            descending=True,
            limit=1,
        )
        serials = [int(row.summary["serial"] or 0) for row in newest.rows]
        if after:
            serials.append(parse(after).serial)
        return compose(series, year, max(serials, default=0) + 1)

    def _facts(
        self, folder: PortfolioFolder, award: AwardRecord, number: str, day: str
    ) -> CertificateFacts:
        organisation = organisation_of(self._store)
        course = folder.course
        return CertificateFacts.model_validate(
            {
                "number": number,
                "name": award.name,
                "course": course.name,
                "days": course.rules.award.days,
                "statements": sum(unit.kind == "statement" for unit in course.units),
                "issuer": organisation.name,
                "assessed_by": organisation.name,
                "awarded_on": day,
                "setting": folder.profile.setting,
                "entitlement": course.rules.award.entitlement,
                "signatory": organisation.signatory,
                "signatory_role": organisation.signatory_role,
                "specimen": course.origin == "illustrative",
            }
        )

    def _make(self, folder: PortfolioFolder, award: AwardRecord) -> Certificate:
        facts = CertificateFacts.model_validate(award.facts)
        page = render_certificate(facts)
        profile = folder.profile
        return Certificate(
            number=award.number,
            portfolio=profile.id,
            person=profile.person,
            cohort=profile.cohort,
            course=profile.course,
            facts=facts,
            pdf=self._store.put_file(io.BytesIO(page), limit=PDF_LIMIT),
            template=TEMPLATE_VERSION,
            engine=engine_version(),
            issued=instant(self._clock()),
            issued_by=self._actor.id,
        )

    def _enter(self, certificate: Certificate) -> Certificate:
        """Enter a certificate in the register and return what stands there under its number."""
        number = parse(certificate.number)
        row: dict[str, Scalar] = {
            "kind": "certificate",
            "number": certificate.number,
            "series": number.series,
            "year": number.year,
            "serial": number.serial,
            "name": certificate.facts.name,
            "portfolio": certificate.portfolio,
            "cohort": certificate.cohort,
            "state": certificate.state,
        }
        change = Change(NEVER_WRITTEN, certificate.model_dump(mode="json"), row)
        try:
            self._store.create(
                f"certificate/{certificate.number}",
                {"certificate": change},
                operation=new_operation(),
                actor=self._actor.id,
            )
        except Exists:
            return self.certificate(certificate.number)
        return certificate

"""Replacing and revoking certificates: steps over several folders, each taken up where it stopped.

The portfolio's award record says first what is to become of its certificate; its revision settles
who came first. Whatever is done afterwards is done from that record alone, and again does no harm.
"""

from dataclasses import dataclass

from pydantic import ValidationError

from stepback_course.awards.facts import CertificateFacts
from stepback_course.awards.making import KeyElsewhere, Maker, is_of
from stepback_course.awards.models import Certificate, CertificateAction, Reservation
from stepback_course.awards.numbers import parse
from stepback_course.awards.settling import facts_of, keep_award, noted
from stepback_course.awards.trail import stepped
from stepback_course.clock import Clock, instant
from stepback_course.people import Actor
from stepback_course.people.organisation import LANGUAGES
from stepback_course.portfolio.award import AwardRecord, Replacing, Revoked
from stepback_course.portfolio.folder import Kept, PortfolioFolder
from stepback_course.text import _
from stepback_course.text.problems import sentences
from stepback_course.text.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a replacement."""

    reason: str
    note: str = ""
    name: str = ""
    """The name to print; empty for the one that the certificate has."""
    language: str = ""
    """The same of its language."""


class Endings:
    """Ends what stands in the register, and enters what stands in its place."""

    def __init__(self, maker: Maker, actor: Actor, clock: Clock) -> None:
        """Act as `actor`, who is known to be allowed to."""
        self._maker = maker
        self._entries = maker.entries
        self._actor = actor
        self._clock = clock

    def replace(self, folder: PortfolioFolder, number: str, wanted: Wanted) -> Certificate:
        """Return the certificate that stands for `number` from now on.

        Raises Refusal where that one does not stand itself, Conflict, and what `Maker.enter` does.
        """
        award = folder.award()
        begun = award.model.replacing
        same = begun if begun is not None and begun.replaces == number else None
        if same is None or self._standing(folder, same) is None:
            if same is None or same.let_go:
                award = self.caught_up(folder, award)
                self._require_standing(award.model, self._entries.certificate(number))
            award = self._begin(folder, award, number, wanted)
        return self._finish_replacing(folder, award)

    def revoke(
        self, folder: PortfolioFolder, number: str, reason: str, note: str = ""
    ) -> Certificate:
        """Revoke a certificate and return it. Raises Refusal where it does not stand, Conflict."""
        award = self.caught_up(folder, folder.award())
        revoked = award.model.revoked
        if revoked is None or award.model.number != number:
            certificate = self._entries.certificate(number)
            self._require_standing(award.model, certificate)
            begun = award.model.replacing
            if begun is not None and not begun.let_go:
                raise Refusal(
                    "closed",
                    _("a replacement of {number} was begun: finish it, then revoke that").format(
                        number=number
                    ),
                )
            revoked = Revoked(at=instant(self._clock()), reason=reason, note=note)
            said = {**noted(certificate), "revoked": revoked}
            award = keep_award(folder, award, self._actor, said)
        return self._finish_revoking(award.model.number, revoked)

    def caught_up(self, folder: PortfolioFolder, award: Kept[AwardRecord]) -> Kept[AwardRecord]:
        """Return the award record after noting a replacement that the register has already."""
        begun = award.model.replacing
        standing = self._standing(folder, begun) if begun else None
        if begun is None or standing is None:
            return award
        return self._note_replaced(folder, award, begun, standing)

    def finish(self, folder: PortfolioFolder, award: Kept[AwardRecord]) -> Certificate | None:
        """Go on with what was interrupted, and return what now stands; None where nothing was."""
        begun = award.model.replacing
        if begun is not None and not begun.let_go:
            return self._finish_replacing(folder, award)
        if award.model.revoked:
            return self._finish_revoking(award.model.number, award.model.revoked)
        return None

    def _begin(
        self, folder: PortfolioFolder, award: Kept[AwardRecord], number: str, wanted: Wanted
    ) -> Kept[AwardRecord]:
        key = self._maker.key()
        begun, old = award.model.replacing, self._entries.certificate(number)
        _require_another(wanted, old.facts)
        taken = parse(number)
        facts = self._facts(
            folder,
            old,
            wanted,
            begun.number if begun else self._entries.next_number(taken.series, taken.year),
            is_signed=key is not None,
        )
        reservation = self._maker.reservation(facts, key)
        return self._reserve(folder, award, reservation, wanted.reason, wanted.note)

    def _facts(
        self,
        folder: PortfolioFolder,
        old: Certificate,
        wanted: Wanted,
        number: str,
        *,
        is_signed: bool,
    ) -> CertificateFacts:
        """Return what the replacement says: the same, but for what was corrected."""
        organisation = self._maker.settings.now().organisation
        now = facts_of(
            folder,
            organisation,
            number=number,
            day=old.facts.awarded_on.isoformat(),
            is_signed=is_signed,
        )
        base = now if wanted.reason == "details" else old.facts
        changed = {
            "number": number,
            "replaces": old.number,
            "name": wanted.name or old.facts.name,
            "language": wanted.language or old.facts.language,
            "contact": now.contact,
            "check_address": now.check_address,
        }
        try:
            return CertificateFacts.model_validate(base.model_dump() | changed)
        except ValidationError as error:
            raise Refusal("invalid", "; ".join(sentences(error))) from None

    def _finish_replacing(self, folder: PortfolioFolder, award: Kept[AwardRecord]) -> Certificate:
        begun = award.model.replacing
        assert begun is not None  # noqa: S101 # whoever calls has seen it
        standing = self._standing(folder, begun)
        if standing is None:
            award, reservation = self._brought_up_to_date(folder, award, begun)

            def reserve(changed: Reservation) -> None:
                nonlocal award
                award = self._reserve(folder, award, changed, begun.reason, begun.note)

            try:
                standing = self._maker.enter(folder.profile, reservation, reserve)
            except KeyElsewhere:
                raise
            except Refusal:
                latest = award.model.replacing or begun
                entered = self._standing(folder, latest)
                if entered is None:
                    # It cannot be printed as it was asked for: it counts as not begun.
                    let_go = latest.model_copy(update={"let_go": True})
                    keep_award(folder, award, self._actor, {"replacing": let_go})
                    raise
                standing = entered
        award = self._note_replaced(folder, award, begun, standing)
        revoked = award.model.revoked
        return self._finish_revoking(standing.number, revoked) if revoked else standing

    def _note_replaced(
        self,
        folder: PortfolioFolder,
        award: Kept[AwardRecord],
        begun: Replacing,
        standing: Certificate,
    ) -> Kept[AwardRecord]:
        """Say wherever it is kept that a replacement stands, and return the award record."""
        self._end_replaced(standing, begun)
        said = {"name": standing.facts.name, "language": standing.facts.language}
        return keep_award(
            folder, award, self._actor, {**noted(standing), **said, "replacing": None}
        )

    def _brought_up_to_date(
        self, folder: PortfolioFolder, award: Kept[AwardRecord], begun: Replacing
    ) -> tuple[Kept[AwardRecord], Reservation]:
        """Return what is reserved, under the key and in the look of now."""
        key, look = self._maker.key(), self._maker.settings.now().look.id
        did = key.did if key else ""
        facts = CertificateFacts.model_validate(begun.facts)
        if (begun.key, begun.look) == (did, look):
            return award, Reservation(facts, begun.at, did, look)
        address = self._maker.settings.now().organisation.check_address if key else ""
        facts = facts.model_copy(update={"check_address": address})
        reservation = self._maker.reservation(facts, key)
        kept = self._reserve(folder, award, reservation, begun.reason, begun.note)
        return kept, reservation

    def _end_replaced(self, standing: Certificate, begun: Replacing) -> None:
        at = standing.issued
        self._end(begun.replaces, "replace", at, begun.reason, begun.note, standing.number)

    def _finish_revoking(self, number: str, revoked: Revoked) -> Certificate:
        return self._end(number, "revoke", revoked.at, revoked.reason, revoked.note)

    def _end(
        self,
        number: str,
        action: CertificateAction,
        at: str,
        reason: str,
        note: str,
        replaced_by: str = "",
    ) -> Certificate:
        """Return a certificate as it then stands; one that was ended before stays as it is."""
        certificate, revision = self._entries.kept(number)
        if certificate.state != "issued":
            return certificate
        ended = stepped(
            certificate,
            action,
            actor=self._actor,
            at=at,
            reason=reason,
            note=note,
            replaced_by=replaced_by,
            ended=at,
        )
        self._entries.keep(ended, revision)
        return ended

    def _reserve(
        self,
        folder: PortfolioFolder,
        award: Kept[AwardRecord],
        reservation: Reservation,
        reason: str,
        note: str,
    ) -> Kept[AwardRecord]:
        facts = reservation.facts
        replacing = Replacing(
            number=facts.number,
            replaces=facts.replaces,
            reason=reason,
            note=note,
            at=reservation.at,
            key=reservation.key,
            look=reservation.look,
            facts=facts.model_dump(mode="json"),
        )
        return keep_award(folder, award, self._actor, {"replacing": replacing})

    def _standing(self, folder: PortfolioFolder, begun: Replacing) -> Certificate | None:
        """Return the replacement that was begun where the register has it already."""
        found = self._entries.find(begun.number)
        is_ours = found is not None and is_of(found, folder.profile.id)
        return found if is_ours else None

    def _require_standing(self, award: AwardRecord, certificate: Certificate) -> None:
        number = certificate.number
        if certificate.state == "replaced":
            raise Refusal(
                "closed",
                _("certificate {number} was replaced: {newer} stands in its place").format(
                    number=number, newer=certificate.replaced_by
                ),
            )
        if certificate.state == "revoked" or award.revoked:
            raise Refusal("closed", _("certificate {number} was revoked").format(number=number))
        if award.number != number:
            raise Refusal(
                "closed",
                _("certificate {number} is not the one that portfolio has now").format(
                    number=number
                ),
            )


def _require_another(wanted: Wanted, facts: CertificateFacts) -> None:
    """Return where what is to be corrected is said, and is not what stands there now."""
    if wanted.reason == "name" and wanted.name in ("", facts.name):
        raise Refusal("invalid", _("say what it should be instead of {now}").format(now=facts.name))
    if wanted.reason == "language" and wanted.language in ("", facts.language):
        now = LANGUAGES[facts.language]
        raise Refusal("invalid", _("say what it should be instead of {now}").format(now=now))

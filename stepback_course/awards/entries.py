"""The register's folders: how a certificate is entered, found and changed in the store."""

from collections.abc import Mapping

from stepback_course.awards.models import Certificate, CertificateState, RegisterRow
from stepback_course.awards.numbers import SPECIMEN_SERIES, compose, parse
from stepback_course.people import Actor
from stepback_course.store import (
    NEVER_WRITTEN,
    Change,
    Encoded,
    Exists,
    Record,
    Scalar,
    Store,
    new_operation,
)
from stepback_course.text import _, is_identifier
from stepback_course.text.refusals import Refusal

KIND = RECORD = "certificate"


class Entries:
    """Every certificate of one store, each in a folder of its own that is made only once."""

    def __init__(self, store: Store, actor: Actor) -> None:
        """Write as `actor`."""
        self._store = store
        self._actor = actor
        self._newest: dict[tuple[str, int], int] = {}
        """By series and year, the serial of a certificate that is known to be there."""

    def find(self, number: str) -> Certificate | None:
        """Return the certificate of a number, or None where the register has none."""
        return find_certificate(self._store, number)

    def certificate(self, number: str) -> Certificate:
        """Return one certificate. Raises Refusal where the register has none of this number."""
        found = self.find(number)
        if found is None:
            raise Refusal(
                "unknown",
                _("the register has no certificate {number}").format(number=number[:60]),
            )
        return found

    def next_number(self, series: str, year: int) -> str:
        """Return the first number after the newest that nobody has taken; it is not reserved.

        What is counted from is there, and so is every number between: so there is never a gap.
        """
        serial = self._newest.get((series, year)) or self._newest_serial(series, year)
        number = compose(series, year, serial + 1)
        while self._record(number) is not None:
            serial += 1
            number = compose(series, year, serial + 1)
        return number

    def enter(self, certificate: Certificate) -> Certificate:
        """Enter a certificate under its number, and return what stands there: it, or another."""
        try:
            self._store.create(
                _folder(certificate.number),
                {RECORD: _change(certificate, NEVER_WRITTEN)},
                operation=new_operation(),
                actor=self._actor.id,
            )
        except Exists:
            certificate = self.certificate(certificate.number)
        number = parse(certificate.number)
        self._newest[number.series, number.year] = number.serial
        return certificate

    def keep(self, changed: Certificate, revision: int) -> None:
        """Write what became of a certificate that was read at `revision`. Raises Conflict."""
        change = _change(changed, revision)
        self._store.put(
            _folder(changed.number),
            {RECORD: change},
            operation=new_operation(),
            actor=self._actor.id,
        )

    def kept(self, number: str) -> tuple[Certificate, int]:
        """Return a certificate that is there, and its revision."""
        record = self._record(number)
        if record is None:
            return self.certificate(number), NEVER_WRITTEN
        return read_certificate(record), record.revision

    def _record(self, number: str) -> Record | None:
        return _record_of(self._store, number)

    def _newest_serial(self, series: str, year: int) -> int:
        newest = self._store.find(
            KIND, {"series": series, "year": year}, sort="serial", descending=True, limit=1
        )
        return max((int(row.summary["serial"] or 0) for row in newest.rows), default=0)


def find_certificate(store: Store, number: str) -> Certificate | None:
    """Return the certificate of a number, or None where a store's register has none."""
    record = _record_of(store, number)
    return None if record is None else read_certificate(record)


def read_certificate(record: Record) -> Certificate:
    """Return a record of the register as a certificate."""
    if record.encoded is not None:
        return Certificate.model_validate_json(record.encoded.json)
    return Certificate.model_validate(record.document)


def register_row(summary: Mapping[str, Scalar]) -> RegisterRow:
    """Return what a list shows of a certificate, from its row."""
    said = {key: str(value) for key, value in summary.items() if value is not None}
    return RegisterRow(
        number=said["number"],
        name=said["name"],
        portfolio=said["portfolio"],
        cohort=said["cohort"],
        state=_STATES[said["state"]],
        awarded_on=said.get("awarded", ""),
        valid_until=said.get("until", ""),
        is_signed=bool(summary.get("signed")),
        is_specimen=said["series"] == SPECIMEN_SERIES,
        replaced_by=said.get("replaced_by", ""),
    )


_STATES: Mapping[str, CertificateState] = {
    "issued": "issued",
    "replaced": "replaced",
    "revoked": "revoked",
}


def _record_of(store: Store, number: str) -> Record | None:
    return store.get(_folder(number), RECORD) if is_identifier(number) else None


def _folder(number: str) -> str:
    return f"{KIND}/{number}"


def _change(certificate: Certificate, revision: int) -> Change:
    number, facts = parse(certificate.number), certificate.facts
    row: dict[str, Scalar] = {
        "kind": KIND,
        "number": certificate.number,
        "series": number.series,
        "year": number.year,
        "serial": number.serial,
        "name": facts.name,
        "portfolio": certificate.portfolio,
        "cohort": certificate.cohort,
        "state": certificate.state,
        "awarded": facts.awarded_on.isoformat(),
    }
    said: dict[str, Scalar] = {
        "until": facts.valid_until.isoformat() if facts.valid_until else "",
        "signed": certificate.is_signed,
        "replaced_by": certificate.replaced_by,
        "ended": certificate.ended,
    }
    row |= {key: value for key, value in said.items() if value}
    return Change(revision, Encoded.of(certificate), row)

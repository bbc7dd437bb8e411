"""What has to hold of a register, whatever happened while it was written."""

import hashlib
from collections.abc import Sequence

from stepback_course.awards.entries import Entries
from stepback_course.awards.models import Certificate
from stepback_course.awards.numbers import compose, parse
from stepback_course.awards.trail import is_whole
from stepback_course.people import OWNER
from stepback_course.portfolio.award import AwardRecord
from stepback_course.store import Store
from stepback_course.store.paging import all_rows


def certificates(store: Store) -> list[Certificate]:
    """Return every certificate of a store in the order of their numbers."""
    rows = all_rows(store, "certificate", sort="number")
    return [Entries(store, OWNER).certificate(str(row.summary["number"])) for row in rows]


def require_sound(store: Store, portfolios: Sequence[str]) -> list[Certificate]:
    """Return the register after seeing that there is no gap, no twin and nothing half done."""
    found = certificates(store)
    year = parse(found[0].number).year if found else 0
    assert [each.number for each in found] == [
        compose("SPECIMEN", year, serial) for serial in range(1, len(found) + 1)
    ], "a gap"
    standing = [each for each in found if each.state != "replaced"]
    assert sorted(each.portfolio for each in standing) == sorted(portfolios), "a twin, or nothing"
    by_number = {each.number: each for each in found}
    for each in found:
        _require_whole(store, each)
        if each.state == "replaced":
            assert by_number[each.replaced_by].replaces == each.number
    for each in standing:
        record = store.get(f"portfolio/{each.portfolio}", "award")
        assert record is not None
        award = AwardRecord.model_validate(record.document)
        assert award.number == each.number
        assert award.replacing is None or award.replacing.let_go
        assert award.facts == each.facts.model_dump(mode="json")
        assert bool(award.revoked) == (each.state == "revoked")
    return found


def _require_whole(store: Store, certificate: Certificate) -> None:
    assert certificate.facts.number == certificate.number
    assert is_whole(certificate)
    assert bool(certificate.key) == bool(certificate.credential)
    for digest in filter(None, (certificate.pdf, certificate.credential)):
        with store.open_file(digest) as file:
            assert hashlib.sha256(file.read()).hexdigest() == digest

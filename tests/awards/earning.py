"""Stores in which many have earned the award, and organisations that sign."""

from dataclasses import replace
from functools import cache
from pathlib import Path

from stepback_course.awards.keys.chest import KeyChest
from stepback_course.awards.keys.issuers import register_key
from stepback_course.cohorts.models import Presence, SessionRegister
from stepback_course.desks import Desks
from stepback_course.store import NEVER_WRITTEN, Change, Record, Scalar, Store, open_store
from tests.course_done import earn
from tests.house import COHORT, House, furnish

PASSPHRASE = "wait watch step back"  # noqa: S105 # of a key that lives as long as a test
WORK = 2**15
"""As easy to guess as a passphrase may be, so that unlocking is soon done."""


def earned_by(store: Store, count: int) -> list[str]:
    """Add practitioners who have done everything, to a store that is empty; return their ids."""
    house = House(store)
    furnish(house)
    portfolios = [f"P-{number:04d}" for number in range(1, count + 1)]
    for portfolio in portfolios:
        own = {
            "portfolio": portfolio,
            "person": portfolio.replace("P", "PR"),
            "name": f"Cerys {portfolio}",
        }
        changes = {name: _as_if_by(own, record) for name, record in _template().items()}
        store.create(f"portfolio/{portfolio}", changes, operation=portfolio, actor="test")
    presence = Presence(status="attended", at="2026-02-24T09:00:00.000Z", actor="TR-TOM")
    for day in (1, 2):
        register = SessionRegister(day=day, presences=dict.fromkeys(portfolios, presence))
        change = Change(NEVER_WRITTEN, register.model_dump(mode="json"))
        store.put(
            f"cohort/{COHORT}", {f"session/day-{day}": change}, operation=str(day), actor="TR-TOM"
        )
    return portfolios


def signing(desks: Desks, folder: Path) -> Desks:
    """Return desks whose organisation signs with a key in `folder`, which is unlocked."""
    chest = KeyChest(folder, desks.clock, work=WORK)
    key = chest.unlock(PASSPHRASE) if chest.did else chest.make(PASSPHRASE)
    register_key(desks.store, desks.actor, desks.clock, key.did)
    return replace(desks, chest=chest)


@cache
def _template() -> dict[str, Record]:
    """Return the records of a portfolio that has earned the award."""
    house = House(open_store("memory:"))
    furnish(house)
    earn(house, "P-CERYS")
    return house.store.records("portfolio/P-CERYS")


def _as_if_by(own: dict[str, str], record: Record) -> Change:
    document, summary = record.document, record.summary
    if record.name == "profile":
        document |= {"id": own["portfolio"], "person": own["person"], "name": own["name"]}
    if record.name == "award":
        document["name"] = own["name"]
    row: dict[str, Scalar] | None = None
    if summary:
        row = summary | {key: value for key, value in own.items() if key in summary}
    return Change(NEVER_WRITTEN, document, row)

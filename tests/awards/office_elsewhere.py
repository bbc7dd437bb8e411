"""A store that is a laptop's: an office elsewhere decides what counts."""

from stepback_course.people.organisation import FOLDER
from stepback_course.store import NEVER_WRITTEN, Change, Store


def office_elsewhere(store: Store) -> None:
    """Let a store know of an office that is not itself."""
    exchange = {"store": "ST-HERE", "office": {"store": "ST-ELSEWHERE"}}
    change = Change(NEVER_WRITTEN, exchange)
    store.put(FOLDER, {"exchange": change}, operation="met the office", actor="test")

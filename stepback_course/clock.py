"""What time it is, injected so that tests and made-up cohorts can say so themselves."""

from collections.abc import Callable
from datetime import UTC, date, datetime

Clock = Callable[[], datetime]

ORGANISATION_ZONE = "Europe/London"


def _on_the_wall(at: datetime, zone: str) -> datetime:
    from zoneinfo import ZoneInfo

    return at.astimezone(ZoneInfo(zone))


def system_clock() -> datetime:
    """Return the present instant, aware and in UTC."""
    return datetime.now(UTC)


def instant(at: datetime) -> str:
    """Return `at` the way records keep an instant: UTC, ISO 8601, to the millisecond."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds")[: -len("+00:00")] + "Z"


def parse_instant(text: str) -> datetime:
    """Return the aware instant that `instant` wrote; what others wrote is for `exact_instant`."""
    return datetime.fromisoformat(text).astimezone(UTC)


def exact_instant(text: str) -> datetime | None:
    """Return the moment that a text names exactly as records keep it, on a day of ours, or None."""
    try:
        at = parse_instant(text)
        day_of(at)
    except (ValueError, OverflowError):  # the first year has instants that fall on no day of a zone
        return None
    return at if instant(at) == text else None


def day_of(at: datetime, zone: str = ORGANISATION_ZONE) -> date:
    """Return the organisation's calendar day on which `at` falls."""
    return _on_the_wall(at, zone).date()


def time_of_day(at: datetime, zone: str = ORGANISATION_ZONE) -> str:
    """Return `at` as the organisation's wall clock shows it, HH:MM:SS."""
    return _on_the_wall(at, zone).strftime("%H:%M:%S")

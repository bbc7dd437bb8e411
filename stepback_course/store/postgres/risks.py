"""What in a server's own settings is a risk to what is saved."""

from stepback_course.store.postgres.server import Server
from stepback_course.text import _

_SETTINGS = """
SELECT name, setting FROM pg_settings
WHERE name IN ('fsync', 'full_page_writes', 'data_checksums')
"""


def risks(server: Server) -> list[str]:
    """Return a sentence for each such setting. Raises StoreError."""
    settings: dict[str, str] = dict(server.read(_SETTINGS))
    place = server.address.url
    found = []
    if "off" in (settings.get("fsync"), settings.get("full_page_writes")):
        found.append(
            _(
                "The database server of {place} is set up to be fast and not safe (fsync or "
                "full_page_writes is off): a power cut can destroy everything. "
                "Ask whoever looks after it to switch them on."
            ).format(place=place)
        )
    if settings.get("data_checksums") == "off":
        found.append(
            _(
                "The database server of {place} keeps no checksums (data_checksums is off), so "
                "damage on its disk is not noticed. Ask whoever looks after it to switch them on."
            ).format(place=place)
        )
    return found

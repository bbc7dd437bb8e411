"""The address of a PostgreSQL database: what is connected to, and what of it may be shown."""

from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urlsplit

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from stepback_course.store.port import Unreachable
from stepback_course.text import _

_SECRETS = ("password", "sslpassword")

# A server that is silently gone is noticed within a minute, not when the kernel gives up.
_DEFAULTS = {
    "application_name": "stepback",
    "connect_timeout": "10",
    "keepalives_idle": "20",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "20000",
}


@dataclass(frozen=True, slots=True)
class Address:
    """Where a database is reached."""

    url: str
    """The address as it was given, but without any password."""
    connection: str = field(repr=False)
    """What the driver is given, the password included where the address has one."""
    secrets: tuple[str, ...] = field(repr=False)
    """The passwords in the address."""


def read_address(url: str) -> Address:
    """Return what `url` says. Raises Unreachable where it is no address of PostgreSQL."""
    try:
        given = conninfo_to_dict(url)
        shown = _without_secrets(url)
    except (psycopg.Error, ValueError):
        # The driver's own reason would repeat the address, and the password with it.
        raise Unreachable(
            _(
                "This is not the address of a PostgreSQL database. "
                "Write it as postgresql://person@server/database."
            )
        ) from None
    secrets = tuple(str(given[name]) for name in _SECRETS if given.get(name))
    connection = make_conninfo("", **_DEFAULTS | given | {"client_encoding": "utf8"})
    return Address(shown, connection, secrets)


def _without_secrets(url: str) -> str:
    parts = urlsplit(url)
    login, at, server = parts.netloc.rpartition("@")
    query = [(key, value) for key, value in parse_qsl(parts.query) if key not in _SECRETS]
    place = f"{parts.scheme}://{login.partition(':')[0]}{at}{server}{parts.path}"
    return f"{place}?{urlencode(query, safe='/,:')}" if query else place

"""The tables of a store: numbered migrations, each applied once, by one program at a time."""

from importlib.resources import files

from stepback_course.store.port import Unreachable
from stepback_course.store.postgres.connections import Connection
from stepback_course.store.postgres.refusals import newer
from stepback_course.store.postgres.server import Server
from stepback_course.text import _

LOCK = (1937007970, 1)
"""Names the lock of whoever makes or changes the tables: any two numbers, the same for all."""

# Asked of the catalogue's rows: to_regclass() may answer from what the session remembers.
_HAS_STORE = """
SELECT EXISTS (
    SELECT FROM pg_catalog.pg_tables WHERE schemaname = 'stepback' AND tablename = 'migration'
)
"""
_HAS_SCHEMA = "SELECT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = 'stepback')"


class Schema:
    """The tables in one database. They are made with the first write, not before."""

    def __init__(self, server: Server) -> None:
        """Look at the database, and bring older tables up to date.

        Raises Unreachable, NewerFormat, and for older tables ReadOnly, Busy, StoreFull.
        """
        self._server = server
        self._migrations = migrations()
        self._version = 0
        if self.is_there():
            self.make()
        else:
            self._check_encoding()

    def is_there(self) -> bool:
        """Return whether anything has ever been written here. Raises Unreachable, NewerFormat."""
        if not self._version:
            self._version = self._server.run(self._look, writing=False)
        return self._version > 0

    def make(self) -> None:
        """See that the tables are those of this program.

        Raises ReadOnly, Busy, StoreFull, NewerFormat, Unreachable.
        """
        if self._version < len(self._migrations):
            self._version = self._server.run(self._migrate, writing=True)

    def _check_encoding(self) -> None:
        ((encoding,),) = self._server.read("SELECT current_setting('server_encoding')")
        if encoding != "UTF8":
            raise Unreachable(
                _(
                    "The database {place} has the encoding {encoding}, and a store needs UTF8. "
                    "Ask whoever looks after the server for a database with that encoding."
                ).format(place=self._server.address.url, encoding=encoding)
            )

    def _migrate(self, connection: Connection) -> int:
        with connection.transaction():
            self._server.begin(connection, lasting=True)
            connection.execute("SELECT pg_advisory_xact_lock(%s, %s)", LOCK)
            # A migration takes as long as it takes; only its wait for others has an end.
            connection.execute("SET LOCAL statement_timeout = 0")
            version = self._look(connection)
            if version == 0:
                _begin(connection)
            for number, text in list(enumerate(self._migrations, start=1))[version:]:
                connection.execute(text)
                connection.execute("INSERT INTO stepback.migration (number) VALUES (%s)", [number])
        return len(self._migrations)

    def _look(self, connection: Connection) -> int:
        if connection.execute(_HAS_STORE).fetchone() == (False,):
            return 0
        latest = connection.execute("SELECT max(number) FROM stepback.migration").fetchone()
        version = int(str(latest[0])) if latest else 0
        if version > len(self._migrations):
            raise newer(self._server.address)
        return version


def _begin(connection: Connection) -> None:
    """Make the schema, unless somebody with more rights has made an empty one for us."""
    if connection.execute(_HAS_SCHEMA).fetchone() == (False,):
        connection.execute("CREATE SCHEMA stepback")
    connection.execute(
        "CREATE TABLE stepback.migration "
        "(number integer PRIMARY KEY, applied timestamptz NOT NULL DEFAULT now())"
    )


def migrations() -> list[bytes]:
    """Return the SQL of every migration in order; the first is number 1."""
    folder = files(__package__) / "migrations"
    return [path.read_bytes() for path in sorted(folder.iterdir(), key=lambda path: path.name)]

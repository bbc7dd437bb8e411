"""One database as the store reaches it: short transactions, bounded waits, a lost one repeated."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import psycopg

from stepback_course.store.postgres.address import Address
from stepback_course.store.postgres.connections import Connection, Connections
from stepback_course.store.postgres.refusals import cannot_connect, is_lost, refusal

Rows = list[tuple[Any, ...]]
Parameters = Sequence[object] | Mapping[str, object]
Result = TypeVar("Result")

_STATEMENT_SECONDS = 60.0
_FIRST_PAUSE_SECONDS = 0.05


# A transaction whose program is silently gone lets go of its locks after this.
_IDLE = "SET LOCAL idle_in_transaction_session_timeout = '60s'"

_LASTING = """
SELECT set_config('synchronous_commit', 'on', true)
WHERE current_setting('synchronous_commit') = 'off'
"""


class Server:
    """Runs statements in transactions of their own, each with its limits."""

    def __init__(self, address: Address, patience: float) -> None:
        """Wait at most `patience` seconds for a lock, or for a server that has gone to return."""
        self.address = address
        self._patience = patience
        self._connections = Connections(address)
        self._limits = (
            f"SET LOCAL lock_timeout = '{round(patience * 1000)}ms'; "
            f"SET LOCAL statement_timeout = '{round(_STATEMENT_SECONDS * 1000)}ms'"
        )

    def connect(self) -> None:
        """See that the database can be reached, now. Raises Unreachable."""
        try:
            with self._connections.one():
                pass
        except psycopg.Error as error:
            raise cannot_connect(error, self.address) from error

    def read(self, statement: str, parameters: Parameters = ()) -> Rows:
        """Return the rows of a statement that changes nothing. Raises StoreError."""
        text = f"BEGIN READ ONLY; {self._limits}; {statement}; COMMIT"
        return self.run(lambda connection: _rows(connection, text, parameters), writing=False)

    def write(self, statement: str, parameters: Parameters = ()) -> Rows:
        """Return the rows of a statement once what it changed is safe. Raises StoreError.

        It may be run a second time where the connection was lost before the answer came.
        """
        text = f"BEGIN; {self._limits}; {statement}; COMMIT"
        return self.run(lambda connection: _rows(connection, text, parameters), writing=True)

    def begin(self, connection: Connection, *, lasting: bool = False) -> None:
        """Set the limits of a transaction that was just begun.

        A `lasting` one is on the disk when it is acknowledged, whatever the server's own setting.
        """
        connection.execute(self._limits.encode())
        connection.execute(_IDLE)
        if lasting:
            connection.execute(_LASTING)

    def run(self, action: Callable[[Connection], Result], *, writing: bool) -> Result:
        """Return what `action` returns, again from its start where the connection was lost.

        What writes has to have one effect however often it is run. Raises StoreError.
        """
        until = time.monotonic() + self._patience
        pause = 0.0
        while True:
            try:
                with self._connections.one() as connection:
                    return action(connection)
            except psycopg.Error as error:
                if not is_lost(error) or time.monotonic() + pause > until:
                    raise refusal(error, self.address, writing=writing) from error
            self._connections.forget()
            time.sleep(pause)
            pause = 2 * pause or _FIRST_PAUSE_SECONDS

    def close(self) -> None:
        """Let go of every connection."""
        self._connections.close()


def _rows(connection: Connection, text: str, parameters: Parameters) -> Rows:
    """Run several statements as one message, and return the rows of the one that has any.

    One journey to the server, and a transaction that cannot stay open while nobody answers. Only
    the simple protocol takes several statements at once, and with it the driver writes the
    parameters into the text, quoted by the rules of the server.
    """
    with psycopg.ClientCursor(connection) as cursor:
        cursor.execute(text.encode(), parameters)
        rows: Rows = []
        more: bool | None = True
        while more:
            if cursor.description:
                rows = cursor.fetchall()
            more = cursor.nextset()
        return rows

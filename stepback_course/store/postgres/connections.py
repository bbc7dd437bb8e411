"""Connections to one database, made when they are needed and kept for the next who needs one.

A thread that waits for a connection is told at once why there is none, which a pool with workers of
its own could only tell as a timeout. Nothing is kept in a session, so that consecutive transactions
may run on different connections, also behind a pooler.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg.pq import TransactionStatus

from stepback_course.store.postgres.address import Address

Connection = psycopg.Connection[tuple[object, ...]]

_KEPT = 4


class Connections:
    """Idle connections, and how to make another."""

    def __init__(self, address: Address) -> None:
        """Connect to `address` when the first connection is asked for."""
        self._address = address
        self._guard = threading.Lock()
        self._idle: list[Connection] = []
        self._open = True

    @contextmanager
    def one(self) -> Iterator[Connection]:
        """Lend a connection to one thread. Raises psycopg.Error where none can be made."""
        with self._guard:
            connection = self._idle.pop() if self._idle else None
        connection = connection or self._connect()
        try:
            yield connection
        finally:
            self._take_back(connection)

    def forget(self) -> None:
        """Close what is idle: the server has gone, and its connections with it."""
        with self._guard:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def close(self) -> None:
        """Close what is idle now, and what is lent when it comes back."""
        self._open = False
        self.forget()

    def _connect(self) -> Connection:
        # Prepared statements belong to a session, which a pooler gives to somebody else.
        return psycopg.connect(self._address.connection, autocommit=True, prepare_threshold=None)

    def _take_back(self, connection: Connection) -> None:
        with self._guard:
            if (
                self._open
                and len(self._idle) < _KEPT
                and connection.info.transaction_status is TransactionStatus.IDLE
            ):
                self._idle.append(connection)
                return
        connection.close()

"""Immutable bytes by their SHA-256, in portions of a megabyte."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import closing
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from stepback_course.store.port import Corrupt, Finding, Missing, StoreFull
from stepback_course.store.portions import missing, portions
from stepback_course.store.postgres.connections import Connection
from stepback_course.store.postgres.server import Server
from stepback_course.text import _

_DIGEST = re.compile(r"[0-9a-f]{64}\Z")
_PORTION = 1024 * 1024
_IN_MEMORY = 8 * _PORTION

_PORTION_OF = "SELECT content FROM stepback.portion WHERE digest = %s AND number = %s"


class Files:
    """The files of one store."""

    def __init__(self, server: Server) -> None:
        """Keep files in the tables of `server`."""
        self._server = server

    def put(self, content: BinaryIO, limit: int) -> str:
        """Keep bytes and return their hash. Raises TooLarge, StoreFull, ReadOnly, Busy."""
        # The name is known only after the last byte, and after a lost connection everything is sent
        # again: until then the bytes wait on this machine.
        with closing(_waiting_room()) as waiting:
            digest = hashlib.sha256()
            for portion in portions(content, limit):
                digest.update(portion)
                _write_here(waiting, portion)
            name = digest.hexdigest()
            self._server.run(lambda connection: self._send(connection, name, waiting), writing=True)
        return name

    def open(self, digest: str) -> BinaryIO:
        """Return kept bytes, after comparing them with their hash. Raises Missing, Corrupt."""
        if not _DIGEST.match(digest):
            raise missing(digest)
        waiting = _waiting_room()
        try:
            self._server.run(
                lambda connection: self._receive(connection, digest, waiting), writing=False
            )
        except BaseException:
            waiting.close()
            raise
        waiting.seek(0)
        return waiting

    def erase(self, digest: str) -> bool:
        """Remove a file and its portions, and say whether there was one."""
        if not _DIGEST.match(digest):
            return False
        return self._server.run(lambda connection: self._remove(connection, digest), writing=True)

    def digests(self) -> Iterator[str]:
        """Yield the hash of every kept file, in order."""
        after = ""
        while rows := self._server.read(
            "SELECT digest FROM stepback.file WHERE digest > %s ORDER BY digest LIMIT 1000", [after]
        ):
            yield from (digest for (digest,) in rows)
            after = rows[-1][0]

    def check(self) -> Iterator[Finding]:
        """Read every file and yield those that differ from their hash."""
        for digest in self.digests():
            try:
                self.open(digest).close()
            except (Corrupt, Missing) as error:
                yield Finding(digest, str(error))

    def _send(self, connection: Connection, digest: str, waiting: BinaryIO) -> None:
        waiting.seek(0)
        with connection.transaction():
            self._server.begin(connection, lasting=True)
            added = connection.execute(
                "INSERT INTO stepback.file (digest) VALUES (%s) ON CONFLICT DO NOTHING", [digest]
            )
            if not added.rowcount:
                return
            number = 0
            while portion := waiting.read(_PORTION):
                connection.execute(
                    "INSERT INTO stepback.portion (digest, number, content) VALUES (%s, %s, %b)",
                    [digest, number, portion],
                )
                number += 1

    def _remove(self, connection: Connection, digest: str) -> bool:
        with connection.transaction():
            self._server.begin(connection, lasting=True)
            connection.execute("DELETE FROM stepback.portion WHERE digest = %s", [digest])
            removed = connection.execute("DELETE FROM stepback.file WHERE digest = %s", [digest])
            return removed.rowcount > 0

    def _receive(self, connection: Connection, digest: str, waiting: BinaryIO) -> None:
        waiting.seek(0)
        waiting.truncate()
        found = hashlib.sha256()
        with connection.transaction():
            # One view of the tables, so that a file that is erased meanwhile is whole or missing.
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            self._server.begin(connection)
            kept = connection.execute("SELECT FROM stepback.file WHERE digest = %s", [digest])
            if not kept.rowcount:
                raise missing(digest)
            number = 0
            while row := connection.execute(_PORTION_OF, [digest, number], binary=True).fetchone():
                portion = cast("bytes", row[0])
                found.update(portion)
                _write_here(waiting, portion)
                number += 1
        if found.hexdigest() != digest:
            raise Corrupt(
                _(
                    "The file {digest} in {place} is damaged: it does not hold what was kept "
                    "there. Restore it from a backup."
                ).format(digest=digest[:12], place=self._server.address.url)
            )


def _waiting_room() -> BinaryIO:
    """Return a place for bytes that is gone when it is closed; large ones go to the disk."""
    return cast("BinaryIO", SpooledTemporaryFile(_IN_MEMORY))


def _write_here(waiting: BinaryIO, portion: bytes) -> None:
    try:
        waiting.write(portion)
    except OSError as error:
        raise StoreFull(
            _(
                "There is no room for the file in this computer's folder for temporary files "
                "({reason}). Free some space, then try again."
            ).format(reason=error.strerror or error)
        ) from error

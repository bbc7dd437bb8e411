"""Programs between a store and its server: one that cuts the connection, one that pools it.

They read the server's own protocol only as far as where a question and its answer end:
https://www.postgresql.org/docs/current/protocol-message-formats.html
"""

import socket
import socketserver
import threading
from collections import deque
from enum import Enum, auto
from types import TracebackType
from typing import Self

from psycopg.conninfo import conninfo_to_dict

_ENDS_A_QUESTION = b"QSX"  # Query, Sync, Terminate
_ENDS_AN_ANSWER = b"Z"  # ReadyForQuery
_IDLE = b"I"


class Cut(Enum):
    """When the connection is cut."""

    BEFORE_THE_QUESTION = auto()
    IN_THE_QUESTION = auto()
    BEFORE_THE_ANSWER = auto()
    IN_THE_ANSWER = auto()


class _Listener(socketserver.ThreadingTCPServer):
    daemon_threads = True  # a test that ends early leaves clients behind


class Between:
    """Listens at an address of its own, and serves each client in a thread."""

    def __init__(self, url: str) -> None:
        """Stand in front of the database at `url`."""
        self._given = conninfo_to_dict(url)
        between = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                between.serve(self.request)

        self._listener = _Listener(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._listener.serve_forever, args=(0.01,))

    @property
    def url(self) -> str:
        """The address at which it listens."""
        database, person = self._given["dbname"], self._given["user"]
        port = self._listener.server_address[1]
        plain = "sslmode=disable&gssencmode=disable"
        return f"postgresql://{person}@127.0.0.1:{port}/{database}?{plain}"

    def __enter__(self) -> Self:
        """Begin to listen."""
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop, once every client has left."""
        self._listener.shutdown()
        self._thread.join()
        self._listener.server_close()

    def serve(self, client: socket.socket) -> None:
        """Carry what one client says, until it or the server leaves."""
        raise NotImplementedError

    def dial(self) -> socket.socket:
        """Return a new connection to the server, on which nothing has been said."""
        host = str(self._given.get("host") or "localhost")
        port = int(str(self._given.get("port") or 5432))
        if not host.startswith("/"):
            return socket.create_connection((host, port))
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(f"{host}/.s.PGSQL.{port}")
        return connection


class Relay(Between):
    """Carries everything, and cuts the connection at moments that were chosen."""

    def __init__(self, url: str) -> None:
        """Carry everything, until `cut` says otherwise."""
        super().__init__(url)
        self._planned: deque[Cut] = deque()
        self._marker = b""
        self.seen = 0
        """How many questions came that hold the text the cuts are for."""

    def cut(self, *cuts: Cut, where: bytes) -> None:
        """Cut at these moments of the next questions that hold the text `where`."""
        self._marker = where
        self._planned = deque(cuts)

    def serve(self, client: socket.socket) -> None:
        """Carry what one client says, until the connection is cut."""
        with self.dial() as server:
            server.sendall(greeting(client))
            client.sendall(answer(server))
            while asked := question(client):
                cut = self._due(asked)
                if cut is Cut.BEFORE_THE_QUESTION:
                    return
                if cut is Cut.IN_THE_QUESTION:
                    server.sendall(asked[: len(asked) // 2])
                    return
                server.sendall(asked)
                answered = answer(server)
                if cut is Cut.BEFORE_THE_ANSWER:
                    return
                if cut is Cut.IN_THE_ANSWER:
                    client.sendall(answered[: len(answered) // 2])
                    return
                client.sendall(answered)

    def _due(self, asked: bytes) -> Cut | None:
        if not self._marker or self._marker not in asked:
            return None
        self.seen += 1
        return self._planned.popleft() if self._planned else None


class Pooler(Between):
    """Runs every transaction on another connection than the one before, as poolers may."""

    def __init__(self, url: str) -> None:
        """Pool connections for every client of one database and one role."""
        super().__init__(url)
        self._guard = threading.Lock()
        self._free: deque[socket.socket] = deque()
        self._dialled: list[socket.socket] = []
        self.transactions = 0
        """How many transactions were run."""
        self.connections: set[int] = set()
        """The connections on which they ran."""

    def serve(self, client: socket.socket) -> None:
        """Carry what one client says, each transaction over another connection."""
        hello = greeting(client)
        first, welcome = self._greeted(hello)
        client.sendall(welcome)
        with self._guard:
            self._free.append(first)
        server: socket.socket | None = None
        while asked := question(client):
            server = server or self._take(hello)
            server.sendall(asked)
            answered = answer(server)
            if answered.endswith(_IDLE):
                with self._guard:
                    self.transactions += 1
                    self.connections.add(id(server))
                    self._free.append(server)
                server = None
            client.sendall(answered)

    def _take(self, hello: bytes) -> socket.socket:
        with self._guard:
            if len(self._free) > 1:
                return self._free.popleft()
        return self._greeted(hello)[0]

    def _greeted(self, hello: bytes) -> tuple[socket.socket, bytes]:
        server = self.dial()
        server.sendall(hello)
        with self._guard:
            self._dialled.append(server)
        return server, answer(server)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop, and leave the server."""
        super().__exit__(kind, error, trace)
        for server in self._dialled:
            server.close()


def greeting(client: socket.socket) -> bytes:
    """Return the first message of a client, which alone has no type."""
    length = _exactly(client, 4)
    return length + _exactly(client, int.from_bytes(length) - 4)


def question(client: socket.socket) -> bytes:
    """Return what a client says until it waits; nothing where it has left."""
    return _until(client, _ENDS_A_QUESTION)


def answer(server: socket.socket) -> bytes:
    """Return what the server says until it waits, or leaves."""
    return _until(server, _ENDS_AN_ANSWER)


def _until(source: socket.socket, last: bytes) -> bytes:
    said = b""
    while True:
        kind = _exactly(source, 1)
        length = _exactly(source, 4)
        if not kind or (kind == b"X"):
            return said
        said += kind + length + _exactly(source, int.from_bytes(length) - 4)
        if kind in last:
            return said


def _exactly(source: socket.socket, count: int) -> bytes:
    """Return so many bytes, or none where the other side has left."""
    received = b""
    while len(received) < count:
        try:
            portion = source.recv(min(count - len(received), 1 << 20))
        except ConnectionError:
            return b""
        if not portion:
            return b""
        received += portion
    return received

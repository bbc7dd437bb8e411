"""Where everything is kept: the port that the rooms above call, its errors, and `open_store`.

A store holds *folders* (`portfolio/P-7K3M9Q2X`) of *records*: JSON documents with revisions. One
folder is the unit of atomicity. A record may carry a *summary*, a flat row for lists, which
`find` reads. Large immutable bytes are *files*, named by their SHA-256.
"""

from stepback_course.store.port import (
    AT_HAND,
    NEVER_WRITTEN,
    Busy,
    Change,
    Conflict,
    Corrupt,
    Exists,
    Finding,
    Missing,
    NewerFormat,
    Page,
    ReadOnly,
    Row,
    Store,
    StoreError,
    StoreFull,
    TooLarge,
    Unreachable,
    check_folder,
    check_record_name,
    new_operation,
)
from stepback_course.store.record import Document, Encoded, Record, Scalar, Summary

__all__ = [
    "AT_HAND",
    "NEVER_WRITTEN",
    "Busy",
    "Change",
    "Conflict",
    "Corrupt",
    "Document",
    "Encoded",
    "Exists",
    "Finding",
    "Missing",
    "NewerFormat",
    "Page",
    "ReadOnly",
    "Record",
    "Row",
    "Scalar",
    "Store",
    "StoreError",
    "StoreFull",
    "Summary",
    "TooLarge",
    "Unreachable",
    "check_folder",
    "check_record_name",
    "new_operation",
    "open_store",
]


def open_store(url: str, *, at_hand: int = AT_HAND) -> Store:
    """Return the store at `url`.

    That is `tinydb:///path`, a bare path, `postgresql://person@server/database`, or `memory:` for
    one that forgets. `at_hand` is how much of its folders may stay in memory, in bytes. Raises
    ValueError where the address names no engine that this program has, and a StoreError where the
    place cannot be used.
    """
    engine, separator, place = url.partition(":")
    if engine == "memory" and separator:
        from stepback_course.store.memory import MemoryStore

        return MemoryStore()
    if engine in ("postgresql", "postgres") and separator:
        return _open_postgres(url)
    if separator and place.startswith("//") and engine != "tinydb":
        raise ValueError(
            f"'{engine}' is not a kind of store that this program knows: "
            "give a folder, or an address such as tinydb:///home/me/stepback"
        )
    from stepback_course.store.tinydb.engine import TinyDBStore

    path = place.removeprefix("//") if engine == "tinydb" and separator else url
    return TinyDBStore(path, at_hand=at_hand)


def _open_postgres(url: str) -> Store:
    try:
        import psycopg  # noqa: F401 - the engine's modules need it from their first line
    except ImportError as error:
        from stepback_course.text import _

        raise Unreachable(
            _(
                "This store is in a PostgreSQL database, and the library for those is not "
                "installed. Install it with: pip install 'stepback-course[postgres]'"
            )
        ) from error
    from stepback_course.store.postgres.engine import PostgresStore

    return PostgresStore(url)

"""A program that writes to a store, run by tests as a process of its own.

`python -m tests.store.writer count ROOT TIMES` adds one to a shared number TIMES times.
`python -m tests.store.writer acknowledge ROOT` writes until it is killed, and prints every revision
once it is acknowledged.
"""

import sys
from itertools import count

from stepback_course.store import Change, Conflict, new_operation
from stepback_course.store.tinydb.engine import TinyDBStore

FOLDER = "portfolio/P-1"
RECORD = "draft/statement-01"


def add_one(store: TinyDBStore) -> None:
    """Read, add, write; again from the start where somebody else was faster."""
    while True:
        found = store.get(FOLDER, RECORD)
        base, number = (found.revision, found.document["number"]) if found else (0, 0)
        change = Change(base, {"number": number + 1})
        try:
            store.put(FOLDER, {RECORD: change}, operation=new_operation(), actor="writer")
        except Conflict:
            continue
        return


def acknowledge_all(store: TinyDBStore) -> None:
    """Write documents that grow and shrink, and say so after each."""
    found = store.get(FOLDER, RECORD)
    for base in count(found.revision if found else 0):
        document = {"number": base + 1, "text": "a" * (base % 7) * 3000}
        change = Change(base, document, {"kind": "draft", "number": base + 1})
        store.put(FOLDER, {RECORD: change}, operation=new_operation(), actor="writer")
        sys.stdout.write(f"{base + 1}\n")
        sys.stdout.flush()


def main() -> None:
    """Do as the arguments say, after a line on standard input."""
    store = TinyDBStore(sys.argv[2], patience=30.0)
    sys.stdin.readline()
    if sys.argv[1] == "acknowledge":
        acknowledge_all(store)
    for _ in range(int(sys.argv[3])):
        add_one(store)


if __name__ == "__main__":
    main()

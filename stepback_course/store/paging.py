"""Reading a whole list page by page."""

from collections.abc import Iterator

from stepback_course.store.port import Row, Store
from stepback_course.store.record import Scalar


def all_rows(
    store: Store, kind: str, *, sort: str | None = None, **filters: Scalar
) -> Iterator[Row]:
    """Yield every summary of a kind whose keys equal `filters`, however many pages there are."""
    after: str | None = None
    while True:
        page = store.find(kind, filters, sort=sort, after=after, limit=1000)
        yield from page.rows
        if page.next is None:
            return
        after = page.next

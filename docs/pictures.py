"""Pictures of every screen, taken by the program itself from the made-up cohort."""

from collections.abc import Collection, Iterator
from itertools import chain
from pathlib import Path

from docs.of_learners import of_learners
from docs.of_office import of_certificates, of_handing_over, of_quality
from docs.of_practitioners import of_practitioners
from docs.of_staff import of_looking_again, of_staff
from docs.picture import Picture, drawn
from stepback_course.store import Store


async def take_pictures(store: Store, folder: Path, names: Collection[str] = ()) -> None:
    """Write a picture of each screen into `folder`, of those called `names` where any are given.

    The store is another afterwards: what some screens show is put into it when their turn comes.
    """
    folder.mkdir(exist_ok=True)
    for picture in _pictures(store):
        for size in picture.sizes if not names or picture.name in names else ():
            svg = await drawn(picture, size)
            (folder / picture.file_name(size)).write_text(svg, encoding="utf-8")


def _pictures(store: Store) -> Iterator[Picture]:
    return chain(
        of_practitioners(store),
        of_staff(store),
        of_learners(store),
        of_certificates(store),
        of_quality(store),
        of_looking_again(store),
        of_handing_over(store),
    )

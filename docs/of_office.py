"""What is seen of certificates, quality assurance, and handing work over."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from docs.circle import Circle
from docs.made_up import AT, seated
from docs.of_staff import COORDINATOR, TRAINER
from docs.picture import Picture
from docs.second_looks import VERIFIER, look_around
from stepback_course.awards.keys.chest import KeyChest
from stepback_course.store import Store
from stepback_course.tui import doors
from stepback_course.tui.screens.opened import OpenedScreen

PASSPHRASE = "four words in pictures"  # noqa: S105 # of a key that is made for the picture


def of_certificates(store: Store) -> Iterator[Picture]:
    """Yield the coordinator's desk and what it leads to; the key is the same each time."""
    coordinator = seated(store, COORDINATOR)
    for name, keys in (
        ("awards", ()),
        ("awards-page", ("p",)),
        ("awards-organisation", ("e",)),
        ("register", ("r",)),
        ("certificate", ("r", "enter")),
        ("certificate-replace", ("r", "enter", "c")),
        ("certificate-revoke", ("r", "enter", "x")),
    ):
        yield Picture(name, coordinator, doors.awards_screen, keys)
    with TemporaryDirectory() as folder:
        chest = KeyChest(Path(folder), lambda: AT)
        keyed = replace(coordinator, chest=chest)
        chest.restore(bytes(range(32)), PASSPHRASE)
        keyed.keys.adopt(PASSPHRASE)
        yield Picture("key", keyed, doors.awards_screen, ("k",))
        yield Picture("key-paper", keyed, doors.awards_screen, ("k", "p"))


def of_quality(store: Store) -> Iterator[Picture]:
    """Yield the pages of quality assurance; the sample is drawn for them."""
    waiting = look_around(store)
    verifier = seated(store, VERIFIER)
    for name, keys in (
        ("quality", ()),
        ("quality-change-plan", ("p",)),
        ("quality-plan", ("t",)),
        ("quality-agreement", ("t", "t")),
    ):
        yield Picture(name, verifier, doors.quality_screen, keys)
    sample = partial(doors.sample_screen, *waiting["to adjudicate"])
    yield Picture("sample", verifier, sample, ("f3",))
    yield Picture("sample-upheld", verifier, sample, ("f3", "u", "enter"))


def of_handing_over(store: Store) -> Iterator[Picture]:
    """Yield handing over at both ends; last, because this makes the store an office."""
    with TemporaryDirectory() as folder:
        circle = Circle(store, COORDINATOR, Path(folder))
        laptop = circle.practitioners_laptop()
        yield Picture("handover", laptop, doors.handover_screen)
        yield Picture("path-laptop", laptop)
        office = seated(store, COORDINATOR)
        opened = partial(OpenedScreen, circle.open_at_office(circle.send(laptop, "sent")))
        yield Picture("handover-office", office, doors.handover_screen)
        yield Picture("start-trainer", seated(store, TRAINER))
        yield Picture("handover-opened", office, doors.handover_screen, window=opened)
        circle.open_at_office(circle.send(circle.practitioners_laptop(1), "sent-by-another"))
        yield Picture("handover-kept-aside", office, doors.handover_screen, ("k",))

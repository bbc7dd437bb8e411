"""What practitioners see: the way in, their course, each kind of activity, what comes back."""

from collections.abc import Iterator
from functools import partial
from itertools import chain

from docs.made_up import (
    Place,
    busiest,
    first_unit,
    half_done,
    newest,
    one_of_each_kind,
    owner_of,
    readiest,
    unnamed,
)
from docs.picture import MakeScreen, Picture
from docs.scenery import attach_files, write_telling_words
from stepback_course.people.preferences import Comfort
from stepback_course.store import Store, open_store
from stepback_course.tui import doors


def of_practitioners(store: Store) -> Iterator[Picture]:
    """Yield the screens of practitioners but for the case study."""
    return chain(_doors(store), _course(store), _units(store), _feedback(store), _submitting(store))


def _doors(store: Store) -> Iterator[Picture]:
    nobody = unnamed(open_store("memory:"))
    yield Picture("welcome", nobody)
    yield Picture("invitation", nobody, doors.invitation_screen)
    yield Picture("set-up", nobody, doors.set_up_screen)
    yield Picture("entrance", unnamed(store))
    yield Picture("entrance-somebody-new", unnamed(store), keys=("f2",))
    yield Picture("start-practitioner", owner_of(store, newest(store)))


def _course(store: Store) -> Iterator[Picture]:
    portfolio = busiest(store)
    desks = owner_of(store, portfolio)
    yield Picture("path", desks)
    contrast, dark = Comfort(theme="stepback-contrast"), Comfort(theme="stepback-dark")
    yield Picture("path-contrast", desks, comfort=contrast)
    yield Picture("path-dark", desks, comfort=dark)
    yield Picture("settings", desks, keys=("f10",))
    yield Picture("settings-key", desks, keys=("f10", "shift+tab", "enter"))
    yield Picture("help", desks, keys=("question_mark",))
    yield Picture("palette", desks, keys=("ctrl+p",))
    yield Picture("certificate-name", desks, keys=("n",))


def _units(store: Store) -> Iterator[Picture]:
    for kind, (portfolio, unit, activity) in sorted(one_of_each_kind(store).items()):
        page = partial(doors.unit_screen, portfolio, unit, f"activity/{activity}")
        desks = owner_of(store, portfolio)
        yield Picture(f"unit-{kind}", desks, page)
        if kind == "log":
            yield Picture("occasion", desks, page, ("f9",))
    place = half_done(store)
    desks = owner_of(store, place[0])
    yield Picture("unit-reading", desks, partial(doors.unit_screen, *place, "reading"))
    yield Picture("ready-check", desks, _unit(place), ("f5",))


def _feedback(store: Store) -> Iterator[Picture]:
    place = first_unit(store, state="open", verdict="not_yet_met")
    desks = owner_of(store, place[0])
    yield Picture("feedback", desks, partial(doors.feedback_screen, *place))
    yield Picture("unit-again", desks, _unit(place))
    yield Picture("pages", desks, _unit(place), ("f4",))
    yield Picture("versions", desks, partial(doors.history_screen, *place))
    attach_files(desks, place)
    files = partial(doors.evidence_screen, *place)
    yield Picture("files", desks, files)
    yield Picture("files-attach", desks, files, ("a",))


def _submitting(store: Store) -> Iterator[Picture]:
    portfolio = readiest(store)
    desks = owner_of(store, portfolio)
    yield Picture("submit", desks, keys=("s",))
    write_telling_words(desks, portfolio)
    name = ("space" if letter == " " else letter for letter in desks.actor.name)
    yield Picture("identifiers", desks, keys=("s", *name, "ctrl+s"))


def _unit(place: Place) -> MakeScreen:
    return partial(doors.unit_screen, *place)

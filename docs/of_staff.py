"""What assessors, trainers and coordinators see: the queue, the desk, cohorts, the team."""

from collections.abc import Iterator
from functools import partial
from itertools import chain

from docs.desk_aids import bank_comments, raise_appeals
from docs.exemplars import make_exemplar
from docs.made_up import Place, seated
from docs.meeting import both_sides, claim
from docs.picture import Picture
from docs.second_looks import VERIFIER
from stepback_course.store import Store
from stepback_course.tui import doors

ASSESSOR, COLLEAGUE = "AS-TUDUR", "AS-ROSALIND"
TRAINER, COORDINATOR = "TR-BENEDICT", "CO-MARED"


def of_staff(store: Store) -> Iterator[Picture]:
    """Yield the screens of staff but for certificates and quality assurance."""
    return chain(_starts(store), _marking(store), _cohorts(store), _team(store))


def of_looking_again(store: Store) -> Iterator[Picture]:
    """Yield what is looked at again: appeals, and exemplars that are there to practise on."""
    coordinator = seated(store, COORDINATOR)
    raise_appeals(coordinator)
    yield Picture("appeals", coordinator, doors.looking_again_screen)
    assessor = seated(store, ASSESSOR)
    yield Picture("appeal-form", assessor, doors.looking_again_screen, ("a",))
    make_exemplar(store, (ASSESSOR, COLLEAGUE), COORDINATOR)
    yield Picture("practice", seated(store, ASSESSOR), doors.practice_screen)
    yield Picture("practice-form", seated(store, VERIFIER), doors.practice_screen, ("k",))


def _starts(store: Store) -> Iterator[Picture]:
    for role, person in (
        ("assessor", ASSESSOR),
        ("verifier", VERIFIER),
        ("coordinator", COORDINATOR),
    ):
        yield Picture(f"start-{role}", seated(store, person))


def _marking(store: Store) -> Iterator[Picture]:
    assessor = seated(store, ASSESSOR)
    rows = store.find("unit", {"desk": "to mark", "state": "submitted"}, limit=3).rows
    to_mark, taken, quicker = ((str(r.summary["portfolio"]), str(r.summary["unit"])) for r in rows)
    desk = partial(doors.desk_screen, *to_mark)
    yield Picture("queue", assessor, doors.queue_screen)
    yield Picture("queue-filter", assessor, doors.queue_screen, ("f",))
    yield Picture("release", assessor, doors.release_screen)
    yield Picture("desk-unclaimed", seated(store, COORDINATOR), desk)
    yield Picture("desk", assessor, desk, ("2", "2", "a"))
    bank_comments(assessor, *to_mark)
    yield Picture("bank", assessor, desk, ("1", "1", "b"))
    claim(seated(store, COLLEAGUE), taken)
    yield Picture("desk-taken", assessor, partial(doors.desk_screen, *taken), ("t",))
    yield both_sides("both-sides", assessor, seated(store, COLLEAGUE), quicker)
    again = store.find("unit", {"attempt": 2, "state": "met"}, limit=1).rows[0]
    second: Place = (str(again.summary["portfolio"]), str(again.summary["unit"]))
    yield Picture("desk-again", assessor, partial(doors.desk_screen, *second))


def _cohorts(store: Store) -> Iterator[Picture]:
    trainer, coordinator = seated(store, TRAINER), seated(store, COORDINATOR)
    for name, keys in (
        ("cohorts", ()),
        ("attendance", ("a",)),
        ("practitioner", ("down", "enter")),
        ("enrol", ("e",)),
        ("new-cohort", ("n",)),
    ):
        yield Picture(name, trainer, keys=keys)
    whole = ("down", "down", "down", "enter", "x", "end", "enter")
    yield Picture("erasing", coordinator, doors.cohorts_screen, whole)


def _team(store: Store) -> Iterator[Picture]:
    coordinator = seated(store, COORDINATOR)
    yield Picture("team", coordinator, doors.team_screen)
    yield Picture("team-roles", coordinator, doors.team_screen, ("r",))

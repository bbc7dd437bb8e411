"""Pictures of every screen, taken by the program itself from the made-up cohort."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from functools import partial
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from textual.screen import Screen

from docs.desk_aids import bank_comments, raise_appeals
from docs.second_looks import VERIFIER, look_around
from stepback_course.awards.keys.chest import KeyChest
from stepback_course.course.shelf import Shelf
from stepback_course.demo.calendar import TODAY
from stepback_course.desks import Desks
from stepback_course.people import OWNER, resolve_actor
from stepback_course.people.preferences import Comfort, Preferences
from stepback_course.store import Store, open_store
from stepback_course.store.paging import all_rows
from stepback_course.tui import doors
from stepback_course.tui.app import StepbackApp

NARROW, MIDDLE, WIDE = (80, 24), (100, 30), (160, 50)
AT = datetime.combine(TODAY, time(15, 30), UTC)

USUAL = Comfort()

Size = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Picture:
    """One screen, as somebody sees it."""

    name: str
    desks: Desks
    screen: Callable[[], Screen[Any]] | None = None
    """Makes the screen; None for the one on which the app opens."""
    keys: tuple[str, ...] = ()
    """What is pressed before the picture is taken."""
    sizes: tuple[Size, ...] = (MIDDLE,)
    comfort: Comfort = USUAL


async def take_pictures(store: Store, folder: Path) -> None:
    """Write a picture of each screen into `folder`, the wide ones with `-wide` in their names."""
    folder.mkdir(exist_ok=True)
    for picture in chain(_of_practitioners(store), _of_staff(store)):
        for size in picture.sizes:
            name = picture.name + ("-wide" if size == WIDE else "")
            drawn = await _drawn(picture, size)
            (folder / f"{name}.svg").write_text(drawn, encoding="utf-8")


async def _drawn(picture: Picture, size: Size) -> str:
    preferences = Preferences(comforts={picture.desks.actor.id: picture.comfort})
    app = StepbackApp(picture.desks, preferences, first=picture.screen)
    async with app.run_test(size=size) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        for key in picture.keys:
            await pilot.press(key)
            await app.workers.wait_for_complete()
            await pilot.pause()
        # A page that was read is drawn in a thread of its own.
        await app.workers.wait_for_complete()
        await pilot.pause()
        drawn = app.export_screenshot(title="stepback", simplify=True)
    # The picture would ask an outside host for a font; any fixed-width one does.
    return re.sub(r"@font-face \{.*?\}\s*", "", drawn, flags=re.DOTALL)


def _of_practitioners(store: Store) -> Iterator[Picture]:
    """Yield the screens of practitioners, each in a small window and in a large one."""
    both = (NARROW, WIDE)
    nobody = Desks(*_made(open_store("memory:")), OWNER, lambda: AT)
    yield Picture("welcome", nobody, sizes=both)
    yield Picture("invitation", nobody, doors.invitation_screen, sizes=both)

    busiest = _busiest(store)
    portfolio, desks = busiest, _owner_of(store, busiest)

    def path() -> Screen[Any]:
        return doors.path_screen(portfolio)

    yield Picture("path", desks, path, sizes=both)
    yield Picture("submit", *_ready_to_submit(store), keys=("s",), sizes=both)
    yield Picture("settings", desks, path, ("f10",), both)
    yield Picture("help", desks, path, ("question_mark",), both)
    yield Picture("palette", desks, path, ("ctrl+p",), both)
    yield Picture(
        "path-contrast", desks, path, sizes=both, comfort=Comfort(theme="stepback-contrast")
    )
    yield Picture("path-dark", desks, path, sizes=both, comfort=Comfort(theme="stepback-dark"))
    for kind, (whose, unit, activity) in sorted(_one_of_each_kind(store).items()):
        place = (whose, unit, f"activity/{activity}")
        yield Picture(
            f"unit-{kind}",
            _owner_of(store, whose),
            partial(doors.unit_screen, *place),
            sizes=both,
        )
    whose, unit = _referred(store)
    sent_back = _owner_of(store, whose)
    yield Picture("feedback", sent_back, lambda: doors.feedback_screen(whose, unit), sizes=both)
    yield Picture("versions", sent_back, lambda: doors.history_screen(whose, unit), sizes=both)
    yield Picture("files", sent_back, lambda: doors.evidence_screen(whose, unit), sizes=both)
    yield Picture(
        "pages", sent_back, lambda: doors.unit_screen(whose, unit), keys=("f4",), sizes=both
    )
    yield Picture(
        "ready-check", sent_back, lambda: doors.unit_screen(whose, unit), keys=("f5",), sizes=both
    )
    studied = _with_learner(store)
    learner = _owner_of(store, studied)

    def page(name: str) -> Callable[[], Screen[Any]]:
        return lambda: doors.unit_screen(studied, "learners-voice", name)

    yield Picture("permission", learner, page("consent"), sizes=both)
    yield Picture("easy-easier", learner, page("activity/easy-easier"), sizes=both)
    yield Picture("learner-view", learner, page("activity/easy-easier"), ("f6",), ((40, 12), WIDE))
    yield Picture("change", learner, page("activity/easy-easier-again"), sizes=both)


def _of_staff(store: Store) -> Iterator[Picture]:
    waiting = store.find("unit", {"desk": "to mark", "state": "submitted"}, limit=1).rows[0]
    to_mark = (str(waiting.summary["portfolio"]), str(waiting.summary["unit"]))
    assessor = _seated(store, "AS-TUDUR")
    yield Picture("queue", assessor, doors.queue_screen, sizes=(NARROW, WIDE))
    yield Picture("release", assessor, doors.release_screen, sizes=(NARROW, WIDE))
    marked = ("2", "2", "a")
    yield Picture("desk", assessor, lambda: doors.desk_screen(*to_mark), marked, (NARROW, WIDE))
    bank_comments(assessor, *to_mark)
    banked = ("1", "1", "b")
    yield Picture("bank", assessor, lambda: doors.desk_screen(*to_mark), banked, (NARROW, WIDE))
    again = store.find("unit", {"attempt": 2, "state": "met"}, limit=1).rows[0]
    second = (str(again.summary["portfolio"]), str(again.summary["unit"]))
    yield Picture("desk-again", assessor, lambda: doors.desk_screen(*second), sizes=(WIDE,))
    yield Picture("cohorts", _seated(store, "TR-BENEDICT"), doors.cohorts_screen)
    yield from _of_certificates(store)
    yield Picture("team", _seated(store, "CO-MARED"), doors.team_screen)
    yield from _of_quality(store)
    raise_appeals(_seated(store, "CO-MARED"))
    yield Picture(
        "appeals", _seated(store, "CO-MARED"), doors.looking_again_screen, sizes=(NARROW, WIDE)
    )


def _of_certificates(store: Store) -> Iterator[Picture]:
    """Yield the coordinator's desk and what it leads to; the key is the same each time."""
    coordinator = _seated(store, "CO-MARED")
    for name, keys in (
        ("awards", ()),
        ("awards-page", ("p",)),
        ("awards-organisation", ("e",)),
        ("register", ("r",)),
        ("certificate", ("r", "enter")),
    ):
        yield Picture(name, coordinator, doors.awards_screen, keys, (NARROW, WIDE))
    with TemporaryDirectory() as folder:
        chest = KeyChest(Path(folder), lambda: AT)
        keyed = replace(coordinator, chest=chest)
        chest.restore(bytes(range(32)), "four words in pictures")
        keyed.keys.adopt("four words in pictures")
        yield Picture("key", keyed, doors.awards_screen, ("k",), (NARROW, WIDE))


def _of_quality(store: Store) -> Iterator[Picture]:
    """Yield the pages of quality assurance; last, because the sample is drawn for them."""
    waiting = look_around(store)
    verifier = _seated(store, VERIFIER)
    for name, keys in (
        ("quality", ()),
        ("quality-plan", ("t",)),
        ("quality-agreement", ("t", "t")),
    ):
        yield Picture(name, verifier, doors.quality_screen, keys, (NARROW, WIDE))
    differs = waiting["to adjudicate"]
    sizes = (NARROW, WIDE)
    yield Picture("sample", verifier, lambda: doors.sample_screen(*differs), ("f3",), sizes)


def _made(store: Store) -> tuple[Store, Shelf]:
    return store, Shelf(store)


def _seated(store: Store, person: str) -> Desks:
    return Desks(*_made(store), resolve_actor(store, person, None), lambda: AT)


def _owner_of(store: Store, portfolio: str) -> Desks:
    row = next(all_rows(store, "portfolio", portfolio=portfolio))
    return _seated(store, str(row.summary["person"]))


def _portfolios(store: Store) -> Iterator[str]:
    for row in all_rows(store, "portfolio", sort="portfolio"):
        yield str(row.summary["portfolio"])


def _busiest(store: Store) -> str:
    """Return the portfolio whose units stand in the most different ways."""

    def ways(portfolio: str) -> int:
        units = all_rows(store, "unit", portfolio=portfolio)
        drafts = all_rows(store, "draft", portfolio=portfolio)
        verdicts = {(row.summary["state"], row.summary["verdict"]) for row in units}
        return len(verdicts | {(row.summary["status"], None) for row in drafts})

    return max(_portfolios(store), key=ways)


def _ready_to_submit(store: Store) -> tuple[Desks, Callable[[], Screen[Any]]]:
    """Return whoever has the most units ready, and the way to them."""
    ready = {
        p: len(list(all_rows(store, "draft", portfolio=p, status="ready")))
        for p in _portfolios(store)
    }
    portfolio = max(ready, key=lambda each: ready[each])
    return _owner_of(store, portfolio), lambda: doors.path_screen(portfolio)


def _one_of_each_kind(store: Store) -> dict[str, tuple[str, str, str]]:
    """Return portfolio, unit and activity of an answer of each kind that is being written."""
    found: dict[str, tuple[str, str, str]] = {}
    for portfolio in _portfolios(store):
        for view in _owner_of(store, portfolio).workbook.open(portfolio).units:
            for activity in view.unit.activities if view.is_open else ():
                response = view.draft.responses.get(activity.id)
                if response and not activity.is_empty(response.value):
                    found.setdefault(activity.kind, (portfolio, view.unit.id, activity.id))
    return found


def _referred(store: Store) -> tuple[str, str]:
    """Return portfolio and unit of something that came back."""
    rows = all_rows(store, "unit", state="open", verdict="not_yet_met")
    row = min(rows, key=lambda each: str(each.summary["portfolio"]))
    return str(row.summary["portfolio"]), str(row.summary["unit"])


def _with_learner(store: Store) -> str:
    """Return the portfolio whose case study has come furthest while it is being written."""

    def answered(portfolio: str) -> int:
        view = _owner_of(store, portfolio).workbook.unit(portfolio, "learners-voice")
        return len(view.draft.responses) if view.is_open else 0

    return max(_portfolios(store), key=answered)

"""A small app round the widgets under test, and one activity of each kind."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any, ParamSpec

from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.events import Key, Paste
from textual.pilot import Pilot

from stepback_course.course.activities import (
    Activity,
    Checklist,
    Choice,
    Log,
    Plan,
    Reflection,
    Roles,
    Scale,
    Sort,
    Targets,
)
from stepback_course.tui.widgets import activity_widget
from stepback_course.tui.widgets.activity import ActivityWidget
from tests.tui import stillness

NAMED = {"space": " ", "slash": "/", "plus": "+"}
"""What the keys that have a name put in."""
TODAY = date(2026, 3, 4)
CARDS = {"lunch": "Getting my lunch", "stairs": "Finding the stairs", "own-1": "The bus home"}
Parameters = ParamSpec("Parameters")


def _common(identifier: str) -> dict[str, Any]:
    return {
        "id": identifier,
        "title": identifier,
        "prompt": "What to do.",
        "when": "after",
        "minutes": 5,
    }


REFLECTION = Reflection(
    kind="reflection",
    words={"min": 3, "max": 5},
    prompts=("What happened?",),
    **_common("a-reflection"),
)
SCALE = Scale(kind="scale", labels=("Never", "Now and then", "Always"), **_common("a-scale"))
CHECKLIST = Checklist(
    kind="checklist",
    items=[{"id": "told", "text": "They were told"}, {"id": "asked", "text": "They were asked"}],
    **_common("a-checklist"),
)
CHOICE = Choice(
    kind="choice",
    scenario="The pencil\nhas stopped.",
    options=[
        {"id": "wait", "text": "Wait", "explanation": "A stop may be a thought."},
        {"id": "prompt", "text": "Ask", "explanation": "A prompt names no answer."},
    ],
    **_common("a-choice"),
)
SORT = Sort(
    kind="sort",
    piles=[{"id": "keep", "text": "Keep"}, {"id": "stop", "text": "Stop"}],
    cards=[
        {"id": "read", "text": "Reading aloud", "suggested": "keep", "because": "It moves words."},
        {"id": "point", "text": "Pointing", "suggested": "stop", "because": "It is the work."},
        {"id": "fetch", "text": "Fetching"},
    ],
    own_piles=1,
    own_cards=2,
    **_common("a-sort"),
)
LOG = Log(
    kind="log",
    columns=[{"id": "moment", "text": "What was going on"}, {"id": "help", "text": "My help"}],
    wait_seconds=10,
    **_common("a-log"),
)
PLAN = Plan(kind="plan", **_common("a-plan"))
ROLES = Roles(kind="roles", **_common("a-lesson"))
TARGETS = Targets(
    kind="targets",
    from_sort="a-sort",
    pile="easier",
    stages=("With someone", "With a clue", "Near help", "Alone"),
    **_common("the-targets"),
)

ANSWERS: list[tuple[Activity, Any]] = [
    (REFLECTION, "I waited.\nIt took a while."),
    (SCALE, {"before": 1, "after": 3}),
    (CHECKLIST, {"asked": {"done": True, "note": "Twice\nin sign"}}),
    (CHOICE, "prompt"),
    (
        SORT,
        {
            "piles": {"stop": ["fetch", "read"], "own-1": ["own-2"]},
            "own_piles": {"own-1": "It depends"},
            "own_cards": {"own-2": "Waiting"},
        },
    ),
    (LOG, [{"date": "2026-03-04", "moment": "The bell", "help": ""}]),
    (PLAN, [{"how": "With a map", "what": "", "who": "I", "when": "2026-05-01"}]),
    (ROLES, [{"part": "Start", "teacher": "Asks", "assistant": "Waits", "learner": "Thinks"}]),
    (
        TARGETS,
        [
            {"card": "stairs", "success": "I find them", "before": 2, "after": None},
            {"card": "lunch", "success": "", "before": None, "after": 4},
        ],
    ),
]
"""Each kind with an answer as records keep it, partly given where the kind allows that."""


class Host(App[None]):
    """Shows widgets and collects what they post."""

    def __init__(self, answers: list[tuple[Activity, Any]], *, read_only: bool) -> None:
        """Show one widget for each activity."""
        super().__init__()
        self.animation_level = "none"
        self.answers = answers
        self.read_only = read_only
        self.posted: list[object] = []

    def compose(self) -> ComposeResult:
        """Lay the widgets out one under the other."""
        with VerticalScroll(can_focus=False):
            for activity, value in self.answers:
                yield activity_widget(
                    activity,
                    value,
                    self.read_only,
                    today=lambda: TODAY,
                    cards=CARDS,
                    offered=["lunch"],
                )

    def on_activity_widget_changed(self, event: ActivityWidget.Changed) -> None:
        """Keep what was posted."""
        self.posted.append(event.value)


@dataclass
class Sitting:
    """A host that is running, with a hand on its keyboard."""

    host: Host
    pilot: Pilot[None]

    @property
    def widgets(self) -> list[ActivityWidget[Any]]:
        """The widgets in their order."""
        return list(self.host.query(ActivityWidget))

    @property
    def widget(self) -> ActivityWidget[Any]:
        """The one widget there is."""
        return self.host.query_one(ActivityWidget)

    @property
    def lines(self) -> list[str]:
        """What stands on the screen, line by line."""
        screen = self.host.screen
        strips = screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip) for strip in strips]

    @property
    def shown(self) -> str:
        """What stands on the screen, with runs of white space made single spaces."""
        return " ".join(" ".join(self.lines).split())

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, each once the one before it was dealt with."""
        for key in keys:
            character = key if len(key) == 1 else NAMED.get(key)
            self.host.post_message(Key(key, character))
            await self._handed_on()
        # Once more, for what the last key set off.
        await self.pilot.pause()

    async def paste(self, text: str) -> None:
        """Paste into whatever has focus."""
        self.host.post_message(Paste(text))
        await self._handed_on()
        await self.pilot.pause()

    async def _handed_on(self) -> None:
        """Wait until the app has handed on what was posted, and then until nothing moves."""
        handed_on = asyncio.Event()
        self.host.call_later(handed_on.set)
        await handed_on.wait()
        await self.pilot.pause()


@asynccontextmanager
async def sitting(
    *answers: tuple[Activity, Any], read_only: bool = False, size: tuple[int, int] = (80, 40)
) -> AsyncIterator[Sitting]:
    """Open the host on some activities with their answers, focused on the first thing in it."""
    host = Host(list(answers), read_only=read_only)
    async with host.run_test(size=size) as pilot:
        host.query(ActivityWidget).first().focus_first()
        await pilot.pause()
        yield Sitting(host, pilot)


def awaited(
    test: Callable[Parameters, Coroutine[Any, Any, None]],
) -> Callable[Parameters, None]:
    """Let pytest run a test that awaits."""

    @wraps(test)
    def run(*args: Parameters.args, **kwargs: Parameters.kwargs) -> None:
        stillness.run(test(*args, **kwargs))

    return run

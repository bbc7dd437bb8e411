"""Renews what the program itself can write of its documentation."""

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, get_args

from textual.screen import Screen

from stepback_course.batch.operations import Operation, OperationBase
from stepback_course.course.shelf import Shelf
from stepback_course.demo import fill
from stepback_course.demo.calendar import TODAY
from stepback_course.desks import Desks
from stepback_course.people import resolve_actor
from stepback_course.people.preferences import Preferences
from stepback_course.store import Store, open_store
from stepback_course.store.paging import all_rows
from stepback_course.tui import doors
from stepback_course.tui.app import StepbackApp

DOCS = Path(__file__).parent
COMMON = tuple(OperationBase.model_fields)
HEAD = """\
# Batches

`stepback batch FILE` performs one operation a line, each a JSON object; `-` reads standard input.
Every screen can be scripted this way. Each line is answered by one line, written once the change is
durable:

```json
{"line": 7, "ok": true, "rev": 3}
{"line": 8, "ok": false, "error": "conflict", "message": "…"}
```

`rev` is the revision of the record that the operation wrote. A refused line does not stop the ones
after it; the exit code is then 1. Errors are `not_allowed`, `unknown`, `invalid`, `not_ready`,
`closed`, `taken`, and those of the store: `conflict`, `full`, `read_only`, `busy`, `corrupt`,
`exists`, `newer_format`, `unreachable`, `too_large`.

Every line may carry `as`, the person in whose name it is done, and `op_id`: a second line with the
same id in the same folder has no second effect.

The shape of `value` in `respond` depends on the kind of activity; `respond` replaces it whole.

| kind | `value` |
|---|---|
| `reflection` | `"text"` |
| `scale` | `{"before": 2, "after": 4}`, either may be null |
| `checklist` | `{"item-id": {"done": true, "note": ""}}` |
| `choice` | `"option-id"` |
| `sort` | `{"piles": {"pile-id": ["card-id"]}, "own_piles": {"own-1": "label"}, "own_cards": {}}` |
| `log` | `[{"date": "2026-03-04", "COLUMN": "…"}]` |
| `plan` | `[{"how": "", "what": "", "who": "", "when": "2026-05-01"}]` |
| `roles` | `[{"part": "", "teacher": "", "assistant": "", "learner": ""}]` |
| `targets` | `[{"card": "card-id", "success": "", "before": 1, "after": null}]` |

This page is generated from the models: `python3 dev.py pictures`.

| op | fields | what it does |
|---|---|---|
"""


def batch_guide() -> str:
    """Return the page on batches, made from the operations' models."""
    union, _discriminator = get_args(Operation)
    return HEAD + "".join(_row(kind) for kind in get_args(union))


def _row(kind: type[OperationBase]) -> str:
    fields = []
    for name, field in kind.model_fields.items():
        if name in COMMON or name == "op":
            continue
        shown = f"`{field.alias or name}`"
        fields.append(shown if field.is_required() else f"{shown} (may be left out)")
    (name,) = get_args(kind.model_fields["op"].annotation)
    about = (kind.__doc__ or "").strip().splitlines()[0]
    return f"| `{name}` | {', '.join(fields)} | {about} |\n"


SIZE = (100, 30)
AT = datetime.combine(TODAY, time(15, 30), UTC)


def pictures(store: Store) -> Mapping[str, tuple[str, Callable[[], Screen[Any]]]]:
    """Return, by name, who sits before each picture and the screen it shows."""
    busiest = max(
        all_rows(store, "portfolio"),
        key=lambda row: len(_standing(store, str(row.summary["portfolio"]))),
    )
    practitioner, portfolio = str(busiest.summary["person"]), str(busiest.summary["portfolio"])
    waiting = store.find("unit", {"desk": "to mark", "state": "submitted"}, limit=1).rows[0]
    desk = (str(waiting.summary["portfolio"]), str(waiting.summary["unit"]))
    return {
        "path": (practitioner, lambda: doors.path_screen(portfolio)),
        "unit": (practitioner, lambda: doors.unit_screen(portfolio, "statement-04")),
        "queue": ("AS-TUDUR", doors.queue_screen),
        "desk": ("AS-TUDUR", lambda: doors.desk_screen(*desk)),
        "cohorts": ("TR-BENEDICT", doors.cohorts_screen),
        "awards": ("CO-MARED", doors.awards_screen),
    }


def _standing(store: Store, portfolio: str) -> set[object]:
    """Return the different ways in which a portfolio's units stand."""
    units = all_rows(store, "unit", portfolio=portfolio)
    drafts = all_rows(store, "draft", portfolio=portfolio)
    verdicts = {(row.summary["state"], row.summary["verdict"]) for row in units}
    return verdicts | {row.summary["status"] for row in drafts}


async def take_pictures(store: Store) -> None:
    """Write a picture of each screen, as the made-up cohort shows it."""
    for name, (person, screen) in pictures(store).items():
        actor = resolve_actor(store, person, None)
        desks = Desks(store, Shelf(store), actor, lambda: AT)
        app = StepbackApp(desks, Preferences(), first=screen)
        async with app.run_test(size=SIZE) as pilot:
            await app.workers.wait_for_complete()
            await pilot.pause()
            picture = app.export_screenshot(title="stepback", simplify=True)
        # The picture would ask an outside host for a font; any fixed-width one does.
        alone = re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL)
        (DOCS / f"{name}.svg").write_text(alone, encoding="utf-8")


def main() -> int:
    """Write every generated page and picture."""
    (DOCS / "batch.md").write_text(batch_guide(), encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["STEPBACK_CONFIG"] = folder
        store = open_store("memory:")
        fill(store, size=24, seed=3)
        asyncio.run(take_pictures(store))
    return 0


if __name__ == "__main__":
    sys.exit(main())

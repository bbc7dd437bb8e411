"""Renews what the program itself can write of its documentation."""

import asyncio
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from docs.pictures import take_pictures
from stepback_course.batch.operations import Operation, OperationBase
from stepback_course.demo import fill
from stepback_course.store import open_store

DOCS = Path(__file__).parent
PICTURES = DOCS / "pictures"
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

Answers come in the order of the lines. In a file, neighbouring lines that `respond`, `claim`,
`decide` or `release` in different portfolios are done up to four at once, each durable by itself:
after an interruption some of the three that follow the first unanswered line may have been done as
well. A file with a thousand lines or more is done by as many processes as there are processors,
four at most, and up to nine lines are under way for each: after an interruption some of those may
have been done. Standard input is done line by line, so that a program may wait for each answer.

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


SCREENS = """\
# The screens

Taken by the program itself from its made-up cohort (`python3 dev.py pictures`; names after it draw
only those): each in a window of 80 × 24 and, as `-wide`, in one of 160 × 50. The learner view is
there at 40 × 12, as it is when the letters are made large.
"""


def screens_guide(pictures: Path) -> str:
    """Return the page that shows every picture."""
    names = sorted(picture.name for picture in pictures.glob("*.svg"))
    shown = (f"\n![{Path(name).stem}]({pictures.name}/{name})\n" for name in names)
    return SCREENS + "".join(shown)


def main(names: Sequence[str]) -> int:
    """Write every generated page, and every picture or those called `names`."""
    (DOCS / "batch.md").write_text(batch_guide(), encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        for name in ("CONFIG", "KEYS", "RESCUE"):
            os.environ[f"STEPBACK_{name}"] = folder
        store = open_store("memory:")
        fill(store, size=24, seed=3)
        asyncio.run(take_pictures(store, PICTURES, names))
    (DOCS / "screens.md").write_text(screens_guide(PICTURES), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

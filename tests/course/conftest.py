"""A small course that tests write, spoil and read."""

import io
import zipfile
from pathlib import Path

import pytest

from stepback_course.course.models import Course
from stepback_course.course.reader import check_content, read_course

COURSE = "content/course.yaml"
FIRST = "content/statements/01-wait.md"
SECOND = "content/statements/02-notice.md"
CASE = "content/learners-voice.md"
JUDGING = "assessments/practitioner.yaml"

SMALL_COURSE = {
    COURSE: """\
id: small
version: 2026.1
origin: illustrative
name: A small course
about: For tests.
aims:
  - To be read.
units: [statement-01, statement-02, learners-voice]
""",
    FIRST: """\
---
id: statement-01
title: I wait
sources:
  - A body, a title, 2020
activities:
  - id: why
    kind: reflection
    title: Why wait?
    prompt: Write.
    when: day-1
    minutes: 10
    words: {min: 20, max: 80}
  - id: seconds
    kind: log
    title: Ten seconds
    prompt: Watch.
    when: after
    minutes: 20
    columns:
      - {id: seen, text: What I saw}
---
Waiting is **work**.
""",
    SECOND: """\
---
id: statement-02
title: I notice
activities:
  - id: piles
    kind: sort
    title: Piles
    prompt: Sort.
    when: day-2
    minutes: 5
    cards:
      - {id: pen, text: A pen, suggested: easy}
      - {id: cup, text: A cup}
    piles:
      - {id: easy, text: Easy}
      - {id: easier, text: Easier}
---
Noticing comes first.
""",
    CASE: """\
---
id: learners-voice
title: The learner
parts:
  - id: permission
    title: Permission
    consent: true
  - id: voice
    title: The voice
    activities:
      - id: easy-easier
        kind: sort
        title: Easy and easier
        prompt: Listen.
        when: after
        minutes: 30
        learner: true
        cards: []
        own_cards: 10
        piles:
          - {id: easy, text: Easy}
          - {id: easier, text: Easier}
      - id: goals
        kind: targets
        title: Goals
        prompt: Choose.
        when: after
        minutes: 30
        from_sort: easy-easier
        pile: easier
        stages: [one, two, three, four]
---
Listen first.
""",
    JUDGING: """\
attempts: 3
declaration: This is my own work.
award: {days: 2, entitlement: May step back.}
criteria:
  statement-01:
    - id: waits
      text: Waits before helping.
      evidence: [why, seconds]
  statement-02:
    - {id: notices, text: Notices., evidence: [piles]}
  learners-voice:
    - {id: listens, text: Listens., evidence: [easy-easier, goals]}
""",
}


class CourseFolder:
    """A course in a folder, with the slips that a test makes in it."""

    def __init__(self, root: Path) -> None:
        """Write the small course, in which nothing is wrong, under `root`."""
        self.root = root
        for name, text in SMALL_COURSE.items():
            self.write(name, text)

    def write(self, name: str, text: str | bytes) -> None:
        """Write one file."""
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)

    def change(self, name: str, old: str, new: str) -> None:
        """Put `new` in place of `old`, which occurs exactly once."""
        text = SMALL_COURSE[name]
        assert text.count(old) == 1
        self.write(name, text.replace(old, new))

    def remove(self, name: str) -> None:
        """Take one file away."""
        (self.root / name).unlink()

    def read(self) -> Course:
        """Read the course."""
        return read_course(self.root)

    def problems(self) -> list[str]:
        """Return what is wrong, one line each."""
        return [str(problem) for problem in check_content(self.root)]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CourseFolder:
    """A small sound course, in the current folder so that problems name files inside it."""
    course = tmp_path / "course"
    course.mkdir()
    monkeypatch.chdir(course)
    return CourseFolder(course)


def zipped(files: dict[str, str], top: str = "") -> io.BytesIO:
    """Return a zip of `files`, in a folder `top` where that is given."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(top + name, text)
    stream.seek(0)
    return stream
